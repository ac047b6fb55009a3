import { hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import { openTrialGround, type TrialGround } from './change-trials/run.js';
import { domainTrials, WAITING } from './change-trials/trials.js';

// The table of what a change costs, row by row, on guests that run and are looked at from inside.

const withCgroups = hasCgroups() ? describe : describe.skip;
if (!hasCgroups()) console.warn('No row is tried: this machine has no cgroups v1 mounted.');

withCgroups('on a running guest', () => {
  let ground: TrialGround;
  beforeAll(async () => {
    ground = await openTrialGround();
  }, 120_000);
  afterAll(async () => {
    await ground.close();
  }, 60_000);

  const all = domainTrials({ scratch: '/nowhere', hostDisk: '/dev/null', otherDisk: '/dev/null' });
  test.each(all.map((trial, index) => [trial.rows.join(), index] as const))(
    '%s',
    async (_rows, index) => {
      const trial = ground.trials[index];
      if (trial === undefined) throw new Error('no such trial');
      await ground.try(trial);
    },
    300_000,
  );

  test('what waits is there after the power cycle that was asked for', async () => {
    await ground.tryWaiting(WAITING);
  }, 600_000);
});
