import { createGate } from '../../src/effects/simulated/gate.js';
import { isIntent } from '../../src/state/intents.js';
import { Workbench } from '../support/workbench.js';

// What was made is saved at once, however much is done at the same time: no save is put off, and one that is under way is the only
// one that another waits for. So nothing is unsaved for longer than two saves take, which is far below a second on any disk. What was
// destroyed may wait for a tenth of a second more, while there is something else to be done.

/** ms that the disk takes for each of the writes that a save consists of. */
const WRITE = 200;
const STATE = '/work/terraform.tfstate';

test('what was finished is saved by the save that follows the one under way, which many share', async () => {
  const bench = new Workbench();
  const names = Array.from({ length: 30 }, (_, index) => `thing-${index}`);
  bench.write(Object.fromEntries(names.map((name) => [name, { name }])));
  const finished = new Map<string, number>();
  const saved = new Map<string, number>();
  let saves = 0;
  const gate = createGate(async (_, effect) => {
    if (effect === `sync ${STATE}`) await bench.clock.sleep(WRITE);
    // The sidecar goes once the state is whole in its place.
    if (effect !== 'remove /work/.terraform.tfstate.sidecar done') return;
    saves += 1;
    const state = await bench.state();
    for (const { address, instances } of state?.resources ?? []) {
      if (instances.every((instance) => isIntent(instance)) || saved.has(address.name)) continue;
      saved.set(address.name, saves);
    }
  });
  bench.host().hook = async (what, when) => {
    const [effect, name] = what.split(' ');
    if (effect !== 'start' || name === undefined) return;
    // They end at moments of their own.
    if (when === 'before') await bench.clock.sleep((names.indexOf(name) * 137) % 900);
    else finished.set(name, saves);
  };
  const result = await bench.within('apply', async (run) => run.apply(await run.plan({})), gate);
  expect(result.added).toBe(names.length);
  const late = names.filter((name) => (saved.get(name) ?? Infinity) - (finished.get(name) ?? 0) > 2);
  expect(late).toEqual([]);
  expect(saves).toBeLessThan(names.length);
});

test('what was destroyed is saved within a second, on a disk that is slow', async () => {
  const bench = new Workbench();
  const names = Array.from({ length: 30 }, (_, index) => `thing-${index}`);
  bench.write(Object.fromEntries(names.map((name) => [name, { name }])));
  await bench.apply();
  const gone = new Map<string, number>();
  const delays: number[] = [];
  const gate = createGate(async (_, effect) => {
    if (effect === `sync ${STATE}`) await bench.clock.sleep(WRITE);
    if (effect !== 'remove /work/.terraform.tfstate.sidecar done') return;
    const kept = new Set((await bench.state())?.resources.map(({ address }) => address.name));
    for (const [name, since] of gone) {
      if (kept.has(name)) continue;
      delays.push(bench.clock.now() - since);
      gone.delete(name);
    }
  });
  bench.host().hook = async (what, when) => {
    const [effect, name] = what.split(' ');
    if (effect !== 'remove' || name === undefined) return;
    if (when === 'before') await bench.clock.sleep((names.indexOf(name) * 137) % 900);
    else gone.set(name, bench.clock.now());
  };
  const result = await bench.within(
    'apply',
    async (run) => run.apply(await run.plan({ destroy: true })),
    gate,
  );
  expect(result.destroyed).toBe(names.length);
  expect(delays).toHaveLength(names.length);
  expect(Math.max(...delays)).toBeLessThan(1000);
});

/** ms that one step takes, while all others are over at once. */
const LONG = 60_000;

test.each<[string, boolean]>([
  ['made', false],
  ['destroyed', true],
])('what was %s is on the disk within a second, while another step takes a minute', async (_, destroy) => {
  const bench = new Workbench();
  const names = ['long', 'first', 'second', 'third'];
  // One after the other. What is made waits until that before it is saved; what goes does not, and is saved together.
  bench.write(
    Object.fromEntries(
      names.map((name, index) => [
        name,
        { name, ...(index < 2 ? {} : { ref: `\${memory_thing.${names[index - 1] ?? ''}.label}` }) },
      ]),
    ),
  );
  if (destroy) await bench.apply();
  const finished = new Map<string, number>();
  const order: string[] = [];
  const last = destroy ? 'remove' : 'start';
  const gate = createGate(async (_index, effect) => {
    if (effect === `sync ${STATE}`) await bench.clock.sleep(WRITE);
    if (effect !== 'remove /work/.terraform.tfstate.sidecar done') return;
    const resources = (await bench.state())?.resources ?? [];
    for (const [name, since] of finished) {
      const there = resources.find(({ address }) => address.name === name)?.instances ?? [];
      if (destroy ? there.length > 0 : there.length === 0 || there.some(isIntent)) continue;
      order.push(`${name} saved${bench.clock.now() - since <= 1000 ? '' : ' late'}`);
      finished.delete(name);
    }
  });
  bench.host().hook = async (what, when) => {
    const [effect, name = ''] = what.split(' ');
    if (effect !== last) return;
    if (when === 'before' && name === 'long') await bench.clock.sleep(LONG);
    if (when === 'before') return;
    finished.set(name, bench.clock.now());
    order.push(`${name} done`);
  };
  await bench.within('apply', async (run) => run.apply(await run.plan({ destroy })), gate);
  const inTurn = (others: readonly string[]): readonly string[] =>
    others.flatMap((name) => [`${name} done`, `${name} saved`]);
  const gone = ['third', 'second', 'first'];
  const others = destroy
    ? [...gone.map((name) => `${name} done`), ...gone.map((name) => `${name} saved`)]
    : inTurn(['first', 'second', 'third']);
  expect(order).toEqual([...others, ...inTurn(['long'])]);
});
