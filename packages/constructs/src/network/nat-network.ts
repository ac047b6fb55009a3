import { Network, type NetworkIps } from '@cdktf/provider-libvirt/lib/network';
import { Construct } from 'constructs';
import { defaultName, RESOURCE_ID } from '../naming.js';
import { type Names, refuseUnknown } from '../props.js';
import { type Cidr, type Subnet, subnet } from './subnet.js';

/** Which addresses are handed out to whoever asks. */
export interface DhcpRange {
  readonly start: string;
  readonly end: string;
}

/** What a network behind the host's address is told. */
export interface NatNetworkProps {
  /** The subnet, in which the host has the first address: `10.20.30.0/24`. */
  readonly cidr: Cidr;
  /** Default: the upper half of the subnet, so that the lower half is free for reservations; false: no DHCP. */
  readonly dhcp?: DhcpRange | false | undefined;
  /** The guests' DNS domain: `lab.test`. Names in it are answered by this network alone. */
  readonly domain?: string | undefined;
  /** Starts with the host. Default: true. */
  readonly autostart?: boolean | undefined;
  /** libvirt's name. Default: the construct's ids below the stack, joined by `-`. */
  readonly name?: string | undefined;
}

/** Who gets a fixed address: anything with a name and a NIC on the network. */
export interface Reservable {
  readonly hostName: string;
  macOn(network: NatNetwork): string;
}

interface DhcpHost {
  readonly mac: string;
  readonly ip: string;
  readonly name: string;
}

const PROPS: Names<NatNetworkProps> = { cidr: true, dhcp: true, domain: true, autostart: true, name: true };

/** A network of guests that reach the outside by the host's address, with DHCP and DNS. */
export class NatNetwork extends Construct {
  /** The `libvirt_network` beneath. */
  readonly resource: Network;
  readonly #subnet: Subnet;
  readonly #range: DhcpRange | undefined;
  readonly #hosts: DhcpHost[] = [];

  constructor(scope: Construct, id: string, props: NatNetworkProps) {
    super(scope, id);
    refuseUnknown(this, 'a NatNetwork', props, PROPS);
    this.#subnet = subnet(props.cidr);
    this.#range = dhcpRange(props.dhcp, this.#subnet);
    this.resource = new Network(this, RESOURCE_ID, {
      name: props.name ?? defaultName(this),
      autostart: props.autostart ?? true,
      forward: { mode: 'nat' },
      // `yes` keeps questions about the guests' domain from being passed on to the host's own name servers.
      domain: props.domain === undefined ? undefined : { name: props.domain, localOnly: 'yes' },
      ips: this.#ips(),
    });
  }

  /** A reference to the network's name. */
  get name(): string {
    return this.resource.name;
  }

  /** The host's own address on this network. */
  get gateway(): string {
    return this.#subnet.gateway;
  }

  /**
   * Gives a guest the same address every time. Adding and removing reservations does not disturb the other guests.
   *
   * @throws RangeError where the address is not a guest's, or belongs to another; Error where the network has no DHCP
   */
  reserve(guest: Reservable, ip: string): void {
    if (this.#range === undefined) {
      throw new Error(
        `${guest.hostName} cannot have ${ip}: ${this.node.path} hands out no addresses, as it was made with dhcp: false. Take that out, or set the address in the guest.`,
      );
    }
    if (!this.#subnet.contains(ip)) {
      throw new RangeError(
        `${guest.hostName} cannot have ${ip}: guests of ${this.node.path} have addresses after ${this.#subnet.gateway}, up to ${this.#subnet.last}.`,
      );
    }
    const owner = this.#hosts.find((host) => host.ip === ip);
    if (owner !== undefined) {
      throw new RangeError(
        `${guest.hostName} cannot have ${ip}: it is reserved for ${owner.name}. Give one of them another address.`,
      );
    }
    this.#hosts.push({ mac: guest.macOn(this), ip, name: guest.hostName });
    this.resource.putIps(this.#ips());
  }

  #ips(): readonly NetworkIps[] {
    const address = { address: this.#subnet.gateway, prefix: this.#subnet.prefix };
    if (this.#range === undefined) return [address];
    const hosts = this.#hosts.length === 0 ? undefined : [...this.#hosts];
    return [{ ...address, dhcp: { ranges: [this.#range], hosts } }];
  }
}

function dhcpRange(wanted: NatNetworkProps['dhcp'], { middle, last }: Subnet): DhcpRange | undefined {
  return wanted === false ? undefined : (wanted ?? { start: middle, end: last });
}
