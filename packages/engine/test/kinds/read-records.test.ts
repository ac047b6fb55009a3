import { DomainPausedReason, DomainState, libvirt, type Libvirt, type StoragePool } from '@virtform/libvirt';
import { haltOf, readStore } from '../../src/kinds/read-records.js';
import { createSimulation } from '../../src/effects/simulated/simulation.js';

const URI = 'qemu:///system';
const ACTIVE = { persistent: true, active: true, autostart: false };

/** A host with one pool that runs. */
async function hostWithPool(): Promise<{ readonly host: Libvirt; readonly lab: StoragePool }> {
  const { effects } = createSimulation(1).live();
  const host = libvirt(await effects.hosts.connect(URI, 'change'));
  const xml = `<pool type='dir'><name>lab</name><target><path>/var/lib/lab</path></target></pool>`;
  const lab = await host.pools.defineXml(xml);
  await host.pools.build(lab);
  await host.pools.create(lab);
  return { host, lab };
}

/** The same host, on which somebody does something once the pool's volumes are asked for. */
function meanwhile(host: Libvirt, happens: () => Promise<void>): Libvirt {
  const volumes: Libvirt['pools']['volumes'] = async (...args) => {
    await happens();
    return host.pools.volumes(...args);
  };
  return { ...host, pools: { ...host.pools, volumes } };
}

test('a pool that is stopped while it is read is read as one that is not active', async () => {
  const { host, lab } = await hostWithPool();
  const store = await readStore(
    meanwhile(host, () => host.pools.destroy(lab)),
    lab,
    ACTIVE,
  );
  expect(store.record).toMatchObject({ name: 'lab', active: false, running: undefined });
  expect(store.record.stored).toBeDefined();
  expect(store.volumes).toEqual([]);
});

test('what else goes wrong is not taken for that', async () => {
  const { host, lab } = await hostWithPool();
  const failing = meanwhile(host, () => Promise.reject(new Error('the cable')));
  await expect(readStore(failing, lab, ACTIVE)).rejects.toThrow('the cable');
});

const { PAUSED, CRASHED, RUNNING } = DomainState;

test.each<[what: string, state: number, reason: number, halted: string | undefined]>([
  ['runs', RUNNING, 1, undefined],
  ['was paused by somebody', PAUSED, DomainPausedReason.USER, 'paused'],
  ['was paused by an error', PAUSED, DomainPausedReason.IOERROR, 'paused'],
  ['is being started', PAUSED, DomainPausedReason.STARTING_UP, undefined],
  ['is being saved', PAUSED, DomainPausedReason.SAVE, undefined],
  ['is being moved', PAUSED, DomainPausedReason.MIGRATION, undefined],
  ['crashed, and is paused', PAUSED, DomainPausedReason.CRASHED, 'crashed'],
  ['crashed, and is kept', CRASHED, 1, 'crashed'],
])('why a guest stands still that %s', async (_what, state, reason, halted) => {
  const { effects } = createSimulation(1).live();
  const { domains } = libvirt(await effects.hosts.connect(URI, 'change'));
  const told = { ...domains, state: () => Promise.resolve({ state, reason }) };
  expect(await haltOf(told, { uuid: '', name: 'web', id: 1 })).toBe(halted);
});
