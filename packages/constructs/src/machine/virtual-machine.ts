import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Construct } from 'constructs';
import { type Cpus, type Memory, memoryOf, vcpusOf } from './capacity.js';
import { type DiskAttachment, disksOf } from './disks.js';
import { interfacesOf, type NetworkAttachment, type Nic, nicsOf } from './nics.js';
import {
  bootOf,
  type CpuMode,
  DEVICES,
  domainType,
  type DomainType,
  LIFECYCLE,
  pciControllers,
} from './platform.js';
import { defaultName, RESOURCE_ID } from '../naming.js';
import type { NatNetwork, Reservable } from '../network/nat-network.js';
import { type Names, refuseUnknown } from '../props.js';
import { literal } from '../text.js';

/** What a virtual machine is told. */
export interface VirtualMachineProps {
  /** `2`, or `{ count: 2, max: 8 }`: more can be added while the guest runs, up to the maximum. Default maximum: 4. */
  readonly cpus: Cpus;
  /** `'512 MiB'`, or `{ size: '512 MiB', max: '1 GiB' }`: more can be given while the guest runs, up to the maximum. */
  readonly memory: Memory;
  /** The first is the one that boots. They become vda, vdb, … in this order, unless `target` says otherwise. */
  readonly disks?: readonly DiskAttachment[] | undefined;
  /** One NIC each. `'user'` is QEMU's own network, which needs no privileges: what `qemu:///session` has. */
  readonly networks?: readonly NetworkAttachment[] | undefined;
  /** libvirt's name and, with a reserved address, the host name. Default: the construct's ids below the stack, joined by `-`. */
  readonly name?: string | undefined;
  /** A short text for people. */
  readonly title?: string | undefined;
  /** A longer text for people. */
  readonly description?: string | undefined;
  /**
   * `kvm` needs hardware virtualization, `qemu` emulates and runs everywhere, slower. Default: the context value
   * `virtform:domainType` (in cdktf.json), else `kvm`.
   */
  readonly type?: DomainType | undefined;
  /** The processor that the guest sees. Default: the host's own under KVM, QEMU's basic one under emulation. */
  readonly cpu?: CpuMode | undefined;
  /** Default: `q35`. A version pins it: `pc-q35-7.2`. Takes effect at the next power cycle. */
  readonly machine?: string | undefined;
  /** Whether it runs after apply. Default: true. */
  readonly running?: boolean | undefined;
  /** Starts with the host. Default: left as libvirt has it, which is off. */
  readonly autostart?: boolean | undefined;
}

const PROPS: Names<VirtualMachineProps> = {
  cpus: true,
  memory: true,
  disks: true,
  networks: true,
  name: true,
  title: true,
  description: true,
  type: true,
  cpu: true,
  machine: true,
  running: true,
  autostart: true,
};

/**
 * A virtual machine as a modern Linux guest wants it: q35, virtio devices, free PCI ports for devices to come, the guest agent's
 * channel, a random number source, a memory balloon and a serial console. There is no display.
 */
export class VirtualMachine extends Construct implements Reservable {
  /** The name that the guest has on its networks. */
  readonly hostName: string;
  /** The NICs in their order, with their addresses on the wire. */
  readonly nics: readonly Nic[];
  /** The `libvirt_domain` beneath. */
  readonly resource: Domain;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    refuseUnknown(this, 'a VirtualMachine', props, PROPS);
    this.hostName = props.name ?? defaultName(this);
    this.nics = nicsOf(this, props.networks ?? []);
    const type = domainType(this, props.type);
    this.resource = new Domain(this, RESOURCE_ID, {
      type,
      name: this.hostName,
      title: props.title === undefined ? undefined : literal(props.title),
      description: props.description === undefined ? undefined : literal(props.description),
      ...memoryOf(props.memory),
      ...vcpusOf(props.cpus),
      ...bootOf(type, props.machine ?? 'q35', props.cpu),
      ...LIFECYCLE,
      devices: {
        ...DEVICES,
        controllers: pciControllers(props.machine ?? 'q35'),
        disks: disksOf(this, props.disks ?? []),
        interfaces: interfacesOf(this.nics),
      },
      running: props.running ?? true,
      autostart: props.autostart,
    });
    for (const { network, ip } of this.nics) {
      if (network !== undefined && ip !== undefined) network.reserve(this, ip);
    }
  }

  /** A reference to the guest's name. */
  get name(): string {
    return this.resource.name;
  }

  /** A reference to the guest's UUID. */
  get uuid(): string {
    return this.resource.uuid;
  }

  /**
   * The MAC address of the guest's first NIC on a network, in lower case.
   *
   * @throws Error where it has none there
   */
  macOn(network: NatNetwork): string {
    const nic = this.nics.find((candidate) => candidate.network === network);
    if (nic === undefined) {
      throw new Error(
        `${this.node.path} has no NIC on ${network.node.path}. Add that network to its 'networks'.`,
      );
    }
    return nic.mac;
  }
}
