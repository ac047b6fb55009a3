import { formatDiagnostic } from '@virtform/values';
import { writeXml } from '@virtform/schema';
import { Lab, labConfiguration, type LabWish } from '../support/lab.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

// The real kinds on a simulated libvirt: the process is killed before or after every effect that it has on libvirt or the disk,
// found by counting them, and the next apply has to end where an uninterrupted one does.

const full = process.env.VIRTFORM_TEST === 'full';
/** Effects tried in each case of the short run, spread over the whole apply. */
const SAMPLE = 8;

const EMPTY = { resource: {} };
const small: LabWish = { disks: ['root'], image: true };
const grown: LabWish = {
  ...small,
  vcpus: 2,
  memory: 64,
  disks: ['root', 'data'],
  nics: 2,
  hosts: [{ mac: '52:54:00:00:01:00', ip: '10.93.0.10', name: 'web' }],
};

const CASES: readonly (readonly [string, LabWish | undefined, LabWish | undefined])[] = [
  ['create all', undefined, small],
  ['change a running guest and its network', small, grown],
  ['change back', grown, small],
  ['change what waits for the next boot', small, { ...small, machine: 'pc' }],
  ['take the guest away', small, { ...small, guest: false }],
  ['destroy all', grown, undefined],
];

function configure(lab: Lab, wish: LabWish | undefined): void {
  lab.write(wish === undefined ? EMPTY : labConfiguration(wish));
}

async function prepared(before: LabWish | undefined, seed: number): Promise<Lab> {
  const lab = new Lab(seed);
  configure(lab, before);
  if (before !== undefined) await applyCleanly(lab);
  return lab;
}

async function applyCleanly(lab: Lab): Promise<void> {
  const { plan, result } = await lab.apply();
  const found = [...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic);
  expect(found).toEqual([]);
}

/** Everything on the host and in the state, without what each creation makes up anew: UUIDs, ids, MACs, taps. */
function picture(lab: Lab): unknown {
  const { domains, networks, pools } = lab.world;
  const steady = (xml: string): string =>
    xml
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
      .replace(/52:54:00(:[0-9a-f]{2}){3}/g, 'MAC')
      .replace(/(vnet|virbr)\d+/g, '$1N')
      .replace(/ id='\d+'/g, '')
      .replace(/(alias name='net-)[0-9a-f]+/g, '$1');
  const side = (xml: Parameters<typeof writeXml>[0] | undefined): string | undefined =>
    xml === undefined ? undefined : steady(writeXml(xml)).split('\n').sort().join('\n');
  return {
    domains: [...domains.values()].map(({ name, autostart, stored, running }) => ({
      name,
      autostart,
      stored: side(stored),
      running: side(running),
    })),
    networks: [...networks.values()].map(({ name, autostart, stored, running }) => ({
      name,
      autostart,
      stored: side(stored),
      running: side(running),
    })),
    pools: [...pools.values()].map(({ name, autostart, active, stored, volumes }) => ({
      name,
      autostart,
      active,
      stored: side(stored),
      volumes: [...volumes.values()]
        .map((volume) => ({ name: volume.name, capacity: volume.capacity, allocation: volume.allocation }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    })),
    folders: [...lab.world.folders].sort(),
  };
}

async function stateOf(lab: Lab): Promise<unknown> {
  const state = await lab.unit().state();
  return state?.resources
    .map(({ address, instances }) => ({
      address: `${address.type}.${address.name}`,
      instances: instances.map(({ tainted, deposed, bookkeeping }) => ({
        tainted,
        deposed,
        intent: bookkeeping?.intent,
        wanted: bookkeeping?.wanted,
      })),
    }))
    .sort((left, right) => (left.address < right.address ? -1 : 1));
}

/** Applies until the effect with this index and kills the process there; undefined where it ended before, else the effect's name. */
async function killedAt(lab: Lab, index: number): Promise<string | undefined> {
  let name: string | undefined;
  const life = lab.simulation.live((now, effect) => {
    if (now !== index) return;
    name = effect;
    life.gate.kill();
  });
  const finished = lab.apply({}, life);
  await Promise.race([finished, life.gate.killed]);
  lab.simulation.crash();
  return name;
}

async function effectsOf(
  before: LabWish | undefined,
  after: LabWish | undefined,
): Promise<{ readonly lab: Lab; readonly count: number }> {
  const lab = await prepared(before, 1);
  configure(lab, after);
  const life = lab.simulation.live();
  const { result } = await lab.apply({}, life);
  expect(result.diagnostics.map(formatDiagnostic)).toEqual([]);
  return { lab, count: life.gate.count };
}

test.each(CASES)('%s: killed at any effect, the next apply converges', async (_, before, after) => {
  const { lab: smooth, count } = await effectsOf(before, after);
  const expected = { host: picture(smooth), state: await stateOf(smooth) };
  const stride = full ? 1 : Math.max(1, Math.floor(count / SAMPLE));
  for (let index = 0; index < count; index += stride) {
    const lab = await prepared(before, index + 2);
    configure(lab, after);
    const effect = await killedAt(lab, index);
    if (effect === undefined) break;
    const { plan, result } = await lab.apply();
    const found = [...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic);
    expect({ index, effect, found }).toEqual({ index, effect, found: [] });
    expect({ index, effect, host: picture(lab), state: await stateOf(lab) }).toEqual({
      index,
      effect,
      ...expected,
    });
    const again = await lab.plan();
    const left = again.nodes
      .filter((node) => node.node !== 'resource' || node.action !== 'no-op')
      .map(({ address }) => address);
    expect({ index, effect, left }).toEqual({ index, effect, left: [] });
  }
  expect(count).toBeGreaterThan(30);
});
