import type { JsonObject } from '@virtform/values';
import { domain, changeTable, costsAt, rowsOf, type ChangeCost } from '@virtform/schema';
import { Workbench } from '../../../packages/engine/test/kinds/workbench.js';
import type { Proposal } from '../../../packages/engine/src/kinds/kind.js';
import { textAt } from '../../../packages/engine/src/kinds/shared/attributes.js';
import { patternOf } from '../../../packages/engine/src/kinds/shared/rules.js';
import { startTestHypervisor } from '../../testbed/hypervisor.js';
import { untilTrue } from '../../testbed/time.js';
import { baseProgram, type Machine } from './guests.js';
import { bootSubject, layOut, lifeOf, prepareHost, type Subject } from './subject.js';
import { domainTrials, type Trial } from './trials.js';

/** A hypervisor with guests that trials are made on; each machine boots when it is first asked for. */
export interface TrialGround {
  readonly trials: readonly Trial[];
  /** Makes a change, and holds what is seen of it against what the table says. */
  try(trial: Trial): Promise<void>;
  /** Makes changes that wait, and then the power cycle that they wait for. */
  tryWaiting(trial: Trial): Promise<void>;
  close(): Promise<void>;
}

/** Which of libvirt's calls a step makes. */
const CALLS: Readonly<Record<string, string>> = {
  'set-text': 'virDomainSetMetadata',
  'set-autostart': 'virDomainSetAutostart',
  'set-vcpus': 'virDomainSetVcpusFlags',
  'enable-vcpu': 'virDomainSetVcpu',
  'set-memory': 'virDomainSetMemoryFlags',
  'set-stats-period': 'virDomainSetMemoryStatsPeriod',
  'set-lifecycle': 'virDomainSetLifecycleAction',
  'attach-device': 'virDomainAttachDeviceFlags',
  'detach-device': 'virDomainDetachDeviceFlags',
  'update-device': 'virDomainUpdateDeviceFlags',
  'add-io-thread': 'virDomainAddIOThread',
  'limit-disk': 'virDomainSetBlockIoTune',
};

const TUNERS: Readonly<Record<string, string>> = {
  scheduler: 'virDomainSetSchedulerParametersFlags',
  memory: 'virDomainSetMemoryParameters',
  blkio: 'virDomainSetBlkioParameters',
};

const PINNED: Readonly<Record<string, string>> = {
  vcpu_pin: 'virDomainPinVcpuFlags',
  io_thread_pin: 'virDomainPinIOThread',
  emulator_pin: 'virDomainPinEmulator',
};

function callsOf({ steps }: Proposal): readonly string[] {
  return steps.map(({ effect, args }) => {
    const named =
      effect === 'tune' ? TUNERS[textAt(args, ['tuner']) ?? ''] : PINNED[textAt(args, ['what']) ?? ''];
    return CALLS[effect] ?? named ?? effect;
  });
}

export async function openTrialGround(): Promise<TrialGround> {
  const hypervisor = await startTestHypervisor({ cgroups: true });
  const bench = await Workbench.open(hypervisor.uri);
  const places = layOut(hypervisor);
  await prepareHost(hypervisor, bench);
  const subjects = new Map<Machine, Promise<Subject>>();
  const subject = (machine: Machine): Promise<Subject> => {
    const known =
      subjects.get(machine) ??
      baseProgram(hypervisor, machine).then((base) =>
        bootSubject(hypervisor, bench, `libvirt_domain.${machine}`, base),
      );
    subjects.set(machine, known);
    return known;
  };
  const apply = ({ address }: Subject, program: JsonObject): Promise<Proposal> =>
    bench.apply(address, program);
  return {
    trials: domainTrials(places),
    async try(trial) {
      const on = await subject(trial.machine);
      for (const from of [(program: JsonObject) => program, ...trial.from]) await apply(on, from(on.base));
      const [lookBefore, lifeBefore] = [await trial.look(on.eyes), await lifeOf(on)];
      expect({ seen: lookBefore, already: trial.sees(lookBefore, lookBefore) }).toMatchObject({
        already: false,
      });
      const proposal = await apply(on, trial.to(on.base));
      holdsTable(trial, proposal);
      await untilTrue(`it is seen: ${trial.rows.join()}`, async () => {
        const now = await trial.look(on.eyes);
        if (trial.sees(now, lookBefore)) return true;
        throw new Error(`seen before:\n${lookBefore}\nnow:\n${now}`);
      });
      const life = await lifeOf(on);
      expect(life).toMatchObject({ bootId: lifeBefore.bootId, pid: lifeBefore.pid });
      expect(life.uptime).toBeGreaterThanOrEqual(lifeBefore.uptime);
    },
    async tryWaiting(trial) {
      const on = await subject(trial.machine);
      await apply(on, on.base);
      const [lookBefore, lifeBefore] = [await trial.look(on.eyes), await lifeOf(on)];
      const proposal = await apply(on, trial.to(on.base));
      expect(proposal.changes.map(({ impact }) => impact)).toEqual(trial.rows.map(() => 'next-boot'));
      expect(await trial.look(on.eyes)).toBe(lookBefore);
      expect(await lifeOf(on)).toMatchObject({ bootId: lifeBefore.bootId, pid: lifeBefore.pid });
      const { waiting } = await bench.propose(on.address, trial.to(on.base));
      expect(waiting).toHaveLength(trial.rows.length);
      await bench.apply(on.address, trial.to(on.base), { restart: true });
      await on.guest.ready();
      await untilTrue('what waited is there', async () => trial.sees(await trial.look(on.eyes), lookBefore));
      expect((await lifeOf(on)).bootId).not.toBe(lifeBefore.bootId);
    },
    async close() {
      await bench.close();
      await hypervisor.stop();
    },
  };
}

/** What is planned is what the table says of these rows, and is made by the call that it names. */
function holdsTable({ rows }: Trial, proposal: Proposal): void {
  const { changes } = proposal;
  for (const row of rows) {
    const { on, path } = rowNamed(row);
    const its = changes.filter((change) => {
      const pattern = patternOf(change.path);
      return (
        pattern === path ||
        (on === 'change' && pattern.startsWith(path) && /^[.[]/.test(pattern.slice(path.length)))
      );
    });
    const costs = costOf(path, on);
    expect({ row, impacts: [...new Set(its.map(({ impact }) => impact))] }).toEqual({
      row,
      impacts: [costs.impact],
    });
    const calls = callsOf(proposal);
    for (const call of costs.call?.split(', ').slice(0, 1) ?? []) expect(calls).toContain(call);
  }
}

function rowNamed(name: string): { readonly on: 'add' | 'change' | 'remove'; readonly path: string } {
  const table = changeTable(domain.type);
  const row = table === undefined ? undefined : rowsOf(table).find((each) => each.name === name);
  if (row === undefined) throw new Error(`the table has no row "${name}"`);
  return row;
}

function costOf(path: string, on: 'add' | 'change' | 'remove'): ChangeCost {
  const table = changeTable(domain.type);
  const [cost] = table === undefined ? [] : costsAt(table, path, on);
  if (cost === undefined) throw new Error(`${on} ${path} costs nothing`);
  return cost;
}
