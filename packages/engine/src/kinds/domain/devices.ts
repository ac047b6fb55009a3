import {
  childElements,
  childNamed,
  decodeObject,
  domain,
  editObject,
  encodeObject,
  matchItems,
  selectElement,
  writeXml,
  type Attributes,
  type Edit,
  type EditPath,
  type ListAttribute,
  type XmlElement,
} from '@virtform/schema';
import { type Caller, type Domain, DomainDeviceFlags, libvirt } from '@virtform/libvirt';
import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import type { Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { attributeAt } from '../shared/attributes.js';
import { editPathFrom, editsFrom } from '../shared/edits.js';
import { attributesFrom, pathsFrom, reveal } from '../shared/secrets.js';
import { devicePath } from './by-device.js';
import { affect, runningXml, storedXml } from './handle.js';

/** The devices of one kind: a list, or an object where a guest has one at most. */
interface Devices {
  readonly list: ListAttribute | undefined;
  readonly shape: Attributes;
  readonly tag: string;
}

export function devicesCalled(name: Value | undefined): Devices {
  const devices = domain.attributes.devices;
  const attribute =
    devices?.kind === 'object' && typeof name === 'string' ? devices.attributes[name] : undefined;
  const tag = attribute?.at?.path.at(-1)?.name;
  if (tag !== undefined && attribute?.kind === 'object')
    return { list: undefined, shape: attribute.attributes, tag };
  if (tag !== undefined && attribute?.kind === 'list' && attribute.element !== 'string')
    return { list: attribute, shape: attribute.element, tag };
  throw new TypeError(`a domain has no devices called ${JSON.stringify(name)}`);
}

/**
 * Plugs a device in. Where one side has it already, the other is given the same one, with its MAC and address, so that the guest
 * finds it in the same place after the next boot.
 */
export async function attachDevice(
  { args }: Step,
  { host, wanted }: StepContext,
  dom: Domain,
): Promise<void> {
  const path = isList(args.list ?? null) ? pathsFrom([args.list ?? null])[0] : undefined;
  const [from] = pathsFrom([args.from ?? []]);
  const devices = devicesCalled(path?.[1]);
  const whole = from === undefined ? undefined : attributeAt(wanted, from);
  const device = reveal(
    { attributes: attributesFrom(args.device), secrets: pathsFrom(args.secrets) },
    isObject(whole) ? whole : undefined,
  );
  const other =
    args.live === true && args.stored === true
      ? undefined
      : await counterpart(host, dom, args, devices, device);
  const xml = writeXml(other ?? encodeObject(devices.shape, device, devices.tag));
  await libvirt(host).domains.attachDevice(dom, xml, affect(args));
}

/** The device as the other side has it. */
async function counterpart(
  host: Caller,
  dom: Domain,
  args: ValueObject,
  { list, shape, tag }: Devices,
  device: ValueObject,
): Promise<XmlElement | undefined> {
  const document = args.live === true ? await storedXml(host, dom) : await runningXml(host, dom);
  const devices = childNamed(document, 'devices');
  const all = devices === undefined ? [] : childElements(devices, tag);
  const [place] =
    list === undefined
      ? [0]
      : matchItems(
          list,
          [device],
          all.map((child) => decodeObject(shape, child)),
        );
  const there = place === undefined ? undefined : all[place];
  if (there === undefined || args.live === true) return there;
  // The running element also says what belongs to this run alone: alias, tap, port.
  const encoded = encodeObject(shape, device, tag);
  const kept = ['mac', 'address'].flatMap((name) =>
    childNamed(encoded, name) === undefined ? [childNamed(there, name)] : [],
  );
  return { ...encoded, children: [...encoded.children, ...kept.filter((child) => child !== undefined)] };
}

/** Changes a device in its place: libvirt wants its whole element back with the one thing changed. */
export async function updateDevice(
  { args }: Step,
  { host, wanted }: StepContext,
  dom: Domain,
): Promise<void> {
  const running = editsFrom(args.running, wanted);
  const stored = editsFrom(args.stored, wanted);
  // The running guest comes first: what it refuses is not to be stored either.
  if (running.length > 0)
    await updateSide(host, dom, await runningXml(host, dom), running, DomainDeviceFlags.LIVE);
  if (stored.length > 0)
    await updateSide(host, dom, await storedXml(host, dom), stored, DomainDeviceFlags.CONFIG);
}

async function updateSide(
  host: Caller,
  dom: Domain,
  document: XmlElement,
  edits: readonly Edit[],
  flags: number,
): Promise<void> {
  const place = devicePath(edits[0]?.path ?? []);
  const device = selectElement(domain, document, place);
  if (device === undefined) {
    throw new StepError(`${dom.name} has no such device any more`, 'Plan again: somebody took it out since.');
  }
  const { shape } = devicesCalled(typeof place[1] === 'string' ? place[1] : undefined);
  const inside = edits.map((edit) => ({ ...edit, path: edit.path.slice(place.length) }));
  await libvirt(host).domains.updateDevice(dom, writeXml(editObject(shape, device, inside)), flags);
}

/** Attempts, and ms for the guest to let go at each; libvirt itself waits 5 s before it answers. */
const ATTEMPTS = 3;
const PATIENCE = 5_000;
const LOOK_EVERY = 200;

/**
 * Takes a device out. libvirt answers after 5 s that it asked, whatever the guest did (seen): only when the device has left
 * the running XML is it out.
 */
export async function detachDevice(step: Step, context: StepContext, dom: Domain): Promise<void> {
  const { args } = step;
  const { host } = context;
  const [running, stored] = [placeFrom(args.running), placeFrom(args.stored)];
  // The running guest comes first: what it does not let go of stays defined, also where this is killed in between.
  if (running !== undefined) await detachLive(step, context, dom, running);
  // Each side has the device in its own words: a channel's path is there only while it runs.
  if (stored !== undefined)
    await detach(host, dom, await storedXml(host, dom), stored, DomainDeviceFlags.CONFIG);
}

async function detachLive(step: Step, context: StepContext, dom: Domain, running: EditPath): Promise<void> {
  const { host } = context;
  const device = selectElement(domain, await runningXml(host, dom), running);
  const alias = device === undefined ? undefined : childNamed(device, 'alias')?.attributes.get('name');
  const events = host.events({
    events: ['domain.device-removed', 'domain.device-removal-failed'],
    domain: dom,
  });
  try {
    await events.ready;
    const refusals = watchRefusals(events, alias);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await detach(host, dom, await runningXml(host, dom), running, DomainDeviceFlags.LIVE);
      if (await isGone(context, dom, alias, running, () => refusals.count >= attempt)) return;
    }
    throw new StepError(
      `${step.why}: the guest did not let go of it${refusals.count > 0 ? ' (it refused)' : ''}, asked ${ATTEMPTS} times`,
      'See in the guest whether the device is in use there, or shut the guest down; then apply again.',
    );
  } finally {
    await events.close();
  }
}

