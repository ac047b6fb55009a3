import { Unknown, type JsonObject } from '@virtform/values';
import { volumeKind } from '../../../src/kinds/volume/index.js';
import type { Attributes, Proposal } from '../../../src/kinds/kind.js';
import { ask, LAB_POOL, labHost, type Ask, type LabState } from '../lab-host.js';

const identity = { pool: 'lab', poolUuid: LAB_POOL, name: 'd.qcow2' };
const base = '/var/lib/libvirt/lab/base.qcow2';
const volume = {
  name: 'd.qcow2',
  pool: 'lab',
  capacity: 128,
  capacity_unit: 'MiB',
  target: { format: { type: 'qcow2' } },
  backing_store: { path: base, format: { type: 'qcow2' } },
};

function propose(
  wanted: Attributes | undefined,
  question: Partial<Ask> = {},
  state: LabState = {},
): Proposal {
  return ask(volumeKind, labHost(state), identity, { applied: volume, ...question, wanted });
}
const effects = ({ steps }: Proposal): readonly string[] => steps.map(({ effect }) => effect);

test('sizes are compared in bytes', () => {
  expect(propose(volume)).toMatchObject({ action: 'no-op', changes: [], drift: [] });
});

test('a disk of a running guest is grown by its guest, one that nobody uses by its pool', () => {
  const grown = { ...volume, capacity: 1, capacity_unit: 'GiB' };
  expect(propose(grown)).toMatchObject({
    changes: [{ before: '128 MiB', after: '1 GiB', impact: 'live' }],
    steps: [{ effect: 'resize', calls: [['blockresize', 'web', 'vda', '1073741824B']], data: 'kept' }],
  });
  expect(propose(grown, {}, { guest: 'off' })).toMatchObject({
    changes: [{ impact: 'none' }],
    steps: [{ effect: 'resize' }],
  });
});

test('it is cut only where that is allowed', () => {
  const cut = { ...volume, capacity: 64 };
  expect(propose(cut)).toMatchObject({
    steps: [],
    diagnostics: [{ summary: 'libvirt_volume.it would be cut from 128 MiB to 64 MiB' }],
  });
  expect(propose(cut, { allowDataLoss: true }, { guest: 'off' })).toMatchObject({
    steps: [{ effect: 'resize', args: { shrink: true }, data: 'lost' }],
  });
});

test.each<[what: string, wanted: JsonObject, action: string]>([
  ['a name', { ...volume, name: 'e.qcow2' }, 'replace'],
  ['a pool', { ...volume, pool: 'other' }, 'replace'],
  ['content', { ...volume, create: { content: { url: '/x' } } }, 'replace'],
])('%s is changed by another volume', (_what, wanted, action) => {
  expect(propose(wanted).action).toBe(action);
});

test('no detail is worth the content', () => {
  const wanted = { ...volume, target: { format: { type: 'raw' } } };
  expect(propose(wanted)).toMatchObject({
    action: 'no-op',
    steps: [],
    diagnostics: [
      { summary: 'libvirt_volume.it would lose its content', path: ['target', 'format', 'type'] },
    ],
  });
  expect(propose(wanted, { allowDataLoss: true }).action).toBe('replace');
});

test('what lies behind an inactive pool is not gone', () => {
  const proposal = propose(volume, {}, { pool: 'inactive' });
  expect(proposal).toMatchObject({ action: 'no-op', planned: { path: '/var/lib/libvirt/lab/d.qcow2' } });
  // Whether the pool may be started for it is for the plan to say, which knows what becomes of the pool.
  expect(propose(undefined, {}, { pool: 'inactive' })).toMatchObject({
    action: 'delete',
    steps: [
      {
        effect: 'delete',
        calls: [
          ['pool-start', 'lab'],
          ['vol-delete', 'd.qcow2', '--pool', 'lab'],
        ],
      },
    ],
    diagnostics: [],
  });
});

test('a program that changes meanwhile is held against what was applied: the pool is started before the volume is looked at', () => {
  const grown = propose({ ...volume, capacity: 256 }, {}, { pool: 'inactive' });
  expect(grown).toMatchObject({
    action: 'update',
    changes: [{ path: ['capacity'] }],
    steps: [{ effect: 'resize', args: { bytes: 268435456, shrink: false } }],
  });
});

test('a guest that runs has its disk behind an inactive pool as well', () => {
  const state = { ...volume, path: '/var/lib/libvirt/lab/d.qcow2' };
  const question = { wanted: { ...volume, capacity: 256 }, applied: state };
  expect(ask(volumeKind, labHost({ pool: 'inactive' }), identity, question)).toMatchObject({
    changes: [{ path: ['capacity'], impact: 'live' }],
    steps: [{ effect: 'resize', calls: [['blockresize', 'web', 'vda', '268435456B']] }],
  });
});

test('without our bookkeeping the capacity beside content is what the content made of it', () => {
  const wanted = {
    name: 'd.qcow2',
    pool: 'lab',
    capacity: 1,
    capacity_unit: 'GiB',
    create: { content: { url: '/x' } },
  };
  expect(ask(volumeKind, labHost(), identity, { state: wanted, wanted }).action).toBe('no-op');
});

test('a volume with content is made, filled, and grown to what is asked for', () => {
  const wanted = { name: 'new', pool: 'lab', capacity: 1_000, create: { content: { url: 'image.raw' } } };
  const proposal = ask(volumeKind, labHost(), { pool: 'lab', name: 'new' }, { wanted });
  expect(effects(proposal)).toEqual(['create', 'upload', 'resize']);
  expect(proposal.planned).toMatchObject({ capacity: 1_000, path: new Unknown('string') });
});

test.each(['active', 'inactive'] as const)('a guest holds its disk in a pool that is %s', (pool) => {
  const stranger = { mark: { lineage: 'another', address: 'libvirt_volume.it' } };
  expect(propose(undefined, stranger, { pool }).diagnostics).toMatchObject([
    { summary: 'volume lab/d.qcow2 is in use by guest web (running), disk vda' },
  ]);
  expect(effects(propose(undefined, {}, { pool }))).toEqual(['delete']);
  const holders = volumeKind.holders?.(labHost({ pool }), () => false)(identity);
  expect(holders).toMatchObject([{ type: 'libvirt_domain', label: 'disk vda' }]);
});

test.each([
  ['nothing', undefined, volume, 'absent'],
  ['an empty volume as it was wanted', labHost(), volume, 'complete'],
  ['another volume', labHost(), { ...volume, capacity: 1 }, 'foreign'],
  [
    'a volume that may be half full',
    labHost(),
    { ...volume, create: { content: { url: '/x' } } },
    'recreate',
  ],
] as const)('an intent finds %s', (_what, view, wanted, verdict) => {
  const actual = view === undefined ? undefined : volumeKind.read(view, identity);
  expect(volumeKind.judgeIntent({ identity, mark: { lineage: 'l', address: 'a' }, wanted }, actual)).toBe(
    verdict,
  );
});
