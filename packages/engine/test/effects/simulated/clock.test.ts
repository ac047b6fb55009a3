import { createClock } from '../../../src/effects/simulated/clock.js';
import { inSlices } from '../../../src/state/slices.js';

/** Longer than long work goes on before it lets others run. */
const holdUp = (): void => {
  const began = performance.now();
  while (performance.now() - began < 10);
};

test('time stands still while long work goes on that lets others run in between', async () => {
  const [clock, other] = [createClock(0), createClock(0)];
  const slept = Promise.all([clock.sleep(1_000), other.sleep(2_000)]);
  await inSlices([1, 2, 3], holdUp);
  expect([clock.now(), other.now()]).toEqual([0, 0]);
  await slept;
  expect([clock.now(), other.now()]).toEqual([1_000, 2_000]);
});
