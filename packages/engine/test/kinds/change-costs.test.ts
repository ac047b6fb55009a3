import { attributesOf, changeCosts, meansNothing, walk } from '@virtform/schema';
import type {
  AttributeCosts,
  Attributes,
  ChangeCost,
  ChangeEvent,
  Impact,
  ListAttribute,
  ScalarAttribute,
  Walked,
} from '@virtform/schema';
import type { Json, JsonObject } from '@virtform/values';
import { compareSteps } from '../../src/apply/compare-steps.js';
import type { OpenHostView } from '../../src/kinds/host-view.js';
import type { Identity, Kind, Proposal } from '../../src/kinds/kind.js';
import { domainKind } from '../../src/kinds/domain/index.js';
import { fileKinds } from '../../src/kinds/file/index.js';
import { networkKind } from '../../src/kinds/network/index.js';
import { poolKind } from '../../src/kinds/pool/index.js';
import { volumeKind } from '../../src/kinds/volume/index.js';
import { LAB_NETWORK, LAB_POOL, labHost, LINEAGE, WEB } from './lab-host.js';

// What the schema tells people about the cost of a change is held against what the kinds plan for it, attribute by attribute.

interface Subject {
  readonly kind: Kind<OpenHostView>;
  readonly identity: Identity;
  readonly base: JsonObject;
}

const SUBJECTS: readonly Subject[] = [
  {
    kind: domainKind,
    identity: { uuid: WEB, name: 'web' },
    base: { name: 'web', type: 'qemu', vcpu: 4, memory: 65536, running: true },
  },
  { kind: networkKind, identity: { uuid: LAB_NETWORK, name: 'lab' }, base: { name: 'lab' } },
  { kind: poolKind, identity: { uuid: LAB_POOL, name: 'lab' }, base: { name: 'lab', type: 'dir' } },
  {
    kind: volumeKind,
    identity: { pool: 'lab', poolUuid: LAB_POOL, name: 'd.qcow2' },
    base: { name: 'd.qcow2', pool: 'lab', capacity: 65536, target: { path: '/var/lib/libvirt/lab/d.qcow2' } },
  },
  ...fileKinds.map((kind) => ({
    kind,
    identity: { name: 'it', path: '/srv/it' },
    base: { name: 'it', user_data: '', meta_data: '', content: '' },
  })),
];

/** A guest that runs is not renamed: the plan is refused. */
const REFUSED = 'change libvirt_domain.name';

const HOST = labHost();

/**
 * What a kind plans for an object that runs, is stored and was applied as `before`, and is wanted as `after`.
 *
 * @param restart whether it may be started anew, or was stopped for that already
 */
function plan(
  { kind, identity }: Subject,
  before: JsonObject,
  after: JsonObject,
  restart: 'no' | 'asked for' | 'half done' = 'no',
): Proposal {
  const side =
    restart === 'half done'
      ? { stored: { ...before, running: false }, running: undefined }
      : { stored: before, running: before };
  const mark = { lineage: LINEAGE, address: `${kind.type}.it` };
  return kind.propose(
    {
      address: mark.address,
      applied: { attributes: before, identity, wanted: before, tainted: false, intent: false },
      actual: { identity, ...side, mark },
      wanted: after,
      sensitive: [],
      identity,
      mark,
      allowDataLoss: true,
      restart: restart !== 'no',
      ...(restart === 'half done' ? { isStopped: true } : {}),
    },
    HOST,
  );
}

/** A copy of an object with a value at a path of the schema; lists on the way have one element. */
function withValue(object: JsonObject, shape: Attributes, path: readonly string[], value: Json): JsonObject {
  const [name, ...rest] = path;
  const attribute = name === undefined ? undefined : shape[name];
  if (name === undefined || attribute === undefined) throw new Error(`there is no ${path.join('.')}`);
  const inner = attributesOf(attribute);
  if (rest.length === 0 || inner === undefined) return { ...object, [name]: value };
  const [there] = [object[name] ?? {}].flat();
  const below = withValue(isJsonObject(there) ? there : {}, inner, rest, value);
  return { ...object, [name]: attribute.kind === 'list' ? [below] : below };
}

/** What attributes count beside, by how their path begins. */
const COMPANY: readonly (readonly [begins: string, beside: readonly string[], says: Json])[] = [
  ['devices.memorydevs.target.label', ['devices', 'memorydevs', 'model'], 'nvdimm'],
  ['devices.inputs.source.passthrough', ['devices', 'inputs', 'type'], 'passthrough'],
  ['devices.inputs.source.ev_dev', ['devices', 'inputs', 'type'], 'evdev'],
  ['devices.filesystems.binary', ['devices', 'filesystems', 'driver', 'type'], 'virtiofs'],
];
const TCP = { tcp: { mode: 'connect', host: 'it', service: '1' } };

