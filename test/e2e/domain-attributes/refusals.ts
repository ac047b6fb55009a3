/** What libvirt or the schema says of guests with two attributes that none has together, and why that is so. */
export interface Refusal {
  readonly says: RegExp;
  readonly why: string;
}

/** Every reason why two attributes are in no guest; one that nothing is refused for any more fails the test that tries all. */
export const REFUSALS: readonly Refusal[] = [
  { says: /multiple smartcard support/, why: 'a guest of QEMU has one smartcard' },
  { says: /only a single watchdog/, why: 'a guest of QEMU has one watchdog' },
  { says: /a guest has one TPM/, why: 'a guest has one TPM' },
  { says: /firmware autoselection/, why: 'either a firmware is named, or libvirt chooses one' },
  { says: /SMM TSEG is only supported with q35/, why: 'an older PC has no such memory' },
  { says: /is only supported with Q35|not supported with this machine type/, why: 'an older PC has no PCIe' },
  { says: /has no IDE controller/, why: 'a newer PC has no IDE' },
  { says: /must be model='?\S+ for this machine type/, why: 'each PC has its own root of PCI' },
  { says: /a PCI slot is needed to connect a PCI controller/, why: 'each PC has its own root of PCI' },
  { says: /Extra element clock in interleave/, why: 'each kind of clock has settings of its own' },
  {
    says: /Extra element os in interleave|tlsHostname' field|cannot be specified in 'nfs'|attribute 'protocol'/,
    why: 'variables of a firmware come by one protocol, and each has settings of its own',
  },
  {
    says: /the boot order of a device exclude each other/,
    why: 'devices are ordered one by one, or by kind',
  },
  { says: /Only pflash loader type permits NVRAM/, why: 'a firmware in ROM stores nothing' },
  { says: /the firmware stores nothing/, why: 'a firmware that is stateless stores nothing' },
];

/** The entry that says why a guest with two attributes was refused. */
export function whyRefused(text: string): Refusal | undefined {
  return REFUSALS.find(({ says }) => says.test(text));
}
