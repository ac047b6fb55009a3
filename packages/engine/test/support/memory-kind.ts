import { LibvirtError, type Caller } from '@virtform/libvirt';
import type { ResourceSchema } from '@virtform/schema';
import { equalValues, isObject, SetValue, UNKNOWN, type Diagnostic, type Value } from '@virtform/values';
import type {
  Actual,
  AttributeChange,
  Attributes,
  Identity,
  Kind,
  OwnershipMark,
  Proposal,
  Step,
} from '../../src/kinds/kind.js';
import type { DataKind } from '../../src/kinds/data-kind.js';
import type { HostSource } from '../../src/kinds/sources.js';
import type { HostProvider } from '../../src/kinds/provider.js';
import { identityText } from '../../src/kinds/kind.js';
import { DataError } from '../../src/kinds/data-kind.js';

/** One object of a host that lives in memory. */
export interface Thing {
  readonly uuid: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly started: boolean;
  readonly mark: OwnershipMark | undefined;
}

/** What is told of every call, before it acts and after; it may throw. */
export type CallHook = (name: string, when: 'before' | 'after') => void | Promise<void>;

/** A host that keeps things: names are unique, and a thing is defined first and started then. */
export class MemoryHost implements Caller {
  readonly things = new Map<string, Thing>();
  readonly calls: string[] = [];
  hook: CallHook = () => undefined;
  closed = 0;

  constructor(readonly uri: string) {}

  async act<T>(name: string, change: () => T): Promise<T> {
    await this.hook(name, 'before');
    this.calls.push(name);
    const result = change();
    await this.hook(name, 'after');
    return result;
  }

  call(): never {
    throw new Error('a memory host has no procedures');
  }
  upload(): never {
    throw new Error('a memory host has no procedures');
  }
  download(): never {
    throw new Error('a memory host has no procedures');
  }
  converse(): never {
    throw new Error('a memory host has no procedures');
  }
  events(): never {
    throw new Error('a memory host has no procedures');
  }
  async close(): Promise<void> {
    this.closed += 1;
  }
}

/** The host view: a copy of what was there when it was read. */
type View = Map<string, Thing>;

const scalar = (
  type: 'string' | 'number',
  presence: 'required' | 'optional' | 'read-only',
): ResourceSchema['attributes'][string] => ({
  kind: 'scalar',
  type,
  form: { as: 'plain' },
  at: undefined,
  when: [],
  description: `A ${type}.`,
  presence,
});

const schema: ResourceSchema = {
  type: 'memory_thing',
  kind: 'resource',
  description: 'A thing.',
  root: undefined,
  computed: ['uuid', 'label'],
  attributes: {
    name: scalar('string', 'required'),
    size: scalar('number', 'optional'),
    note: scalar('string', 'optional'),
    ref: scalar('string', 'optional'),
    secret: { ...scalar('string', 'optional'), sensitive: true },
    uuid: scalar('string', 'read-only'),
    label: scalar('string', 'read-only'),
  },
};

/** Attributes that a program sets and that can be changed in place; the name forces a replacement. */
const CHANGEABLE = ['size', 'note', 'ref', 'secret'] as const;