async function detach(
  host: Caller,
  dom: Domain,
  document: XmlElement,
  place: EditPath,
  flags: number,
): Promise<void> {
  const device = selectElement(domain, document, place);
  if (device === undefined) return;
  await libvirt(host).domains.detachDevice(dom, writeXml(device), flags);
}

/** Counts the guest's refusals while it lets go, or does not. */
function watchRefusals(
  events: ReturnType<Caller['events']>,
  alias: string | undefined,
): { readonly count: number } {
  const seen = { count: 0 };
  void (async () => {
    for await (const event of events) {
      if (event.name === 'domain.device-removal-failed' && event.alias === alias) seen.count += 1;
    }
  })().catch(() => undefined);
  return seen;
}

async function isGone(
  context: StepContext,
  dom: Domain,
  alias: string | undefined,
  place: EditPath,
  refused: () => boolean,
): Promise<boolean> {
  const { host, clock, signal } = context;
  const begun = clock.now();
  for (let passed = 0; passed < PATIENCE && !refused(); passed = clock.now() - begun) {
    const device = selectElement(domain, await runningXml(host, dom), place);
    const now = device === undefined ? undefined : childNamed(device, 'alias')?.attributes.get('name');
    if (device === undefined || now !== alias) return true;
    context.progress(passed, PATIENCE, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
  return false;
}

export function placeFrom(value: Value | undefined): EditPath | undefined {
  return value === undefined || value === null ? undefined : editPathFrom(value);
}
