import fc from 'fast-check';
import { fewObjects } from './program.js';
import { newTally, runSequence, turnsOf } from './sequence.js';

// Random programs of one to three objects: cheap enough that every pair of settings and every change by hand meet often.

const RUNS = process.env.VIRTFORM_TEST === 'full' ? 2000 : 300;

jest.setTimeout(3_600_000);

test.each(Object.entries(fewObjects))(`${RUNS} sequences about: %s`, async (_, program) => {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(turnsOf(program, 2), (turns) => runSequence(turns, tally)),
    { numRuns: RUNS, seed: 20_261_124 },
  );
  expect(tally.applied).toBeGreaterThan(RUNS);
});
