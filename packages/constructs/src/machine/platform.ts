import type {
  DomainConfig,
  DomainDevices,
  DomainDevicesControllers,
} from '@cdktf/provider-libvirt/lib/domain';
import type { Construct } from 'constructs';

/** How a guest is run. */
export type DomainType = 'kvm' | 'qemu';

/** The processor that a guest sees. */
export type CpuMode = 'host-passthrough' | 'host-model' | 'maximum';

const DOMAIN_TYPE_CONTEXT = 'virtform:domainType';

/**
 * How a guest runs: as the program says, else as the app's context says.
 *
 * @throws RangeError where the context says neither kvm nor qemu
 */
export function domainType(guest: Construct, wanted: DomainType | undefined): DomainType {
  const type: unknown = wanted ?? guest.node.tryGetContext(DOMAIN_TYPE_CONTEXT) ?? 'kvm';
  if (type === 'kvm' || type === 'qemu') return type;
  throw new RangeError(
    `The context value ${DOMAIN_TYPE_CONTEXT} is ${JSON.stringify(type)}: it wants kvm or qemu.`,
  );
}

/** Firmware, processor and clock: what virt-install gives a modern Linux guest. */
export function bootOf(
  type: DomainType,
  machine: string,
  cpu: CpuMode | undefined,
): Pick<DomainConfig, 'os' | 'features' | 'cpu' | 'clock' | 'pm'> {
  const mode = cpu ?? (type === 'kvm' ? 'host-passthrough' : undefined);
  return {
    os: { type: 'hvm', typeArch: 'x86_64', typeMachine: machine, bootDevices: [{ dev: 'hd' }] },
    features: { acpi: true, apic: {} },
    cpu: mode === undefined ? undefined : { mode },
    clock: {
      offset: 'utc',
      // Lost ticks are made up for where the guest counts them; hpet costs time on the host and no guest needs it.
      timer: [
        { name: 'rtc', tickPolicy: 'catchup' },
        { name: 'pit', tickPolicy: 'delay' },
        { name: 'hpet', present: 'no' },
      ],
    },
    // A guest that suspends itself looks to the host like one that hangs.
    pm: { suspendToMem: { enabled: 'no' }, suspendToDisk: { enabled: 'no' } },
  };
}

/** What becomes of a guest that ends by itself: off is off, a reboot stays a reboot. */
export const LIFECYCLE = {
  onPoweroff: 'destroy',
  onReboot: 'restart',
  onCrash: 'destroy',
} as const satisfies Partial<DomainConfig>;

/** What every guest has beside disks, NICs and PCI ports. */
export const DEVICES = {
  serials: [{ target: { type: 'isa-serial', port: 0 } }],
  consoles: [{ target: { type: 'serial', port: 0 } }],
  channels: [{ source: { unix: {} }, target: { virtIo: { name: 'org.qemu.guest_agent.0' } } }],
  rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }],
  memBalloon: { model: 'virtio', stats: { period: 5 } },
} as const satisfies DomainDevices;

/** As many as virt-install gives: a device that is plugged in while the guest runs needs a free one, and they cannot be added then. */
const ROOT_PORTS = 14;

/** The PCI ports of a q35 machine. The root complex has to be named first as soon as any other controller is. */
export function pciControllers(machine: string): readonly DomainDevicesControllers[] | undefined {
  const isQ35 = machine === 'q35' || machine.startsWith('pc-q35-');
  if (!isQ35) return undefined;
  const ports = Array.from({ length: ROOT_PORTS }, (_, port) => ({
    type: 'pci',
    index: port + 1,
    model: 'pcie-root-port',
  }));
  return [{ type: 'pci', index: 0, model: 'pcie-root' }, ...ports];
}
