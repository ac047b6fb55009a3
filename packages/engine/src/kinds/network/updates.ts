import { matchesPart, network } from '@virtform/schema';
import type { Attribute, Attributes as Shape, EditPath, EditStep } from '@virtform/schema';
import { isObject, type Path, type ValueObject } from '@virtform/values';
import { worseImpact, type Actual, type Attributes, type Impact, type Step } from '../kind.js';
import { attributeAt, elementsAt, withoutAttribute } from '../shared/attributes.js';
import type { JudgedChange } from '../shared/judge.js';
import { labelOf } from '../shared/element-names.js';
import type { LineContext } from '../shared/lines.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { MODIFIABLE, type NetworkCommand, type NetworkRule, type NetworkSection } from './rules.js';

/** One element of a list that virNetworkUpdate can reach. */
interface ElementUpdate {
  readonly section: NetworkSection;
  readonly command: NetworkCommand;
  /** Where the list stands: `['ips', 0, 'dhcp', 'hosts']`. */
  readonly list: Path;
  /** The number of the `<ip>` in which it stands; -1 where it stands in none. */
  readonly parent: number;
  readonly element: ValueObject;
  /** What stands there now, where it is modified. */
  readonly before: ValueObject | undefined;
  readonly live: boolean;
  readonly stored: boolean;
  readonly impact: Impact;
  readonly label: string;
}

/** One step for each element that comes, goes or changes. Those that go are first: a host's new entry may take its address. */
export function updateSteps(
  name: string,
  changes: readonly JudgedChange<NetworkRule>[],
  context: LineContext,
  actual: Actual,
): readonly Step[] {
  const updates = gather(changes, context, actual).flatMap((update): readonly ElementUpdate[] =>
    update.command !== 'modify' || MODIFIABLE.has(update.section) ? [update] : asTwo(update),
  );
  const order: readonly NetworkCommand[] = ['delete', 'modify', 'add-last'];
  return order.flatMap((command) =>
    updates.filter((update) => update.command === command).map((update) => updateStep(name, update)),
  );
}

/** Where libvirt cannot modify in place, the old element goes and the new one comes. */
function asTwo(update: ElementUpdate): readonly ElementUpdate[] {
  const old =
    update.before === undefined ? [] : [{ ...update, command: 'delete', element: update.before } as const];
  return [...old, { ...update, command: 'add-last' }];
}

function gather(
  changes: readonly JudgedChange<NetworkRule>[],
  context: LineContext,
  actual: Actual,
): readonly ElementUpdate[] {
  const found = new Map<string, ElementUpdate>();
  for (const { change, rule, impact } of changes) {
    if (rule.section === undefined) continue;
    const at = pathUpTo(change.path, rule.path.split('[]').length - 1);
    const side = change.stored === undefined ? (actual.running ?? {}) : context.actual;
    // What comes or goes inside of an element (a name of a DNS host) changes the element, which is there and stays.
    const event = change.path.length > at.length ? 'change' : change.event;
    const whole = event === 'remove' ? side : context.wanted;
    const element = attributeAt(whole, at);
    if (!isObject(element)) continue;
    const command = COMMAND_OF[event];
    const key = JSON.stringify([command, at]);
    const earlier = found.get(key);
    const edit = (change.stored ?? change.running)?.edits[0]?.path ?? [];
    const before =
      command === 'modify' ? elementBefore(side, at.slice(0, -1), edit[at.length - 1]) : undefined;
    const name = change.path[at.length];
    const dropped =
      change.after === undefined && typeof name === 'string' && element[name] === undefined ? [name] : [];
    // A modified element is sent as a whole: what the program does not mention stays as it is.
    const base = earlier?.element ?? (before === undefined ? element : { ...before, ...element });
    found.set(key, {
      section: rule.section,
      command,
      list: at.slice(0, -1),
      parent: parentOf(edit, context.actual),
      element: dropped.reduce<ValueObject>(withoutAttributeNamed, base),
      before,
      live: change.running !== undefined || earlier?.live === true,
      stored: change.stored !== undefined || earlier?.stored === true,
      impact: worseImpact(impact, earlier?.impact ?? 'none'),
      label: labelOf(network.attributes, whole, at) ?? rule.section,
    });
  }
  return [...found.values()];
}

const COMMAND_OF = { add: 'add-last', remove: 'delete', change: 'modify' } as const;

function withoutAttributeNamed(attributes: ValueObject, name: string): ValueObject {
  return withoutAttribute(attributes, [name]);
}

/** The element that an edit leads to, as it is now. */
function elementBefore(side: Attributes, list: Path, at: EditStep | undefined): ValueObject | undefined {
  const items = elementsAt(side, list);
  const shape = shapeAt(network.attributes, list);
  const item =
    typeof at === 'number'
      ? items[at]
      : items.find(
          (other) =>
            typeof at === 'object' &&
            shape !== undefined &&
            isObject(other) &&
            matchesPart(shape, at.identity, other),
        );
  return isObject(item) ? item : undefined;
}

/** The path up to its n-th index. */
function pathUpTo(path: Path, indexes: number): Path {
  let left = indexes;
  for (const [position, part] of path.entries()) {
    if (typeof part === 'number' && (left -= 1) === 0) return path.slice(0, position + 1);
  }
  return path;
}

/** libvirt counts the `<ip>` elements; an edit knows them by their address. */
function parentOf(edit: EditPath, actual: Attributes): number {
  if (edit[0] !== 'ips') return -1;
  const at: EditStep | undefined = edit[1];
  if (typeof at === 'number') return at;
  if (typeof at !== 'object') return -1;
  const ips = network.attributes.ips;
  if (ips?.kind !== 'list' || ips.element === 'string') return -1;
  const shape = ips.element;
  return elementsAt(actual, ['ips']).findIndex((ip) => isObject(ip) && matchesPart(shape, at.identity, ip));
}

function updateStep(name: string, update: ElementUpdate): Step {
  const { section, command, list, parent, element, live, stored, impact, label } = update;
  const sides = [...(live ? ['--live'] : []), ...(stored ? ['--config'] : [])];
  const index = parent < 0 ? [] : ['--parent-index', String(parent)];
  return step({
    effect: 'update',
    args: { section, command, list: [...list], parent, element, live, stored },
    calls: [['net-update', ...named('network', name), command, section, 'XML', ...index, ...sides]],
    impact,
    why: `${VERBS[command]} ${label} in network ${name}`,
  });
}

const VERBS: Readonly<Record<NetworkCommand, string>> = {
  'add-last': 'add',
  delete: 'remove',
  modify: 'change',
};

/** The attributes of a list's elements. */
export function shapeAt(shape: Shape, list: Path): Shape | undefined {
  let at = shape;
  for (const name of list) {
    if (typeof name === 'number') continue;
    const attribute: Attribute | undefined = at[name];
    if (attribute?.kind === 'object') at = attribute.attributes;
    else if (attribute?.kind === 'list' && attribute.element !== 'string') at = attribute.element;
    else return undefined;
  }
  return at;
}

/** The XML name of a list's elements: `host` for `ips[].dhcp.hosts`. */
export function listAt(list: Path): string | undefined {
  const name = list.at(-1);
  const attribute =
    typeof name === 'string' ? shapeAt(network.attributes, list.slice(0, -1))?.[name] : undefined;
  return attribute?.at?.path.at(-1)?.name;
}
