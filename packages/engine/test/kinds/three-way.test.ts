import { domain, network } from '@virtform/schema';
import type { JsonObject } from '@virtform/values';
import type { Applied, Attributes } from '../../src/kinds/kind.js';
import { compareThreeWays } from '../../src/kinds/three-way.js';

const lab = { name: 'lab', domain: { name: 'lab.test' } };

interface Sides {
  readonly applied?: JsonObject;
  /** The state, where our bookkeeping is missing. */
  readonly state?: Attributes;
  readonly stored?: Attributes;
  readonly running?: Attributes;
  readonly wanted: Attributes;
}

function compare({ applied, state, stored, running, wanted }: Sides) {
  const attributes = applied ?? state;
  const last: Applied | undefined =
    attributes === undefined
      ? undefined
      : { attributes, wanted: applied, identity: {}, tainted: false, intent: false };
  const comparison = compareThreeWays(
    network,
    last,
    { identity: {}, stored, running, mark: undefined },
    wanted,
  );
  return {
    changes: comparison.changes.map(({ path, before, after, stored: inStored, running: inRunning }) => [
      path.join('.'),
      before,
      after,
      [inStored === undefined ? [] : ['stored'], inRunning === undefined ? [] : ['running']].flat().join('+'),
    ]),
    drift: comparison.drift.map(({ path, before, after }) => [path.join('.'), before, after]),
  };
}

const filled = { ...lab, bridge: { name: 'virbr0' }, mac: { address: '52:54:00:00:00:01' } };

test.each<[what: string, sides: Sides, changes: readonly unknown[], drift: readonly unknown[]]>([
  [
    'what was filled in is nobody’s business',
    { applied: lab, stored: filled, running: filled, wanted: lab },
    [],
    [],
  ],
  [
    'a change is missing on both sides',
    { applied: lab, stored: filled, running: filled, wanted: { ...lab, domain: { name: 'x' } } },
    [['domain.name', 'lab.test', 'x', 'stored+running']],
    [],
  ],
  [
    'a change that is stored is missing in what runs',
    {
      applied: { ...lab, domain: { name: 'x' } },
      stored: { ...filled, domain: { name: 'x' } },
      running: filled,
      wanted: { ...lab, domain: { name: 'x' } },
    },
    [['domain.name', 'lab.test', 'x', 'running']],
    [],
  ],
  [
    'what was ours and is not wanted any more goes',
    { applied: { ...lab, mtu: { size: 1400 } }, stored: { ...filled, mtu: { size: 1400 } }, wanted: lab },
    [['mtu', { size: 1400 }, undefined, 'stored']],
    [],
  ],
  [
    'what somebody added stays',
    { applied: lab, stored: { ...filled, mtu: { size: 1400 } }, wanted: lab },
    [],
    [],
  ],
  [
    'without bookkeeping nothing goes',
    { state: { ...lab, mtu: { size: 1400 } }, stored: { ...filled, mtu: { size: 1400 } }, wanted: lab },
    [],
    [],
  ],
  [
    'what somebody changed is drift, and wanted back',
    { applied: lab, stored: { ...filled, domain: { name: 'theirs' } }, wanted: lab },
    [['domain.name', 'theirs', 'lab.test', 'stored']],
    [['domain.name', 'lab.test', 'theirs']],
  ],
  [
    'drift that the program has caught up with is no change',
    { applied: lab, stored: { ...filled, domain: { name: 'x' } }, wanted: { ...lab, domain: { name: 'x' } } },
    [],
    [['domain.name', 'lab.test', 'x']],
  ],
])('%s', (_what, sides, changes, drift) => {
  expect(compare(sides)).toEqual({ changes, drift });
});

test('what goes is one change, where libvirt gave it a name only while it runs', () => {
  const dimm = { model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 0 } };
  const named = { ...dimm, alias: { name: 'dimm0' } };
  const wanted = { devices: { memorydevs: [] } };
  const { changes } = compareThreeWays(
    domain,
    {
      attributes: { devices: { memorydevs: [dimm] } },
      wanted: { devices: { memorydevs: [dimm] } },
      identity: {},
      tainted: false,
      intent: false,
    },
    {
      identity: {},
      stored: { devices: { memorydevs: [dimm] } },
      running: { devices: { memorydevs: [named] } },
      mark: undefined,
    },
    wanted,
  );
  expect(changes).toMatchObject([{ event: 'remove', stored: { before: dimm }, running: { before: named } }]);
});
