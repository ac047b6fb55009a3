import { libvirt } from '@virtform/libvirt';
import type { JsonObject } from '@virtform/values';
import { formatDiagnostic } from '@virtform/values';
import { Lab } from '../support/lab.js';

const pool = { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } };
const volume = (name: string, more: JsonObject = {}): JsonObject => ({
  name: `${name}.raw`,
  pool: 'pool',
  capacity: 1024,
  depends_on: ['libvirt_pool.p'],
  ...more,
});
const program = (resource: JsonObject): JsonObject => ({ resource });
const WHOLE = program({ libvirt_pool: pool, libvirt_volume: { a: volume('a'), b: volume('b') } });

/** A pool with two volumes that somebody stopped. */
async function stopped(): Promise<Lab> {
  const lab = new Lab();
  lab.write(WHOLE);
  await lab.apply();
  const host = await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change');
  const { pools } = libvirt(host);
  await pools.destroy(await pools.lookupByName('pool'));
  return lab;
}

test('volumes of a stopped pool that goes as well: it is started for them, and nothing is left', async () => {
  const lab = await stopped();
  const { plan, result } = await lab.apply({ destroy: true });
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  expect(result).toMatchObject({ destroyed: 3 });
  expect(lab.world.pools.size).toBe(0);
});

test('a volume that goes while its pool stays: the plan starts the pool, and deletes the volume behind that', async () => {
  const lab = await stopped();
  lab.write(program({ libvirt_pool: pool, libvirt_volume: { a: volume('a') } }));
  const { plan, result } = await lab.apply();
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  const [left] = [...lab.world.pools.values()];
  expect(left).toMatchObject({ active: true });
  expect([...(left?.volumes.values() ?? [])].map(({ name }) => name)).toEqual(['a.raw']);
});

test('a pool that is not of this state is not started: the error says what to type', async () => {
  const lab = await stopped();
  await lab.within(async (run) => run.apply(await run.plan({ refreshOnly: true })));
  lab.write({
    resource: { libvirt_volume: { a: volume('a', { depends_on: [] }) } },
    removed: { from: 'libvirt_pool.p', lifecycle: { destroy: false } },
  });
  const plan = await lab.plan();
  const said = plan.diagnostics.map(formatDiagnostic).join('\n');
  expect(said).toContain('libvirt_volume.b cannot be destroyed: pool pool is not active');
  expect(said).toContain('virsh pool-start pool');
  expect([...lab.world.pools.values()]).toMatchObject([{ active: false }]);
});

test('one that does not start says so, and how to give its volumes up', async () => {
  const lab = await stopped();
  lab.world.folders.delete('/var/lib/lab');
  const { result } = await lab.apply({ destroy: true });
  const said = result.diagnostics.map(formatDiagnostic).join('\n');
  expect(said).toContain('its pool pool is not active, and does not start');
  expect(said).toContain('virtform state rm');
});
