import {
  childElements,
  childNamed,
  element,
  isElement,
  parseXml,
  thaw,
  writeXml,
  type XmlElement,
} from '@virtform/schema';
import { type Caller, DomainAffectFlags, libvirt, type Network } from '@virtform/libvirt';
import type { Diagnostic } from '@virtform/values';
import type { HostView } from '../host-view.js';
import type { StepContext } from '../kind.js';
import { found } from '../shared/found.js';
import { parkingName, parkingUuid, withoutParking } from '../shared/parking-name.js';

// A network that is stopped takes its bridge along, and the taps of guests that run belong to none from then on. A network that is started
// again does not take them back, and libvirt does nothing where it is told once more what the guest has already (seen with 9.0 and
// 11.3): only where the network of an interface changes does it plug the tap in. So such interfaces are parked on a network made for
// that, before the start, and put back behind it. Guests see no device come or go. The parking network is gone with its last
// guest; where it was left behind, because an apply was killed, it tells the next plan what is still to be put back.

/** Whether an apply that was killed left interfaces of a network parked. */
export function isParkingLeft(view: HostView, network: string): boolean {
  return view.networks.has(parkingUuid(network));
}

/**
 * Starts a network, and puts the guests that run with an interface on it back. What cannot be put back is told, and no reason to fail:
 * the network is there.
 *
 * @throws LibvirtError where the network does not start
 */
export async function startNetwork(context: StepContext, view: HostView, net: Network): Promise<void> {
  const networks = libvirt(context.host).networks;
  const guests = guestsOn(view, net.name);
  if (guests.length === 0 || !hasOwnBridge(await networks.xmlDesc(net))) return networks.create(net);
  const parked = await park(context, guests, net.name);
  await networks.create(net);
  if (parked) await putBack(context, view, net);
}

/** Puts parked interfaces back onto their network, which is up, and takes the parking network away. */
export async function putBack(context: StepContext, view: HostView, net: Network): Promise<void> {
  for (const guest of guestsOn(view, net.name))
    await move(context, guest, { from: parkingName(net.name), to: net.name });
  await removeParking(context.host, net.name);
}

/** Takes the parking network of a network away, where there is one. */
export async function removeParking(host: Caller, network: string): Promise<void> {
  const { networks } = libvirt(host);
  const parking = await found(networks.lookupByUuid(parkingUuid(network)));
  if (parking !== undefined) await networks.destroy(parking);
}

/** false: there is no place to park on. */
async function park(context: StepContext, guests: readonly Guest[], network: string): Promise<boolean> {
  const networks = libvirt(context.host).networks;
  const uuid = parkingUuid(network);
  const bridge = `vfpark-${uuid.slice(0, 8)}`;
  const name = parkingName(network);
  try {
    if ((await found(networks.lookupByUuid(uuid))) === undefined)
      await networks.createXml(writeXml(parkingNetwork(name, uuid, bridge)));
  } catch (error) {
    for (const guest of guests) context.warn(notPutBack(guest, network, error));
    return false;
  }
  for (const guest of guests) await move(context, guest, { from: network, to: name });
  return true;
}

function parkingNetwork(name: string, uuid: string, bridge: string): XmlElement {
  return element('network', {}, [
    element('name', {}, [name]),
    element('uuid', {}, [uuid]),
    element('bridge', { name: bridge, stp: 'off', delay: '0' }),
  ]);
}

interface Guest {
  readonly uuid: string;
  readonly name: string;
}

/** Those that run, whether their interfaces are parked or not. */
function guestsOn({ usage }: HostView, network: string): readonly Guest[] {
  const all = [network, parkingName(network)].flatMap((name) => usage.domainsOn(name));
  return [...new Map(all.filter(({ running }) => running).map((guest) => [guest.uuid, guest])).values()];
}

/** Libvirt takes a bridge away with its network only where it made it. */
function hasOwnBridge(xml: string): boolean {
  const forward = childNamed(parseXml(xml), 'forward');
  return (
    forward === undefined || ['nat', 'route', 'open', undefined].includes(forward.attributes.get('mode'))
  );
}

/** Moves the interfaces of a guest that are on one network to another. One that has ended meanwhile needs none. */
async function move(
  context: StepContext,
  guest: Guest,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const { domains } = libvirt(context.host);
  try {
    const domain = await found(domains.lookupByUuid(guest.uuid));
    if (domain === undefined || !(await domains.isActive(domain))) return;
    for (const nic of interfacesOn(await domains.xmlDesc(domain), from))
      await domains.updateDevice(domain, writeXml(movedTo(nic, to)), DomainAffectFlags.LIVE);
  } catch (error) {
    context.warn(notPutBack(guest, withoutParking(to), error));
  }
}

function interfacesOn(xml: string, network: string): readonly XmlElement[] {
  const devices = childNamed(parseXml(xml), 'devices');
  return (devices === undefined ? [] : childElements(devices, 'interface')).filter(
    (nic) => nic.attributes.get('type') === 'network' && sourceOf(nic)?.attributes.get('network') === network,
  );
}

function sourceOf(nic: XmlElement): XmlElement | undefined {
  return childNamed(nic, 'source');
}

/** What libvirt says of where it is now says nothing of where it goes. */
function movedTo(nic: XmlElement, network: string): XmlElement {
  const moved = thaw(nic);
  for (const child of moved.children) {
    if (!isElement(child) || child.name !== 'source') continue;
    child.attributes.set('network', network);
    for (const name of ['portid', 'bridge']) child.attributes.delete(name);
  }
  return moved;
}

function notPutBack({ name }: Guest, network: string, error: unknown): Diagnostic {
  return {
    severity: 'warning',
    summary: `guest ${name} could not be put back onto network ${network}`,
    detail: error instanceof Error ? error.message : String(error),
    action: `It runs on without that network. Once it is started anew it has it again: virsh shutdown ${name}, then virsh start ${name}.`,
  };
}
