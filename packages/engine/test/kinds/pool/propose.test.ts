import type { JsonObject } from '@virtform/values';
import { poolKind } from '../../../src/kinds/pool/index.js';
import type { Attributes, Proposal } from '../../../src/kinds/kind.js';
import { ask, LAB_POOL, labHost, type Ask, type LabState } from '../lab-host.js';

const identity = { uuid: LAB_POOL, name: 'lab' };
const lab = { name: 'lab', type: 'dir', target: { path: '/var/lib/libvirt/lab/' } };

function propose(
  wanted: Attributes | undefined,
  question: Partial<Ask> = {},
  state: LabState = {},
): Proposal {
  return ask(poolKind, labHost(state), identity, { applied: lab, ...question, wanted });
}
const effects = ({ steps }: Proposal): readonly string[] => steps.map(({ effect }) => effect);
const made = (wanted: JsonObject): readonly string[] =>
  effects(ask(poolKind, labHost(), { uuid: 'u' }, { wanted }));

test('a slash at the end of a path means nothing', () => {
  expect(propose(lab)).toMatchObject({ action: 'no-op', changes: [], drift: [] });
});

test.each<[what: string, wanted: JsonObject, effects: readonly string[]]>([
  ['a new pool', { ...lab, name: 'new' }, ['define', 'build', 'start', 'set-autostart']],
  [
    'a new pool that is left alone',
    { ...lab, name: 'new', create: { build: false, start: false, autostart: false } },
    ['define'],
  ],
  [
    'a volume group that exists',
    { name: 'vg', type: 'logical', source: { name: 'vg0' } },
    ['define', 'start', 'set-autostart'],
  ],
  [
    'a volume group of its own',
    { name: 'vg', type: 'logical', source: { name: 'vg0', device: [{ path: '/dev/sdb' }] } },
    ['define', 'build', 'start', 'set-autostart'],
  ],
])('%s', (_what, wanted, expected) => {
  expect(made(wanted)).toEqual(expected);
});

test('to build over what is there has to be allowed', () => {
  const wanted = { ...lab, name: 'new', create: { overwrite: true } };
  expect(ask(poolKind, labHost(), { uuid: 'u' }, { wanted }).diagnostics).toMatchObject([
    { summary: 'libvirt_pool.it would be built over what its devices hold' },
  ]);
  const allowed = ask(poolKind, labHost(), { uuid: 'u' }, { wanted, allowDataLoss: true });
  expect(allowed.steps[1]).toMatchObject({ effect: 'build', data: 'lost' });
});

test.each<
  [what: string, wanted: JsonObject | undefined, state: LabState, action: string, effects: readonly string[]]
>([
  [
    'another folder waits for the next start',
    { ...lab, target: { path: '/srv/lab' } },
    {},
    'update',
    ['redefine'],
  ],
  ['an inactive pool is started', lab, { pool: 'inactive' }, 'update', ['start']],
  [
    'one that is not to be started stays down',
    { ...lab, create: { start: false } },
    { pool: 'inactive' },
    'update',
    [],
  ],
  ['how it is destroyed is only noted', { ...lab, destroy: { delete: false } }, {}, 'update', []],
  ['another type is another pool', { ...lab, type: 'fs' }, {}, 'replace', []],
  ['destroyed, its folder goes too', undefined, {}, 'delete', ['stop', 'delete', 'undefine']],
  [
    'an inactive pool is stopped as well, should it be up by then for a volume that goes first',
    undefined,
    { pool: 'inactive' },
    'delete',
    ['stop', 'delete', 'undefine'],
  ],
])('%s', (_what, wanted, state, action, expected) => {
  const proposal = propose(wanted, {}, state);
  expect(proposal.action).toBe(action);
  expect(effects(proposal)).toEqual(expected);
});

test('a folder that is to be kept is kept', () => {
  expect(effects(propose(undefined, { applied: { ...lab, destroy: { delete: false } } }))).toEqual([
    'stop',
    'undefine',
  ]);
});

test('an interrupted create is brought to its end', () => {
  const view = labHost({ pool: 'inactive' });
  const applied = { attributes: lab, identity, wanted: lab, tainted: true, intent: true };
  const proposal = poolKind.propose(
    {
      address: 'libvirt_pool.it',
      applied,
      actual: poolKind.read(view, identity),
      wanted: lab,
      sensitive: [],
      identity,
      mark: { lineage: 'l', address: 'libvirt_pool.it' },
      allowDataLoss: false,
      restart: false,
    },
    view,
  );
  expect(effects(proposal)).toEqual(['build', 'start', 'set-autostart']);
});
