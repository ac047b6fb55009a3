import type { EditPath } from '@virtform/schema';
import type { Value } from '@virtform/values';
import { numberAt } from '../shared/attributes.js';
import type { editArgs } from '../shared/edits.js';
import type { JudgedChange } from '../shared/judge.js';
import type { LineContext } from '../shared/lines.js';
import type { DomainRule } from './rules.js';

/** What has to go along with changes that the definition would contradict otherwise. */
export function alongside(
  changes: readonly JudgedChange<DomainRule>[],
  context: LineContext,
): ReturnType<typeof editArgs> {
  return [...capacityAlongside(changes, context), ...listenersAlongside(changes)];
}

/** The sizes that libvirt filled in beside those that the program says. */
function capacityAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { actual, wanted }: LineContext,
): ReturnType<typeof editArgs> {
  const touched = (name: string): boolean =>
    changes.some(({ change }) => change.path[0] === name && change.stored !== undefined);
  const edits: { path: string[]; value: Value }[] = [];
  // libvirt filled the balloon's size in from the old maximum; it would hold the guest there.
  if (touched('memory') && wanted.current_memory === undefined && actual.current_memory === actual.memory) {
    edits.push({ path: ['current_memory'], value: null });
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
