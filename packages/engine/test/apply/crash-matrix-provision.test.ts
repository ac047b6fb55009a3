import type { Json } from '@virtform/values';
import { actionsOf, Workbench } from '../support/workbench.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

// Provisioners run programs while the object that they are for is there already: a process killed meanwhile leaves one that nobody
// knows to be finished, and the next apply makes it anew. What ssh needed is gone then.

/** Every effect in the full run; every third otherwise, which reaches each kind of effect. */
const STRIDE = process.env.VIRTFORM_TEST === 'full' ? 1 : 3;

type Things = Readonly<Record<string, Json>>;

const local = (command: string, more: object = {}): Json => ({ 'local-exec': { command, ...more } });
const connection = { host: '10.0.0.1', private_key: 'PRIVATE KEY-----', password: 'geheim' };
const provisioned: Things = {
  a: {
    name: 'one',
    provisioner: [
      local('first ${self.uuid}'),
      { 'remote-exec': { inline: ['second'] } },
      { file: { content: 'third', destination: '/x' } },
    ],
    connection,
  },
  b: { name: 'two', ref: '${memory_thing.a.label}', provisioner: [local('of two')] },
};
const leaving = (name: string): Json => ({
  name,
  provisioner: [local('bye ${self.name}', { when: 'destroy' })],
});
const farewell: Things = { a: leaving('one') };

const CASES: readonly (readonly [string, Things, Things, readonly string[]])[] = [
  ['create', {}, provisioned, ['first', 'of two']],
  ['replace', { a: { name: 'old' } }, provisioned, ['first', 'of two']],
  ['destroy', farewell, {}, []],
  ['replace with a farewell', farewell, { a: leaving('uno') }, ['bye']],
];

async function picture(bench: Workbench): Promise<unknown> {
  const state = await bench.state();
  return {
    things: [...bench.host().things.values()]
      .map(({ name, attributes, started }) => ({ name, attributes, started }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
    state: state?.resources.map(({ address, instances }) => ({
      name: address.name,
      instances: instances.map(({ tainted, deposed, bookkeeping }) => ({
        tainted,
        deposed,
        intent: bookkeeping?.intent,
        wanted: bookkeeping?.wanted,
      })),
    })),
  };
}

async function prepared(before: Things): Promise<Workbench> {
  const bench = new Workbench();
  bench.write(before);
  await bench.apply();
  return bench;
}

/** How often a command was run to its end. */
function timesOf(bench: Workbench, word: string): number {
  return bench.programs.ran.filter(({ args }) => args.some((argument) => argument.startsWith(word))).length;
}

test.each(CASES)('%s: killed at any effect, the next apply converges', async (_, before, after, words) => {
  const start = await prepared(before);
  start.write(after);
  const smooth = start.fork(2);
  expect((await smooth.apply()).result.diagnostics).toEqual([]);
  const expected = await picture(smooth);
  expect(words.map((word) => timesOf(smooth, word))).toEqual(words.map(() => 1));
  let index = 0;
  for (; ; index += STRIDE) {
    const bench = start.fork(index + 3);
    if (!(await bench.applyUntil(index))) break;
    const { result } = await bench.apply();
    const seen = { index, diagnostics: result.diagnostics, picture: await picture(bench) };
    expect(seen).toEqual({ index, diagnostics: [], picture: expected });
    const left = actionsOf(await bench.plan()).filter((action) => !action.startsWith('no-op'));
    const ran = words.map((word) => timesOf(bench, word) > 0);
    const secrets = bench.disk.paths().filter((path) => path.includes('/ssh-'));
    expect({ index, left, ran, secrets }).toEqual({
      index,
      left: [],
      ran: words.map(() => true),
      secrets: [],
    });
  }
  expect(index).toBeGreaterThan(10);
});
