import { domain, sizeInBytes } from '@virtform/schema';
import type { EditPath } from '@virtform/schema';
import { formatBytes, isBelow, isObject, type Path, type Value, type ValueObject } from '@virtform/values';
import { worseImpact, type Actual, type Attributes, type Impact, type Step } from '../kind.js';
import { attributeAt, flagAt } from '../shared/attributes.js';
import { editArgs } from '../shared/edits.js';
import type { JudgedChange } from '../shared/judge.js';
import { labelOf } from '../shared/element-names.js';
import type { LineContext } from '../shared/lines.js';
import { redact } from '../shared/secrets.js';
import { CALL_TIMEOUT, step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { awaitedInterface, longestWait } from './await-addresses.js';
import { byDevice, type DeviceChanges } from './by-device.js';
import type { DomainEffect } from './effects.js';
import type { DomainRule } from './rules.js';
import { lifecycleStep, statsStep } from './settings.js';
import { sideFlags, sidesOf } from './steps.js';
import { tuneSteps } from './tune.js';
import { ioThreadSteps, limitSteps, pinStep } from './tuning.js';
import { plugOneVcpuStep, plugVcpusStep, unplugVcpusStep } from './vcpus.js';

type Judged = JudgedChange<DomainRule>;
type Maker = (
  name: string,
  changes: readonly Judged[],
  context: LineContext,
  actual: Actual,
) => readonly Step[];

/** The steps that change a running guest, in an order in which what goes makes room for what comes. */
export function liveSteps(
  name: string,
  changes: readonly Judged[],
  context: LineContext,
  actual: Actual,
): readonly Step[] {
  return (Object.keys(MAKERS) as (keyof typeof MAKERS)[]).flatMap((effect) => {
    const its = changes.filter(({ rule }) => rule.effect === effect);
    return its.length === 0 ? [] : MAKERS[effect](name, its, context, actual);
  });
}

/** What is done by calls of its own, step by step; the rest a redefinition or the power cycle takes along. */
type LiveEffect = Exclude<DomainEffect, 'redefine' | 'set-autostart' | 'power' | 'rename' | 'note'>;

const MAKERS: Readonly<Record<LiveEffect, Maker>> = {
  'set-text': (name, changes) => changes.map((judged) => textStep(name, judged)),
  'set-vcpus': (name, changes, context) => changes.map((judged) => plugVcpusStep(name, judged, context)),
  'unplug-vcpus': (name, changes, context) => changes.map((judged) => unplugVcpusStep(name, judged, context)),
  'set-memory': (name, changes, context) => changes.map((judged) => memoryStep(name, judged, context)),
  'detach-device': (name, changes, context, actual) =>
    changes.map((judged) => detachStep(name, judged, context, actual)),
  'update-device': (name, changes, context) => updateDeviceSteps(name, changes, context),
  'attach-device': (name, changes, context) =>
    byDevice(changes).map((device) => attachStep(name, device, context)),
  // A thread that goes is let loose first, and one that comes is pinned once it is there.
  'unpin-cpus': (name, changes, context) => changes.map((judged) => pinStep(name, judged, context)),
  'change-io-threads': (name, changes) => changes.flatMap((judged) => ioThreadSteps(name, judged)),
  'limit-disk': (name, changes, context) => limitSteps(name, changes, context),
  'pin-cpus': (name, changes, context) => changes.map((judged) => pinStep(name, judged, context)),
  tune: (name, changes, context) => tuneSteps(name, changes, context),
  'set-lifecycle': (name, changes) => changes.map((judged) => lifecycleStep(name, judged)),
  'set-stats-period': (name, changes) => changes.map((judged) => statsStep(name, judged)),
  'enable-vcpu': (name, changes, context) => changes.map((judged) => plugOneVcpuStep(name, judged, context)),
};

function textStep(name: string, judged: Judged): Step {
  const [field] = judged.change.path;
  const sides = sidesOf([judged]);
  const text = judged.change.after ?? null;
  const said = typeof text === 'string' ? text : '';
  return step({
    effect: 'set-text',
    args: { field: String(field), text, ...sides },
    calls: [
      [
        'desc',
        ...named('domain', name),
        ...(field === 'title' ? ['--title'] : []),
        ...sideFlags(sides),
        said,
      ],
    ],
    why: `${text === null ? 'take away' : 'set'} the ${String(field)} of ${name}`,
  });
}

function memoryStep(name: string, judged: Judged, { wanted }: LineContext): Step {
  const sides = sidesOf([judged]);
  const kib = kibOf(wanted);
  return step({
    effect: 'set-memory',
    args: { kib: kib === undefined ? (judged.change.after ?? null) : Number(kib), ...sides },
    calls: [
      ['setmem', ...named('domain', name), kib === undefined ? 'SIZE' : String(kib), ...sideFlags(sides)],
    ],
    completion: { when: 'event', event: 'balloon-change', then: 'the guest has followed, or stopped to' },
    impact: judged.impact,
    why: `let the balloon leave ${name} ${kib === undefined ? 'another amount of memory' : formatBytes(kib * 1024n)}`,
  });
}

function kibOf(wanted: Attributes): bigint | undefined {
  const attribute = domain.attributes.current_memory;
  if (attribute?.kind !== 'scalar' || attribute.meaning?.as !== 'size') return undefined;
  const bytes = sizeInBytes(wanted.current_memory, attribute.meaning, wanted);
  return bytes === undefined ? undefined : (bytes + 1023n) / 1024n;
}

function attachStep(name: string, { path, changes }: DeviceChanges<Judged>, context: LineContext): Step {
  const sides = sidesOf(changes);
  const inside = context.sensitive.filter((at) => isBelow(at, path) && at.length > path.length);
  const device = attributeAt(context.wanted, path);
  const { attributes, secrets } = redact(
    isObject(device) ? device : {},
    inside.map((at) => at.slice(path.length)),
  );
  const args = { list: path.slice(0, 2), from: [...path], device: attributes, secrets, ...sides };
  const calls = [['attach-device', ...named('domain', name), 'FILE', ...sideFlags(sides)]];
  const why = `plug ${deviceLabel(context.wanted, path)} into ${name}`;
  const impact = worstOf(changes);
  const isCard =
    sides.live && path[1] === 'interfaces' && flagAt(context.wanted, ['create', 'paused']) !== true;
  const awaited = isCard ? awaitedInterface(device ?? null, Number(path[2])) : [];
  if (awaited.length === 0) return step({ effect: 'attach-device', args, calls, impact, why });
  return step({
    effect: 'attach-device',
    args: { ...args, awaited },
    calls: [...calls, ['domifaddr', ...named('domain', name)]],
    completion: { when: 'event', event: 'device-added', then: 'it has an address' },
    timeout: CALL_TIMEOUT + longestWait(awaited) * 1000,
    impact,
    why: `${why}, and wait until it has an address`,
  });
}

function worstOf(changes: readonly Judged[]): Impact {
  return changes.map(({ impact }) => impact).reduce<Impact>(worseImpact, 'none');
}

function deviceLabel(whole: Attributes, path: Path): string {
  return labelOf(domain.attributes, whole, path) ?? String(path[1] ?? 'device');
}

/** ms that a guest has to let go of a device, over all attempts. */
const DETACH_TIMEOUT = 60_000;

function detachStep(name: string, judged: Judged, context: LineContext, actual: Actual): Step {
  const { change, impact } = judged;
  const sides = sidesOf([judged]);
  const whole = change.stored === undefined ? (actual.running ?? {}) : context.actual;
  const label = deviceLabel(whole, change.path);
  return step({
    effect: 'detach-device',
    args: placesOf(judged, change.path.length),
    calls: [['detach-device', ...named('domain', name), 'FILE', ...sideFlags(sides)]],
    completion: { when: 'event', event: 'device-removed', then: 'the device is out of the running XML' },
    timeout: DETACH_TIMEOUT,
    impact,
    why: `take ${label} out of ${name}`,
  });
}

/** One step for each device: libvirt replaces a device's element as a whole, so that its changes go together. */
function updateDeviceSteps(name: string, changes: readonly Judged[], context: LineContext): readonly Step[] {
  return byDevice(changes).map((device) => updateDeviceStep(name, device, context));
}

function updateDeviceStep(
  name: string,
  { path, changes }: DeviceChanges<Judged>,
  context: LineContext,
): Step {
  const sides = sidesOf(changes);
  const label = deviceLabel(context.wanted, path);
  const sources = { secrets: context.sensitive, applied: undefined };
  const running = changes.flatMap(({ change }) => (change.running === undefined ? [] : [change.running]));
  const stored = changes.flatMap(({ change }) => (change.stored === undefined ? [] : [change.stored]));
  return step({
    effect: 'update-device',
    args: { running: editArgs(running, sources), stored: editArgs(stored, sources) },
    calls: [['update-device', ...named('domain', name), 'FILE', ...sideFlags(sides)]],
    impact: worstOf(changes),
    why: `change ${label} of ${name}`,
  });
}

/** How the device is found on each side: what an edit of it begins with. */
function placesOf({ change }: Judged, depth: number): ValueObject {
  const place = (path: EditPath | undefined): Value =>
    path === undefined ? null : path.slice(0, depth).map((part): Value => part);
  return { running: place(change.running?.edits[0]?.path), stored: place(change.stored?.edits[0]?.path) };
}
