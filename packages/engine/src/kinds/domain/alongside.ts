import type { EditPath } from '@virtform/schema';
import { isObject, type Value } from '@virtform/values';
import { attributeAt, elementsAt, numberAt, textAt } from '../shared/attributes.js';
import type { editArgs } from '../shared/edits.js';
import type { JudgedChange } from '../shared/judge.js';
import type { LineContext } from '../shared/lines.js';
import { patternOf } from '../shared/rules.js';
import { filledAlongside } from './filled-by.js';
import type { DomainRule } from './rules.js';

/** What has to go along with changes that the definition would contradict otherwise. */
export function alongside(
  changes: readonly JudgedChange<DomainRule>[],
  context: LineContext,
): ReturnType<typeof editArgs> {
  return [
    ...capacityAlongside(changes, context),
    ...listenersAlongside(changes),
    ...secretsAlongside(changes),
    ...consolesAlongside(changes, context),
    ...portsAlongside(changes, context),
    ...socketsAlongside(changes, context),
    ...audiosAlongside(changes, context),
    ...bootAlongside(changes, context),
    ...filledAlongside(changes, context),
  ];
}

/** The sizes that libvirt filled in beside those that the program says. */
function capacityAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { actual, wanted }: LineContext,
): ReturnType<typeof editArgs> {
  const touched = (...names: readonly string[]): boolean =>
    changes.some(
      ({ change: { path, stored } }) =>
        stored !== undefined && names.every((name, index) => path[index] === name),
    );
  const edits: { path: string[]; value: Value }[] = [];
  // libvirt filled the balloon's size in from the old maximum; it would hold the guest there.
  const holdsMore = touched('memory') || touched('devices', 'memorydevs');
  if (holdsMore && wanted.current_memory === undefined && actual.current_memory === actual.memory) {
    edits.push({ path: ['current_memory'], value: null });
  }
  // libvirt places the memory where it places the vCPUs, stores that, and then places the vCPUs by it.
  if (
    touched('vcpu_placement') &&
    attributeAt(wanted, ['numa_tune', 'memory']) === undefined &&
    textAt(actual, ['numa_tune', 'memory', 'placement']) === 'auto'
  ) {
    edits.push({ path: ['numa_tune', 'memory'], value: null });
  }
  const cpus = touched('vcpu') || touched('vcpu_current');
  const [most, current] = [numberAt(wanted, ['vcpu']), numberAt(actual, ['vcpu_current'])];
  if (
    cpus &&
    wanted.vcpu_current === undefined &&
    most !== undefined &&
    (current === numberAt(actual, ['vcpu']) || (current ?? 0) > most)
  ) {
    edits.push({ path: ['vcpu_current'], value: null });
  }
  // To have all of them is to have `current` left out; with another maximum it has to be said.
  if (touched('vcpu') && !touched('vcpu_current') && wanted.vcpu_current !== undefined) {
    edits.push({ path: ['vcpu_current'], value: wanted.vcpu_current });
  }
  // libvirt counts the threads that are listed, and the count would stay without the list.
  if (touched('io_thread_i_ds') && wanted.io_thread_i_ds === undefined && wanted.io_threads === undefined)
    edits.push({ path: ['io_threads'], value: null });
  // The list that libvirt keeps once vCPUs were plugged counts them all, and contradicts a new number.
  if (cpus && wanted.vcpus === undefined && actual.vcpus !== undefined)
    edits.push({ path: ['vcpus'], value: null });
  return edits;
}

/**
 * libvirt keeps the address that a display listens at twice, as an attribute and as its first `<listen>`, and refuses a definition
 * in which they differ: virDomainGraphicsListensParseXML. The one that the program says counts; libvirt makes the other from it.
 */
function listenersAlongside(changes: readonly JudgedChange<DomainRule>[]): ReturnType<typeof editArgs> {
  const paths = changes.flatMap(({ change }) => change.stored?.edits.map(({ path }) => path) ?? []);
  const said = new Set(paths.map((path) => JSON.stringify(path)));
  return paths.flatMap((path) => {
    const twin = twinOfListen(path);
    if (twin === undefined || said.has(JSON.stringify(twin))) return [];
    return [{ path: twin.map((step): Value => step), value: null }];
  });
}

function twinOfListen(path: EditPath): EditPath | undefined {
  if (path[1] !== 'graphics') return undefined;
  const at = path.findIndex((step) => step === 'listen' || step === 'listeners');
  if (at < 0) return undefined;
  return [...path.slice(0, at), path[at] === 'listen' ? 'listeners' : 'listen'];
}

const OTHER_NAME: Readonly<Record<string, string>> = { usage: 'uuid', uuid: 'usage' };

/** A secret is known by its usage or by its UUID, and libvirt refuses both: virSecretLookupParseSecret. The one that is said counts. */
function secretsAlongside(changes: readonly JudgedChange<DomainRule>[]): ReturnType<typeof editArgs> {
  const edits = changes.flatMap(({ change }) => change.stored?.edits ?? []);
  return edits.flatMap(({ path, value }) => {
    const [last] = path.slice(-1);
    const other = typeof last === 'string' ? OTHER_NAME[last] : undefined;
    const isSecret = path.at(-2) === 'secret' || path.at(-3) === 'secrets';
    if (!isSecret || other === undefined || value === undefined) return [];
    return [{ path: [...path.slice(0, -1), other].map((step): Value => step), value: null }];
  });
}

