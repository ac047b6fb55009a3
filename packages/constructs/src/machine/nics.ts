import type { DomainDevicesInterfaces } from '@cdktf/provider-libvirt/lib/domain';
import type { Construct } from 'constructs';
import { stableMac } from '../naming.js';
import { type Names, refuseUnknown } from '../props.js';
import { NatNetwork } from '../network/nat-network.js';

/** What a NIC is plugged into: a network, a network with a fixed address, or QEMU's own user-mode network. */
export type NetworkAttachment = NatNetwork | 'user' | PluggedNic;

interface PluggedNic {
  readonly network: NatNetwork | 'user';
  /** Reserves this address for the guest in the network's DHCP. */
  readonly ip?: string | undefined;
  /** Default: made from the construct's path, so that it stays the same. */
  readonly mac?: string | undefined;
}

const NIC: Names<PluggedNic> = { network: true, ip: true, mac: true };

/** A NIC of a guest. */
export interface Nic {
  /** undefined: QEMU's own user-mode network. */
  readonly network: NatNetwork | undefined;
  /** In lower case. */
  readonly mac: string;
  /** The address that the network's DHCP reserves for it. */
  readonly ip: string | undefined;
}

/**
 * The NICs, known by what they are plugged into: one keeps its MAC address when others come, go or move.
 *
 * @throws TypeError for an address on the user-mode network, and for properties that a NIC does not have
 */
export function nicsOf(guest: Construct, attachments: readonly NetworkAttachment[]): readonly Nic[] {
  const counts = new Map<string, number>();
  return attachments.map((attachment) => {
    const plugged: PluggedNic =
      attachment === 'user' || attachment instanceof NatNetwork ? { network: attachment } : attachment;
    refuseUnknown(guest, 'a NIC', plugged, NIC);
    const { network, ip, mac } = plugged;
    if (network === 'user' && ip !== undefined) {
      throw new TypeError(
        `${guest.node.path} cannot have ${ip} on the user-mode network: QEMU gives out its addresses itself. Leave 'ip' out.`,
      );
    }
    const plug = network === 'user' ? 'user' : network.node.path;
    const count = counts.get(plug) ?? 0;
    counts.set(plug, count + 1);
    return {
      network: network === 'user' ? undefined : network,
      mac: mac?.toLowerCase() ?? stableMac(guest, count === 0 ? plug : `${plug}#${count}`),
      ip,
    };
  });
}

/** The NICs as virtio devices. */
export function interfacesOf(nics: readonly Nic[]): readonly DomainDevicesInterfaces[] {
  return nics.map(({ network, mac }) => ({
    mac: { address: mac },
    model: { type: 'virtio' },
    source: network === undefined ? { user: {} } : { network: { network: network.name } },
  }));
}