/** With what an attribute counts beside: a PCI address says nothing without a slot, nor a protocol without a connection. */
function withCompany(base: JsonObject, shape: Attributes, path: readonly string[]): JsonObject {
  const company = COMPANY.find(([begins]) => path.join('.').startsWith(begins));
  if (company !== undefined) return withValue(base, shape, company[1], company[2]);
  if (path.join('.').endsWith('.protocol.type')) {
    const end = path.includes('smartcards') ? 'passthrough' : 'source';
    return withValue(base, shape, [...path.slice(0, -2), end], TCP);
  }
  const at = path.findIndex((name, index) => name === 'pci' && path[index - 1] === 'address');
  if (at < 0 || at === path.length - 1 || path[at + 1] === 'slot') return base;
  return withValue(base, shape, [...path.slice(0, at + 1), 'slot'], 3);
}

/** A copy of an object without the value at a path; what it stood in stays. */
function withoutValue(object: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  if (rest.length === 0) return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
  const there = object[name];
  const [first] = [there ?? {}].flat();
  const below = withoutValue(isJsonObject(first) ? first : {}, rest);
  return { ...object, [name]: Array.isArray(there) ? [below] : below };
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two values of an attribute that mean different things. */
function valuesOf({ type, form, enumeration = [], range, syntax }: ScalarAttribute): readonly [Json, Json] {
  if (form.as === 'inner-xml') return ['<a xmlns="urn:a"/>', '<b xmlns="urn:b"/>'];
  if (type === 'bool') return [false, true];
  if (type === 'number') return range?.min === undefined ? [1, 2] : [range.min + 1, range.min + 2];
  const [one, other] = enumeration;
  if (one !== undefined && other !== undefined) return [other, one];
  return (syntax === undefined ? undefined : TEXTS[syntax]) ?? ['one', 'two'];
}

const TEXTS: Readonly<Record<string, readonly [string, string]>> = {
  uuid: [WEB, LAB_POOL],
  mac: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
  ip: ['10.0.0.1', '10.0.0.2'],
  ipv4: ['10.0.0.1', '10.0.0.2'],
  'cpu-set': ['1', '2'],
  'octal-mode': ['0600', '0644'],
};

/** An element of a list that says something. */
function elementOf({ element, identity, drops }: ListAttribute): Json {
  if (element === 'string') return 'one';
  // What libvirt drops where it bears its name alone has to say more.
  const names = drops === true ? identity.flat() : [];
  const said = firstScalar(
    Object.fromEntries(Object.entries(element).filter(([name]) => !names.includes(name))),
  );
  if (said === undefined) throw new Error('a list whose elements say nothing');
  return withValue({}, element, said.path, valuesOf(said.attribute)[0]);
}

function firstScalar(
  shape: Attributes,
): { readonly path: readonly string[]; readonly attribute: ScalarAttribute } | undefined {
  for (const [name, attribute] of Object.entries(shape)) {
    if (attribute.presence === 'read-only' || attribute.refused !== undefined) continue;
    if (attribute.runtime === true || attribute.idle !== undefined) continue;
    if (attribute.kind === 'scalar') return { path: [name], attribute };
    const inner = attributesOf(attribute);
    const found = inner === undefined ? undefined : firstScalar(inner);
    if (found !== undefined) return { ...found, path: [name, ...found.path] };
  }
  return undefined;
}

interface Trial {
  readonly event: ChangeEvent;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** What the schema tells. */
  readonly costs: readonly ChangeCost[];
}

/** The changes that can be made at an attribute. */
function trialsAt({ base, kind }: Subject, { path, attribute }: Walked): readonly Trial[] {
  const costs = changeCosts(kind.schema, path);
  const whole = withCompany(base, kind.schema.attributes, path);
  const set = (value: Json): JsonObject => withValue(whole, kind.schema.attributes, path, value);
  if (costs === undefined || attribute.meaning?.as === 'unit-of') return [];
  // What counts beside something else alone is no change without it.
  if (typeof attribute.idle === 'object') return [];
  if (attribute.kind === 'list') {
    const [none, one] = [set([]), set([elementOf(attribute)])];
    const { add, remove } = costs.of === 'list' ? costs : { add: told(costs), remove: told(costs) };
    return [
      { event: 'add', before: none, after: one, costs: add },
      { event: 'remove', before: one, after: none, costs: remove },
    ];
  }
  if (attribute.kind !== 'scalar') return [];
  // What libvirt pays no heed to in this object costs nothing there.
  if (attribute.idle !== undefined) return [];
  const [before, after] = valuesOf(attribute);
  return [
    { event: 'change', before: set(before), after: set(after), costs: told(costs) },
    ...(attribute.presence === 'required' || STAYS.has(`${kind.type}.${path.join('.')}`)
      ? []
      : [takenOut(set, path, attribute, told(costs))]),
  ];
}

/** A setting that is said and then no longer: it goes back to what libvirt takes without it. */
function takenOut(
  set: (value: Json) => JsonObject,
  path: readonly string[],
  attribute: ScalarAttribute,
  costs: readonly ChangeCost[],
): Trial {
  const said = valuesOf(attribute).findLast((value) => !meansNothing(attribute, value)) ?? true;
  return { event: 'remove', before: set(said), after: withoutValue(set(said), path), costs };
}

/** What means nothing taken out: elements are no others for want of what they are known by. */
const STAYS = new Set([
  'libvirt_domain.running',
  'libvirt_volume.capacity',
  ...[
    ...['vcpus.vcpu.id', 'throttle_groups.throttle_groups.group_name', 'sec_label.model', 'cpu.numa.cell.id'],
    ...['os.firmware_info.features.name', 'cpu_tune.cache_tune.vcpus', 'cpu.features.name'],
    ...[
      'disks.target.dev',
      'channels.target.virt_io.name',
      'serials.target.port',
      'parallels.target.port',
      'channels.target.xen.name',
    ].map((name) => `devices.${name}`),
  ].map((name) => `libvirt_domain.${name}`),
  ...['routes.address', 'port_groups.name', 'ips.address', 'forward.interfaces.dev'].map(
    (name) => `libvirt_network.${name}`,
  ),
]);

/** Everything that a change may cost. */
function told(costs: AttributeCosts): readonly ChangeCost[] {
  switch (costs.of) {
    case 'value':
    case 'list':
      return costs.change;
    case 'identity':
      return [...(costs.unless?.change ?? []), ...costs.add, ...costs.remove];
  }
}

describe.each(SUBJECTS.map((subject) => [subject.kind.type, subject] as const))('%s', (type, subject) => {
  test('is planned at the costs that the schema tells, attribute by attribute', () => {
    const trials = walk(subject.kind.schema).flatMap((walked) =>
      trialsAt(subject, walked).map((trial) => ({ ...trial, name: `${type}.${walked.path.join('.')}` })),
    );
    const others = trials.flatMap(({ event, name, before, after, costs }) => {
      const what = `${event} ${name}`;
      const planned = plan(subject, before, after).changes.map(({ impact }) => impact);
      if (planned.length === 0) return what === REFUSED ? [] : [`${what}: planned nothing`];
      const expected = costs.map(({ impact }) => impact);
      const other = planned.find((impact) => !expected.includes(impact));
      return other === undefined ? [] : [`${what}: told ${expected.join(' or ')}, planned ${other}`];
    });
    expect(others).toEqual([]);
    expect(trials.length).toBeGreaterThan(0);
  });
});

test('a guest that was stopped to start anew has done to it what was planned while it ran, attribute by attribute', () => {
  const [subject] = SUBJECTS;
  if (subject === undefined) throw new Error('no guest');
  const trials = walk(subject.kind.schema).flatMap((walked) =>
    trialsAt(subject, walked).map((trial) => ({ ...trial, name: walked.path.join('.') })),
  );
  const restarts = trials.flatMap(({ event, name, before, after }) => {
    const { steps, stop } = plan(subject, before, after, 'asked for');
    if (stop?.restarts !== true) return [];
    const rest = plan(subject, before, after, 'half done').steps;
    const comparison = compareSteps(steps.slice(stop.steps), rest, false);
    return [comparison.same ? undefined : `${event} ${name}: ${comparison.difference}`];
  });
  expect(restarts.filter((other) => other !== undefined)).toEqual([]);
  expect(restarts.length).toBeGreaterThan(500);
});

const disk = (bus: string, device = 'disk', file = '/a'): JsonObject => ({
  devices: { disks: [{ device, target: { dev: 'sdz', bus }, source: { file: { file } } }] },
});
const noDisk: JsonObject = { devices: { disks: [] } };

test.each<[what: string, path: string, before: JsonObject, after: JsonObject, impact: Impact]>([
  ['vCPUs up', 'vcpu_current', { vcpu_current: 2 }, { vcpu_current: 3 }, 'live'],
  ['vCPUs down', 'vcpu_current', { vcpu_current: 2 }, { vcpu_current: 1 }, 'next-boot'],
  ['the balloon, within', 'current_memory', { current_memory: 4096 }, { current_memory: 2048 }, 'live'],
  ['the balloon, beyond', 'current_memory', { current_memory: 4096 }, { current_memory: 99999 }, 'next-boot'],
  ['a virtio disk that comes', 'devices.disks', noDisk, disk('virtio'), 'live'],
  ['a SATA disk that comes', 'devices.disks', noDisk, disk('sata'), 'next-boot'],
  ['a virtio disk that goes', 'devices.disks', disk('virtio'), noDisk, 'live'],
  ['a SATA disk that goes', 'devices.disks', disk('sata'), noDisk, 'next-boot'],
  ['a medium', 'devices.disks.source', disk('scsi', 'cdrom'), disk('scsi', 'cdrom', '/b'), 'live'],
  ['an image', 'devices.disks.source', disk('scsi'), disk('scsi', 'disk', '/b'), 'next-boot'],
])('where it depends, both are planned: %s', (_what, path, before, after, impact) => {
  const [subject] = SUBJECTS;
  if (subject === undefined) throw new Error('no guest');
  const { base, kind } = subject;
  const { changes } = plan(subject, { ...base, ...before }, { ...base, ...after });
  expect(changes.map((change) => change.impact)).toContain(impact);
  const costs = changeCosts(kind.schema, path.split('.'));
  const all = costs?.of === 'list' ? [...costs.add, ...costs.remove] : costs === undefined ? [] : told(costs);
  expect(all.map((cost) => cost.impact)).toContain(impact);
});