/** A kind whose objects are a name and a few values. It is made in two steps, so that it can stop half-way. */
export const memoryKind: Kind<View> = {
  type: 'memory_thing',
  schema,
  identify: (wanted, uuid) => ({
    uuid,
    ...(typeof wanted.name === 'string' ? { name: wanted.name } : {}),
  }),
  locate: ({ uuid, name }, view) => {
    const said = typeof name === 'string' ? name : '';
    const known = typeof uuid === 'string' ? uuid : thingMeant(view, said)?.uuid;
    return known === undefined ? undefined : { uuid: known, name: said };
  },
  read: (view, identity) => actualOf(view.get(identityText(identity, 'uuid') ?? '')),
  import(view, id) {
    const actual = actualOf(thingMeant(view, id));
    return actual === undefined
      ? undefined
      : { actual, attributes: memoryKind.toState(actual, actual.stored ?? {}) };
  },
  validate: (wanted): readonly Diagnostic[] =>
    wanted.size === 13 ? [{ severity: 'error', summary: 'size 13 brings bad luck', path: ['size'] }] : [],
  propose,
  judgeIntent: ({ mark }, actual) => {
    if (actual === undefined) return 'absent';
    if (actual.mark?.lineage !== mark.lineage || actual.mark.address !== mark.address) return 'foreign';
    return actual.stored?.note === 'untrustworthy' ? 'recreate' : 'complete';
  },
  toState: (actual, wanted) => ({
    ...Object.fromEntries(
      Object.keys(wanted)
        .map((name): [string, Value] => [name, actual.stored?.[name] ?? null])
        .filter(([, value]) => value !== null),
    ),
    uuid: identityText(actual.identity, 'uuid') ?? '',
    label: `label of ${identityText(actual.identity, 'name') ?? ''}`,
  }),
  async execute(step, { host, identity, mark, wanted }) {
    if (!(host instanceof MemoryHost)) throw new Error('not a memory host');
    const uuid = identityText(identity, 'uuid') ?? '';
    const name = identityText(identity, 'name') ?? '';
    const present = (): Thing => {
      const thing = host.things.get(uuid);
      if (thing === undefined) throw new LibvirtError(`no thing ${name}`, { fault: 'host', code: 42 });
      return thing;
    };
    await host.act(`${step.effect} ${name}`, () => {
      switch (step.effect) {
        case 'define':
          if ([...host.things.values()].some((thing) => thing.name === name))
            throw new LibvirtError(`there is a thing ${name}`, { fault: 'host', code: 9 });
          host.things.set(uuid, { uuid, name, mark, started: false, attributes: { ...wanted } });
          break;
        case 'start':
          host.things.set(uuid, { ...present(), started: true });
          break;
        case 'set':
          host.things.set(uuid, { ...present(), attributes: { ...present().attributes, ...wanted } });
          break;
        default:
          present();
          host.things.delete(uuid);
      }
    });
  },
};

function thingMeant(view: View, id: string): Thing | undefined {
  return [...view.values()].find(({ uuid, name }) => uuid === id || name === id);
}

function actualOf(thing: Thing | undefined): Actual | undefined {
  if (thing === undefined) return undefined;
  const { uuid, name, attributes, started, mark } = thing;
  return { identity: { uuid, name }, stored: attributes, running: started ? attributes : undefined, mark };
}

function propose(request: Parameters<Kind<View>['propose']>[0], view: View): Proposal {
  const { wanted, actual, applied, identity, replaces } = request;
  const nothing = { changes: [], waiting: [], drift: [], diagnostics: [] };
  if (wanted === undefined) {
    const steps =
      actual === undefined
        ? []
        : [step('remove', {}, { impact: actual.running === undefined ? 'none' : 'destroy', data: 'lost' })];
    return { ...nothing, action: 'delete', planned: undefined, steps };
  }
  const planned = { ...wanted, uuid: identityText(identity, 'uuid') ?? UNKNOWN, label: UNKNOWN };
  if (actual === undefined) {
    const taken = [...view.values()].find(
      ({ name, uuid }) =>
        name === wanted.name &&
        uuid !== (replaces === undefined ? undefined : identityText(replaces, 'uuid')),
    );
    const diagnostics: readonly Diagnostic[] =
      taken === undefined
        ? []
        : [{ severity: 'error', summary: `the name ${taken.name} belongs to somebody else` }];
    return {
      ...nothing,
      action: 'create',
      planned,
      steps: [step('define', { wanted }), step('start', {})],
      diagnostics,
    };
  }
  if (actual.identity.name !== wanted.name) {
    const change: AttributeChange = {
      path: ['name'],
      before: actual.identity.name ?? null,
      after: wanted.name,
      impact: 'replace',
      forcesReplacement: true,
    };
    return { ...nothing, action: 'replace', planned, steps: [], changes: [change] };
  }
  const changes = CHANGEABLE.filter(
    (name) =>
      !equalValues(wanted[name], actual.stored?.[name]) &&
      (wanted[name] !== undefined || applied?.wanted?.[name] !== undefined),
  ).map((name): AttributeChange => ({
    path: [name],
    before: actual.stored?.[name],
    after: wanted[name],
    impact: 'live',
  }));
  const drift = CHANGEABLE.filter(
    (name) => !equalValues(applied?.attributes[name], actual.stored?.[name]) && applied?.intent === false,
  ).map((name): AttributeChange => ({
    path: [name],
    before: applied?.attributes[name],
    after: actual.stored?.[name],
    impact: 'none',
  }));
  const edits = Object.fromEntries(changes.map(({ path, after }) => [String(path[0]), after ?? null]));
  const steps = [
    ...(changes.length === 0 ? [] : [step('set', edits, { impact: 'live' })]),
    ...(actual.running === undefined ? [step('start', {})] : []),
  ];
  const after = {
    ...wanted,
    uuid: identityText(identity, 'uuid') ?? UNKNOWN,
    label: `label of ${identityText(identity, 'name') ?? ''}`,
  };
  return {
    ...nothing,
    action: steps.length === 0 ? 'no-op' : 'update',
    planned: after,
    steps,
    changes,
    drift,
  };
}

