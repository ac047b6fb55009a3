import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import type { Proposal } from '../../packages/engine/src/kinds/kind.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import { hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp } from '../testbed/app.js';
import { lxcUri, startTestHypervisor } from '../testbed/hypervisor.js';
import { virshNames } from '../testbed/virsh.js';
import {
  card,
  container,
  DEAF,
  eyesOf,
  untilKnown,
  withDevices,
  type Eyes,
} from './domain-containers/container.js';
import { drifts, saysMore } from './domain-containers/drifts.js';
import { live, waits, type Trial } from './domain-containers/trials.js';

// Containers of a real daemon: its driver does less to what runs than that of QEMU does, and what it cannot do is planned to wait.

const BOX = 'libvirt_domain.box';
const program = container('box');
const HOST_DISK = `/dev/${readdirSync('/sys/block').find((name) => /^(?:vd|sd|nvme)/.test(name)) ?? 'vda'}`;

let hypervisor: Hypervisor;
let bench: Workbench;
let eyes: Eyes;

const withCgroups = hasCgroups() ? describe : describe.skip;
if (!hasCgroups()) console.warn('No container runs: this machine has no cgroups v1 mounted.');

withCgroups('a container', () => {
  beforeAll(async () => {
    hypervisor = await startTestHypervisor({ cgroups: true });
    bench = await Workbench.open(lxcUri(hypervisor.uri));
    await bench.apply('libvirt_network.lab', {
      name: 'lab',
      bridge: { name: 'virbr86' },
      ips: [{ address: '10.86.0.1', prefix: 24 }],
    });
    await bench.apply('libvirt_network.other', { name: 'other', bridge: { name: 'virbr87' } });
    await bench.apply(BOX, program);
    eyes = eyesOf(hypervisor, 'box');
    await untilKnown(eyes);
  });
  afterAll(async () => {
    await bench.close();
    await hypervisor.stop();
  });

  test.each(named(live(HOST_DISK)))(
    '%s: while it runs, and back',
    async (_what, { to, planned, look, sees }) => {
      const life = await eyes.life();
      expect(await look(eyes)).not.toMatch(sees);
      expect(plannedIn(await bench.apply(BOX, to(program)))).toEqual(planned);
      expect(await look(eyes)).toMatch(sees);
      await isSettled(to(program));
      await bench.apply(BOX, program);
      expect(await look(eyes)).not.toMatch(sees);
      expect(await eyes.life()).toBe(life);
    },
  );

  test.each(named(waits('/var/lib/libvirt/none.img')))(
    '%s: waits, and nothing is noticed',
    async (_what, { to, planned, look, sees }) => {
      const [life, seen] = [await eyes.life(), await look(eyes)];
      expect(seen).not.toMatch(sees);
      expect(plannedIn(await bench.apply(BOX, to(program)))).toEqual(planned);
      const { waiting } = await bench.propose(BOX, to(program));
      expect(waiting.map(({ path: at }) => at.join('.'))).toEqual(Object.keys(planned));
      await bench.apply(BOX, program);
      expect([await eyes.life(), await look(eyes)]).toEqual([life, seen]);
      await isSettled(program);
    },
  );

  test('what waits is there after the restart that was asked for', async () => {
    // The driver makes a loop device of it, for whose file the kernel keeps 63 characters.
    const image = path.join(hypervisor.scratch, 'd');
    writeFileSync(image, '');
    truncateSync(image, 1 << 20);
    const all = waits(image);
    const life = await eyes.life();
    const wanted = all.reduce((whole, { to }) => to(whole), program);
    await bench.apply(BOX, wanted);
    const { steps } = await bench.apply(BOX, wanted, { restart: true });
    expect(steps.map(({ effect }) => effect)).toEqual(['shutdown', 'start']);
    for (const { look, sees } of all) expect(await look(eyes)).toMatch(sees);
    expect(await eyes.life()).not.toBe(life);
    await isSettled(wanted);
    await bench.apply(BOX, program, { restart: true });
    await isSettled(program);
  });

  test('is left alone after the daemon was started anew', async () => {
    const life = await eyes.life();
    await bench.close();
    await hypervisor.restartDaemon();
    await bench.reopen(lxcUri(hypervisor.uri));
    await isSettled(program);
    expect(await eyes.life()).toBe(life);
  });

  describe('that somebody else changes', () => {
    const wanted = saysMore(program);
    beforeAll(async () => {
      await bench.apply(BOX, wanted);
    });

    test.each(drifts.map((drift) => [drift.by.join(' '), drift] as const))(
      'virsh %s: it is seen, and put back',
      async (_what, { by: [command, ...args], planned, restarts }) => {
        const life = await eyes.life();
        await eyes.virsh(command, ...args);
        expect(plannedIn(await bench.apply(BOX, wanted))).toEqual(planned);
        await isSettled(wanted);
        expect((await eyes.life()) === life).toBe(restarts !== true);
      },
    );
  });

  test('goes off as its first program ends, and keeps what it is', async () => {
    const { steps } = await bench.apply(BOX, { ...program, running: false });
    expect(steps.map(({ effect }) => effect)).toContain('shutdown');
    expect(await eyes.virsh('domstate', '--reason')).toBe('shut off (shutdown)');
  });

  test('has no other name without being made anew, which is told before', async () => {
    const renamed = { ...program, name: 'crate', running: false };
    const { steps, diagnostics } = await bench.propose(BOX, renamed);
    expect({ steps, diagnostics }).toMatchObject({
      steps: [],
      diagnostics: [{ severity: 'error', summary: `${BOX} cannot be renamed`, path: ['name'] }],
    });
    expect(diagnostics[0]?.action).toContain(`-replace=${BOX}`);
  });

  test('goes, with what is asked for a gentle end', async () => {
    const wanted = { ...program, destroy: { graceful: true } };
    await bench.apply(BOX, wanted);
    await bench.apply(BOX, undefined);
    expect(await virshNames(lxcUri(hypervisor.uri), 'list', '--all')).not.toContain('box');
  });

  test('whose first program hears nothing is not ended by force, unless it is to go', async () => {
    const deaf = { ...container('deaf', DEAF), update: { shutdown: { timeout: 4 } } };
    await bench.apply('libvirt_domain.deaf', deaf);
    await expect(bench.apply('libvirt_domain.deaf', { ...deaf, running: false })).rejects.toThrow(
      'it is still running 4 s after it was asked to shut down',
    );
    expect(await virshNames(lxcUri(hypervisor.uri), 'list')).toContain('deaf');
    await bench.apply('libvirt_domain.deaf', undefined);
    expect(await virshNames(lxcUri(hypervisor.uri), 'list', '--all')).not.toContain('deaf');
  });

  test('comes, changes, is taken over, is made anew and goes by the command', async () => {
    const app = configurationApp(hypervisor, 'containers', {});
    const write = (more: JsonObject, others: object = {}): void => {
      const made = withDevices(container('made'), { interfaces: [card('lab', 4)] });
      const libvirt_domain = { made: { ...made, ...more } };
      const provider = { libvirt: { uri: lxcUri(hypervisor.uri) } };
      writeFileSync(
        path.join(app.folder, 'main.tf.json'),
        JSON.stringify({ provider, resource: { libvirt_domain }, ...others }),
      );
    };
    const says = async (text: string, ...words: readonly string[]): Promise<void> => {
      expect(await app.virtform(...words)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining(text),
      });
    };
    write({});
    await says('1 added, 0 changed', 'apply', '-auto-approve');
    await says('No changes.', 'plan', '-detailed-exitcode');
    await says('128 MiB', 'ps');
    const life = await eyesOf(hypervisor, 'made').life();
    write({ title: 'Made', vcpu: 2 });
    await says('next boot: the maximum of vCPUs is fixed while a guest runs', 'apply', '-auto-approve');
    await says('Removed', 'state', 'rm', 'libvirt_domain.made');
    write({ title: 'Made', vcpu: 2 }, { import: [{ to: 'libvirt_domain.made', id: 'made' }] });
    await says('1 imported, 0 added, 0 changed', 'apply', '-auto-approve');
    expect(await eyesOf(hypervisor, 'made').life()).toBe(life);
    write(withDevices(container('anew'), { interfaces: [card('lab', 3)] }));
    await says('1 added, 0 changed, 1 destroyed', 'apply', '-auto-approve', '-replace=libvirt_domain.made');
    const running = await virshNames(lxcUri(hypervisor.uri), 'list');
    expect([running.includes('anew'), running.includes('made')]).toEqual([true, false]);
    await says('1 destroyed', 'destroy', '-auto-approve');
    expect(await virshNames(lxcUri(hypervisor.uri), 'list', '--all')).not.toContain('anew');
  });
});

function named(trials: readonly Trial[]): readonly (readonly [string, Trial])[] {
  return trials.map((trial) => [trial.what, trial]);
}

function plannedIn({ changes }: Proposal): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map(({ path: at, impact }) => [at.join('.'), impact]));
}

/** Nothing is planned, and an apply changes nothing of what is stored or runs. */
async function isSettled(wanted: JsonObject): Promise<void> {
  const dumps = async (): Promise<readonly string[]> => [
    await eyes.virsh('dumpxml', '--inactive'),
    await eyes.virsh('dumpxml'),
  ];
  const before = await dumps();
  expect(await bench.propose(BOX, wanted)).toMatchObject({
    action: 'no-op',
    changes: [],
    drift: [],
    waiting: [],
    diagnostics: [],
  });
  await bench.apply(BOX, wanted);
  expect(await dumps()).toEqual(before);
}