/** libvirt makes a console of the first serial port, and that port again of a console that it finds without one (seen). */
function consolesAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { actual, wanted }: LineContext,
): ReturnType<typeof editArgs> {
  const gone = changes
    .map(({ change }) => change)
    .filter(({ path, after, stored }) => path[1] === 'serials' && after === undefined && stored !== undefined)
    .map(({ path }) => path.length);
  const isLast =
    gone.includes(2) || gone.filter((length) => length === 3).length === countAt(actual, 'serials');
  if (gone.length === 0 || !isLast || attributeAt(wanted, ['devices', 'consoles']) !== undefined) return [];
  return elementsAt(actual, ['devices', 'consoles'])
    .flatMap((console) => {
      const port =
        isObject(console) && textAt(console, ['target', 'type']) === 'serial' ? console.target : undefined;
      return port === undefined ? [] : [port];
    })
    .map((target) => ({ path: ['devices', 'consoles', { identity: { target } }], value: null }));
}

function countAt(actual: LineContext['actual'], list: string): number {
  return elementsAt(actual, ['devices', list]).length;
}

/**
 * A display that picks its port itself, or waits nowhere, as libvirt stored where nobody named a port, pays no heed to one that is
 * named.
 */
function portsAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { wanted }: LineContext,
): ReturnType<typeof editArgs> {
  return changes.flatMap(({ change: { path, after, stored } }) => {
    const [edit] = stored?.edits ?? [];
    const isPort = /^devices\.graphics\[\]\.(?:vnc|spice)\.(?:port|tls_port|auto_port)$/.test(
      patternOf(path),
    );
    if (!isPort || edit === undefined) return [];
    const unsaid = (name: string): boolean => attributeAt(wanted, [...path.slice(0, -1), name]) === undefined;
    const filled = [
      ...(unsaid('auto_port') ? ['auto_port'] : []),
      ...(after !== undefined && unsaid('listen') && unsaid('listeners') ? ['listeners'] : []),
    ];
    const others = filled.filter((name) => name !== path.at(-1));
    return others.map((name) => ({
      path: [...edit.path.slice(0, -1), name].map((step): Value => step),
      value: null,
    }));
  });
}

/** What libvirt stores of a display beside a socket or instead of one. */
const BESIDE_SOCKET = ['socket', 'port', 'auto_port', 'web_socket', 'listen', 'listeners'];

/**
 * A VNC display is reached at a socket or at a port. libvirt stores the one that it took, the socket twice, as an attribute and as a
 * `<listen>`, and its schema refuses both kinds at once: what nobody said goes.
 */
function socketsAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { wanted }: LineContext,
): ReturnType<typeof editArgs> {
  return changes.flatMap(({ change: { path, stored } }) => {
    const [edit] = stored?.edits ?? [];
    const isSocket = /^devices\.graphics\[\]\.vnc\.(?:socket|listeners\[\]\.socket\.socket)$/.test(
      patternOf(path),
    );
    if (!isSocket || edit === undefined) return [];
    const [own] = path.slice(4);
    const rivals = BESIDE_SOCKET.filter(
      (name) => name !== own && attributeAt(wanted, [...path.slice(0, 4), name]) === undefined,
    );
    return rivals.map((name) => ({
      path: [...edit.path.slice(0, 4), name].map((step): Value => step),
      value: null,
    }));
  });
}

/** The sound that libvirt sends through a SPICE display by itself: without the display it would refuse it (seen). */
function audiosAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { wanted }: LineContext,
): ReturnType<typeof editArgs> {
  const goes = changes.some(
    ({ change: { path, after, stored } }) =>
      stored !== undefined && path[1] === 'graphics' && path.length <= 4 && after === undefined,
  );
  if (!goes || attributeAt(wanted, ['devices', 'audios']) !== undefined) return [];
  return [{ path: ['devices', 'audios'], value: null }];
}

/**
 * libvirt has a guest boot from its hard disk where nobody said anything, stores that, and then refuses devices with an order of
 * their own: "per-device boot elements cannot be used together with os/boot elements" (seen). What nobody said goes.
 */
function bootAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { actual, wanted }: LineContext,
): ReturnType<typeof editArgs> {
  const isOrder = ({ change }: JudgedChange<DomainRule>): boolean =>
    change.stored !== undefined &&
    (change.path[3] === 'boot' ||
      (change.event === 'add' && attributeAt(wanted, [...change.path, 'boot']) !== undefined));
  const filled = attributeAt(actual, ['os', 'boot_devices']) !== undefined;
  if (!filled || attributeAt(wanted, ['os', 'boot_devices']) !== undefined || !changes.some(isOrder))
    return [];
  return [{ path: ['os', 'boot_devices'], value: null }];
}
