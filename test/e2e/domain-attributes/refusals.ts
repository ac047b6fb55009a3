/** What libvirt or the schema says of guests with two attributes that none has together, and why that is so. */
export interface Refusal {
  readonly says: RegExp;
  readonly why: string;
}

/** Every reason why two attributes are in no guest; one that nothing is refused for any more fails the test that tries all. */
export const REFUSALS: readonly Refusal[] = [
  { says: /multiple smartcard support/, why: 'a guest of QEMU has one smartcard' },
  { says: /a guest has one TPM/, why: 'a guest has one TPM' },
  { says: /firmware autoselection/, why: 'either a firmware is named, or libvirt chooses one' },
  { says: /SMM TSEG is only supported with q35/, why: 'an older PC has no such memory' },
  { says: /is only supported with Q35|not supported with this machine type/, why: 'an older PC has no PCIe' },
  { says: /a PCI slot is needed to connect a PCI controller/, why: 'each PC has its own root of PCI' },
  {
    says: / goes with .*, and the offset is \w+$/,
    why: 'each kind of clock has settings of its own',
  },
  {
    says: /Extra element os in interleave|tlsHostname' field|cannot be specified in 'nfs'|attribute 'protocol'/,
    why: 'variables of a firmware come by one protocol, and each has settings of its own',
  },
  {
    says: /the boot order of a device exclude each other/,
    why: 'devices are ordered one by one, or by kind',
  },
  {
    says: /does not support socket attribute/,
    why: 'a socket is of a transport of its own, which HTTP has not',
  },
  {
    says: /can't split path '\w+' into pool name and image name/,
    why: 'whom NFS takes one for is said beside NFS, which is none of the protocols that are tried by themselves',
  },
  {
    says: /missing name for disk source/,
    why: 'variables of a firmware are at a path, or come by a protocol',
  },
  { says: /either secret uuid or usage expected/, why: 'a secret is named by its UUID or by what it is for' },
  { says: /its listener says something else/, why: 'a display waits at a socket, or elsewhere' },
  { says: /egl_headless goes with VNC and SPICE alone/, why: 'other displays draw by themselves' },
];

/** The entry that says why a guest with two attributes was refused. */
export function whyRefused(text: string): Refusal | undefined {
  return REFUSALS.find(({ says }) => says.test(text));
}
