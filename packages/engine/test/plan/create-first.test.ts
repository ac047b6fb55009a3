import type { Json } from '@virtform/values';
import { Lab, labConfiguration } from '../support/lab.js';
import { Workbench } from '../support/workbench.js';

const early = { lifecycle: { create_before_destroy: true } };

const chain = (
  suffix: string,
  more: Readonly<Record<string, Json>> = early,
): Readonly<Record<string, Json>> => ({
  base: { name: `base${suffix}` },
  middle: { name: `middle${suffix}`, ref: '${memory_thing.base.uuid}' },
  top: { name: `top${suffix}`, ref: '${memory_thing.middle.uuid}', ...more },
  leaf: { name: `leaf${suffix}`, ref: '${memory_thing.top.uuid}' },
});

const stored = async (bench: Workbench): Promise<unknown> =>
  Object.fromEntries(
    (await bench.state())?.resources.map(({ address, instances }) => [
      address.name,
      instances.map(({ createBeforeDestroy }) => createBeforeDestroy),
    ]) ?? [],
  );

it('what it depends on is made first too, and the state says so', async () => {
  const bench = new Workbench();
  bench.write(chain(''));
  await bench.apply();
  expect(await stored(bench)).toEqual({ base: [true], middle: [true], top: [true], leaf: [false] });
  bench.write(chain('2'));
  const { events, result } = await bench.apply();
  expect(result.diagnostics).toEqual([]);
  const done = events.flatMap((event) =>
    event.event === 'completed' ? [`${event.action} ${event.address.slice(13)}`] : [],
  );
  const inOrder = (...actions: readonly string[]): void =>
    expect(done.filter((action) => actions.includes(action))).toEqual(actions);
  inOrder('create base', 'create middle', 'create top', 'create leaf');
  inOrder('delete leaf', 'delete top', 'delete middle', 'delete base');
  inOrder('create top', 'delete top');
});

it('once nothing asks for it any more, the state forgets it with the next apply', async () => {
  const bench = new Workbench();
  bench.write(chain(''));
  await bench.apply();
  bench.write(chain('', {}));
  await bench.apply();
  expect(await stored(bench)).toEqual({ base: [false], middle: [false], top: [false], leaf: [false] });
});

it('is refused with the plan where the name stays as it is, also of what something else asks it for', async () => {
  const bench = new Workbench();
  const things = { base: { name: 'base' }, top: { name: 'top', ref: '${memory_thing.base.uuid}', ...early } };
  bench.write(things);
  await bench.apply();
  const before = [...bench.host().things.keys()];
  const { diagnostics } = await bench.plan({ replace: ['memory_thing.base', 'memory_thing.top'] });
  expect(diagnostics.slice(0, 2).map(({ summary }) => summary)).toEqual([
    'memory_thing.base cannot be created before the old one is destroyed',
    'memory_thing.top cannot be created before the old one is destroyed',
  ]);
  expect([...bench.host().things.keys()]).toEqual(before);
});

// libvirt has one object of a name; a guest with create_before_destroy asks what it depends on for it too.
test.each(['libvirt_domain.web', 'libvirt_network.net', 'libvirt_pool.p', 'libvirt_volume.root'])(
  '%s is refused with the plan where its name stays as it is',
  async (address) => {
    const lab = new Lab();
    const configuration = JSON.stringify(labConfiguration({}));
    lab.write(
      JSON.parse(
        configuration.replace('"web":{', '"web":{"lifecycle":{"create_before_destroy":true},'),
      ) as Parameters<Lab['write']>[0],
    );
    const { result } = await lab.apply();
    expect(result.diagnostics).toEqual([]);
    const { diagnostics } = await lab.plan({ replace: [address] });
    expect(diagnostics.map(({ summary }) => summary)).toContain(
      `${address} cannot be created before the old one is destroyed`,
    );
  },
);
