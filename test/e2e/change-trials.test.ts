import { changeTable, DOMAIN_NOT_TRIED, DOMAIN_TRIED_IN_PART, rowsOf } from '@virtform/schema';
import { hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import { openTrialGround, type TrialGround } from './change-trials/run.js';
import { domainTrials, WAITING } from './change-trials/trials.js';

// A few trials of the table of what a change costs; change-trials.full.test.ts makes all of them.

/** `VIRTFORM_SEED` makes others. */
const SEED = Number(process.env.VIRTFORM_SEED ?? 1);
const HANDFUL = 6;

const NOWHERE = { scratch: '/nowhere', hostDisk: '/dev/null', otherDisk: '/dev/null' };
const ALL = domainTrials(NOWHERE);

test('each row has a trial, or a reason why there is none', () => {
  const table = changeTable('libvirt_domain');
  const rows = table === undefined ? [] : rowsOf(table).map(({ name }) => name);
  const tried = [...ALL, WAITING].flatMap((trial) => trial.rows);
  const reasons = Object.keys(DOMAIN_NOT_TRIED);
  expect(new Set([...tried, ...reasons])).toEqual(new Set(rows));
  expect(tried.filter((name) => reasons.includes(name))).toEqual([]);
  expect(Object.keys(DOMAIN_TRIED_IN_PART).filter((name) => !tried.includes(name))).toEqual([]);
});

const withCgroups = hasCgroups() ? describe : describe.skip;
if (!hasCgroups()) console.warn('No row is tried: this machine has no cgroups v1 mounted.');

withCgroups(`on a running guest, chosen by the seed ${SEED}`, () => {
  let ground: TrialGround;
  beforeAll(async () => {
    ground = await openTrialGround();
  }, 120_000);
  afterAll(async () => {
    await ground.close();
  }, 60_000);

  test.each(chosen())(
    '%s',
    async (_rows, index) => {
      const trial = ground.trials[index];
      if (trial === undefined) throw new Error('no such trial');
      await ground.try(trial);
    },
    300_000,
  );
});

/** Of one machine: each that boots takes its time. */
function chosen(): readonly (readonly [rows: string, index: number])[] {
  const all = ALL.map((trial, index) => [trial.rows.join(), index, trial.machine] as const).filter(
    ([, , machine]) => machine === 'q35',
  );
  return Array.from({ length: HANDFUL }, (_, turn) => all[(SEED * 31 + turn * 7919) % all.length]).flatMap(
    (trial) => (trial === undefined ? [] : [[trial[0], trial[1]] as const]),
  );
}
