import { childElements, childNamed, decodeObject, matchItems } from '@virtform/schema';
import {
  type Caller,
  type Domain,
  InterfaceAddressesSource,
  isNotFound,
  libvirt,
  type Network,
} from '@virtform/libvirt';
import { isObject, type Value, type ValueObject } from '@virtform/values';
import { isAgentSilent } from '../../guests/agent.js';
import type { Attributes, Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { elementsAt, numberAt, textAt } from '../shared/attributes.js';
import { attachDevice, devicesCalled } from './devices.js';
import { isActive, runningXml, storedXml } from './handle.js';

/** Seconds that an address is awaited when nothing else is said, as Terraform's provider does. */
const ADDRESS_SECONDS = 300;
/** ms */
const LOOK_EVERY = 250;
const INTERFACES = ['devices', 'interfaces'];

/** What a start is to await, as an argument of its step: the interfaces of the program that ask for it. */
export function awaitedInterfaces(wanted: Attributes): readonly ValueObject[] {
  return elementsAt(wanted, INTERFACES).flatMap(awaitedInterface);
}

/** The same of one interface: none where it asks for nothing. */
export function awaitedInterface(nic: Value, index: number): readonly ValueObject[] {
  const wait = isObject(nic) ? nic.wait_for_ip : undefined;
  if (wait === undefined || !isObject(wait)) return [];
  return [{ interface: index, source: wait.source ?? 'any', seconds: wait.timeout ?? ADDRESS_SECONDS }];
}

/** The longest of the waits, in seconds. */
export function longestWait(awaited: readonly ValueObject[]): number {
  return Math.max(0, ...awaited.map((each) => numberAt(each, ['seconds']) ?? ADDRESS_SECONDS));
}

/** An interface that is to have an address. */
interface Awaited {
  /** Lower case. */
  readonly mac: string;
  /** The one whose DHCP server is asked; undefined where it is on none of libvirt's. */
  readonly network: Network | undefined;
  readonly source: string;
  readonly seconds: number;
  /** The leases that the server had before the guest started, or had it. */
  readonly before: ReadonlySet<string>;
}

/** Looks, before a guest starts, at what a DHCP server knows of the interfaces whose addresses will be awaited. */
export async function watchAddresses(
  { args }: Step,
  { host, wanted }: StepContext,
  dom: Domain,
): Promise<readonly Awaited[]> {
  const asked = elementsAt(args, ['awaited']);
  if (asked.length === 0) return [];
  const { list, shape, tag } = devicesCalled('interfaces');
  const devices = childNamed(await storedXml(host, dom), 'devices');
  const there = devices === undefined ? [] : childElements(devices, tag);
  const stored = there.map((element) => decodeObject(shape, element));
  const places = list === undefined ? [] : matchItems(list, elementsAt(wanted, INTERFACES), stored);
  const watched = asked.map((each) =>
    watch(each, stored[places[numberAt(each, ['interface']) ?? -1] ?? -1], host),
  );
  return (await Promise.all(watched)).flat();
}

/** Plugs a device in, and waits for the address of an interface that asks for one. */
export async function plugDevice(step: Step, context: StepContext, dom: Domain): Promise<void> {
  const { args } = step;
  const { host } = context;
  const [asked] = elementsAt(args, ['awaited']);
  if (asked === undefined) return attachDevice(step, context, dom);
  const network = await networkNamed(textAt(args, ['device', 'source', 'network', 'network']), host);
  // Its MAC may be one that libvirt makes up: what is known of all of them tells what is new.
  const before = new Set((await leasesOf(undefined, network, host)).map(({ key }) => key));
  const there = await runningMacs(host, dom);
  await attachDevice(step, context, dom);
  const plugged = (await runningMacs(host, dom)).filter((mac) => !there.includes(mac));
  const awaited = plugged.map((mac) => ({ mac, network, before, ...manner(asked) }));
  await awaitAddresses(step, awaited, context, dom);
}

async function runningMacs(host: Caller, dom: Domain): Promise<readonly string[]> {
  const { shape, tag } = devicesCalled('interfaces');
  const devices = childNamed(await runningXml(host, dom), 'devices');
  const cards = devices === undefined ? [] : childElements(devices, tag);
  return cards.flatMap((card) => macOf(decodeObject(shape, card)) ?? []);
}

function macOf(card: Value | undefined): string | undefined {
  return textAt(card, ['mac', 'address'])?.toLowerCase();
}

async function watch(each: Value, nic: Value | undefined, host: Caller): Promise<readonly Awaited[]> {
  const mac = macOf(nic);
  if (mac === undefined) return [];
  const network = await networkNamed(textAt(nic, ['source', 'network', 'network']), host);
  const before = new Set((await leasesOf(mac, network, host)).map(({ key }) => key));
  return [{ mac, network, before, ...manner(each) }];
}

function manner(asked: Value): Pick<Awaited, 'source' | 'seconds'> {
  return {
    source: textAt(asked, ['source']) ?? 'any',
    seconds: numberAt(asked, ['seconds']) ?? ADDRESS_SECONDS,
  };
}

async function networkNamed(name: string | undefined, host: Caller): Promise<Network | undefined> {
  if (name === undefined) return undefined;
  try {
    return await libvirt(host).networks.lookupByName(name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface Lease {
  readonly address: string;
  /** Differs once it was given anew: it then ends later. One that never ends is always as good as new. */
  readonly key: string;
}

async function leasesOf(
  mac: string | undefined,
  network: Network | undefined,
  host: Caller,
): Promise<readonly Lease[]> {
  if (network === undefined) return [];
  const leases = await libvirt(host).networks.dhcpLeases(network, mac);
  return leases.map(({ ipaddr, expirytime }) => ({ address: ipaddr, key: `${ipaddr} ${expirytime}` }));
}

/**
 * Waits until the interfaces have addresses. A lease may outlive its guest, and is told of the next one with that MAC: it counts once
 * it ends at another time than before the start. What the agent inside says counts at once.
 */
export async function awaitAddresses(
  step: Step,
  awaited: readonly Awaited[],
  context: StepContext,
  dom: Domain,
): Promise<void> {
  const begun = context.clock.now();
  for (const each of awaited) await awaitAddress(step, each, context, dom, begun);
}

async function awaitAddress(
  { why }: Step,
  each: Awaited,
  context: StepContext,
  dom: Domain,
  begun: number,
): Promise<void> {
  const { host, clock, signal } = context;
  const { mac, seconds, source } = each;
  for (;;) {
    const leases = source === 'agent' ? [] : await leasesOf(mac, each.network, host);
    if (leases.some(({ key }) => !each.before.has(key))) return;
    if (source !== 'lease' && (await agentKnowsAddress(mac, host, dom))) return;
    if (!(await isActive(host, dom))) {
      throw new StepError(`${why}: it went off`, 'Look at its console why, then apply again.');
    }
    const passed = clock.now() - begun;
    if (passed >= seconds * 1000) {
      const old = leases.map(
        ({ address }) => `; the lease of ${address} that its MAC has is from before its start`,
      );
      throw new StepError(
        `${why}: the interface ${mac} has no address after ${seconds} s${old.join('')}`,
        'See on its console whether it asks for one; a longer wait is set with wait_for_ip = { timeout = … }.',
      );
    }
    context.progress(passed, seconds * 1000, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
}

/** What an interface gives itself until it is told better. */
const LINK_LOCAL = /^(?:169\.254\.|fe[89ab])/i;

async function agentKnowsAddress(mac: string, host: Caller, dom: Domain): Promise<boolean> {
  try {
    const interfaces = await libvirt(host).domains.interfaceAddresses(dom, InterfaceAddressesSource.AGENT);
    return interfaces.some(
      ({ hwaddr, addrs }) =>
        hwaddr?.toLowerCase() === mac && addrs.some(({ addr }) => !LINK_LOCAL.test(addr)),
    );
  } catch (error) {
    if (isAgentSilent(error)) return false;
    throw error;
  }
}
