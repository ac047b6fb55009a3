import type { Json } from '@virtform/values';
import { formatAddress } from '../../src/address.js';
import type { StateResource } from '../../src/state/state.js';
import { actionsOf, Workbench } from '../support/workbench.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

const thing = (name: string, more: Readonly<Record<string, Json>> = {}): Json => ({ name, ...more });

type Things = Readonly<Record<string, Json>>;

const net = {
  c: thing('three', { size: 1 }),
  b: thing('two', { ref: '${memory_thing.c.label}' }),
  a: thing('one', { ref: '${memory_thing.b.label}' }),
};
const early = { lifecycle: { create_before_destroy: true } };

const CASES: readonly (readonly [string, Things, Things, boolean])[] = [
  ['create all', {}, net, false],
  ['change one, create another', { c: thing('three') }, { ...net }, false],
  ['replace in the middle', net, { ...net, b: thing('zwei', { ref: '${memory_thing.c.label}' }) }, false],
  [
    'replace, the new one first',
    { a: thing('one', early) },
    { a: thing('uno', early), b: thing('two', { ref: '${memory_thing.a.label}' }) },
    false,
  ],
  ['replace what keeps its name', net, net, true],
  ['destroy all', net, {}, false],
  [
    'read in the middle',
    { c: thing('three', { size: 1 }) },
    { c: thing('three', { size: 2 }), a: thing('one', { size: '${data.memory_lookup.c.size}' }) },
    false,
  ],
];

/** A data source that waits for what it looks at, in the case that has one. */
const LOOKUP = {
  data: { memory_lookup: { c: { name: 'three', depends_on: ['memory_thing.c'] } } },
  output: { size: { value: '${data.memory_lookup.c.size}' } },
};

function byAddress({ address: left }: StateResource, { address: right }: StateResource): number {
  return formatAddress(left) < formatAddress(right) ? -1 : 1;
}

/** Objects by name, and what the state says; UUIDs are left out: those of another plan are others. */
async function picture(bench: Workbench): Promise<unknown> {
  const state = await bench.state();
  return {
    things: [...bench.host().things.values()]
      .map(({ name, attributes, started, mark }) => ({ name, attributes, started, mark: mark?.address }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
    outputs: state?.outputs,
    state: [...(state?.resources ?? [])].sort(byAddress).map(({ address, instances }) => ({
      name: formatAddress(address),
      instances: instances.map(({ tainted, deposed, attributes, bookkeeping }) => ({
        tainted,
        deposed,
        name: attributes.name,
        ref: attributes.ref,
        size: attributes.size,
        intent: bookkeeping?.intent,
        wanted: bookkeeping?.wanted,
      })),
    })),
  };
}

const failing = (label: string): Json => ({
  postcondition: { condition: `\${self.label == "${label}"}`, error_message: 'Not that label.' },
});

test('a postcondition that fails: killed at any effect, once it is mended the next apply converges', async () => {
  const things = (label: string): Things => ({
    c: thing('three'),
    b: thing('two', { ref: '${memory_thing.c.label}', lifecycle: failing(label) }),
    a: thing('one', { ref: '${memory_thing.b.label}' }),
  });
  const start = await prepared({});
  const smooth = start.fork(2);
  smooth.write(things('label of two'));
  await smooth.apply();
  const expected = await picture(smooth);
  let index = 0;
  for (; ; index += 1) {
    const bench = start.fork(index + 3);
    bench.write(things('another'));
    const killed = await bench.applyUntil(index);
    expect([...bench.host().things.values()].map(({ name }) => name)).not.toContain('one');
    bench.write(things('label of two'));
    const { result } = await bench.apply();
    const seen = { index, diagnostics: result.diagnostics, picture: await picture(bench) };
    expect(seen).toEqual({ index, diagnostics: [], picture: expected });
    if (!killed) break;
  }
  expect(index).toBeGreaterThan(10);
});

function configure(bench: Workbench, things: Things, reads: boolean): void {
  bench.write(things, reads ? LOOKUP : {});
}

async function prepared(before: Things, reads = false): Promise<Workbench> {
  const bench = new Workbench();
  configure(bench, before, reads);
  await bench.apply();
  return bench;
}

test.each(CASES)(
  '%s: killed at any effect, the next apply converges',
  async (name, before, after, replaces) => {
    const reads = name.startsWith('read');
    const replace = replaces ? ['memory_thing.a'] : [];
    const start = await prepared(before, reads);
    configure(start, after, reads);
    const smooth = start.fork(2);
    await smooth.apply({ replace });
    const expected = await picture(smooth);
    let index = 0;
    for (; ; index += 1) {
      const bench = start.fork(index + 3);
      if (!(await bench.applyUntil(index, { replace }))) break;
      const { result } = await bench.apply();
      const seen = { index, diagnostics: result.diagnostics, picture: await picture(bench) };
      expect(seen).toEqual({ index, diagnostics: [], picture: expected });
      const left = actionsOf(await bench.plan()).filter(
        (action) => !action.startsWith('no-op') && !action.startsWith('read'),
      );
      expect({ index, left }).toEqual({ index, left: [] });
    }
    expect(index).toBeGreaterThan(10);
  },
);

/** Something that a person made: nobody's in a state, and not to be lost by any crash. */
function madeByHand(bench: Workbench): void {
  bench.host().things.set('byhand', {
    uuid: 'byhand',
    name: 'byhand',
    attributes: { name: 'byhand', size: 1, note: 'of a person' },
    started: true,
    mark: undefined,
  });
}

test('a move, an import and a removal at once: killed at any effect, the next apply converges', async () => {
  const before = { a: thing('one', { size: 1 }), gone: thing('kept'), c: thing('three') };
  const after = {
    b: thing('one', { size: 2 }),
    taken: thing('byhand', { size: 3, ref: '${memory_thing.b.label}' }),
    c: thing('drei'),
  };
  const blocks = {
    moved: { from: 'memory_thing.a', to: 'memory_thing.b' },
    import: { to: 'memory_thing.taken', id: 'byhand' },
    removed: { from: 'memory_thing.gone', lifecycle: { destroy: false } },
  };
  const start = await prepared(before);
  madeByHand(start);
  start.write(after, blocks);
  const smooth = start.fork(2);
  await smooth.apply();
  const expected = await picture(smooth);
  expect([...smooth.host().things.values()].map(({ name }) => name).sort()).toEqual([
    'byhand',
    'drei',
    'kept',
    'one',
  ]);
  let index = 0;
  for (; ; index += 1) {
    const bench = start.fork(index + 3);
    if (!(await bench.applyUntil(index))) break;
    const { result } = await bench.apply();
    const seen = { index, diagnostics: result.diagnostics, picture: await picture(bench) };
    expect(seen).toEqual({ index, diagnostics: [], picture: expected });
    const left = actionsOf(await bench.plan()).filter((action) => !action.startsWith('no-op'));
    expect({ index, left }).toEqual({ index, left: [] });
  }
  expect(index).toBeGreaterThan(10);
});