function step(effect: string, args: Step['args'], more: Partial<Step> = {}): Step {
  return {
    effect,
    args,
    precondition: { object: effect === 'define' ? 'absent' : 'present' },
    calls: [[effect]],
    completion: { when: 'reply' },
    timeout: 60_000,
    impact: 'none',
    data: 'kept',
    why: '',
    ...more,
  };
}

const lookupSchema: ResourceSchema = {
  type: 'memory_lookup',
  kind: 'data',
  description: 'What a host has.',
  root: undefined,
  computed: ['id', 'size', 'names'],
  attributes: {
    name: scalar('string', 'required'),
    note: scalar('string', 'optional'),
    id: scalar('string', 'read-only'),
    size: scalar('number', 'read-only'),
    names: {
      kind: 'list',
      element: 'string',
      identity: [],
      alike: [],
      initially: [],
      at: undefined,
      when: [],
      description: 'All names.',
      presence: 'read-only',
      unordered: true,
    },
  },
};

/** A data source: a thing by its name, and the names of all. */
export const memoryLookup: DataKind<HostSource> = {
  type: 'memory_lookup',
  schema: lookupSchema,
  async read({ name: said, note }, source) {
    const name = typeof said === 'string' ? said : '';
    const host = await (note === 'inspect' ? source.inspect() : source.read());
    if (!(host instanceof MemoryHost)) throw new Error('not a memory host');
    const things = await host.act(`look up ${name}`, () => [...host.things.values()]);
    const found = things.find((thing) => thing.name === name);
    if (found === undefined) throw new DataError(`there is no thing ${name}`, 'Make one.');
    const { uuid, attributes } = found;
    const names = new SetValue(things.map((thing) => thing.name).sort());
    return {
      attributes: { id: uuid, ...(attributes.size === undefined ? {} : { size: attributes.size }), names },
      diagnostics:
        note === 'warn' ? [{ severity: 'warning', summary: 'less was found than was asked for' }] : [],
    };
  },
};

/** A provider with the kind `memory_thing` and the data source `memory_lookup`; its block says which host is meant. */
export const memoryProvider: HostProvider<View> = {
  objects: 'on-hosts',
  name: 'memory',
  source: 'registry.terraform.io/test/memory',
  schema: { ...schema, type: 'memory', kind: 'provider', attributes: { uri: scalar('string', 'optional') } },
  kinds: new Map([['memory_thing', memoryKind]]),
  dataKinds: new Map([['memory_lookup', memoryLookup]]),
  hostUri: ({ uri }) => (typeof uri === 'string' ? uri : 'memory:///one'),
  readHost: async (host) => {
    if (!(host instanceof MemoryHost)) throw new Error('not a memory host');
    return host.act('read host', () => new Map(host.things));
  },
  reread: async (view, host, _type, identity: Identity) => {
    if (!(host instanceof MemoryHost)) throw new Error('not a memory host');
    const uuid = identityText(identity, 'uuid') ?? '';
    const thing = await host.act('reread', () => host.things.get(uuid));
    if (thing === undefined) view.delete(uuid);
    else view.set(uuid, thing);
  },
  count: (view) => view.size,
};

/** Whether a value is an object, for reading what a test looks into. */
export function fieldsOf(value: Value | undefined): Attributes {
  return isObject(value) ? value : {};
}
