import { libvirt } from '@virtform/libvirt';
import type { Life } from '../../src/effects/simulated/simulation.js';
import type { ApplyResult } from '../../src/apply/events.js';
import { Lab, labConfiguration } from '../support/lab.js';

const LIST = 'call CONNECT_LIST_ALL_DOMAINS';

/** A lab, and what is called on its host while one more guest's memory is changed. */
async function changed({
  atOnce,
  between = () => undefined,
}: {
  readonly atOnce: boolean;
  /** Happens between plan and apply. */
  readonly between?: (life: Life, lab: Lab) => void | Promise<void>;
}): Promise<{ readonly lists: number; readonly result: ApplyResult }> {
  const lab = new Lab();
  lab.write(labConfiguration({}));
  await lab.apply();
  lab.write(labConfiguration({ memory: 64 }));
  let lists = 0;
  const life = lab.simulation.live((_index, name) => {
    if (name === LIST) lists += 1;
    return Promise.resolve();
  });
  const result = await lab.within(async (run) => {
    const plan = await run.plan();
    await between(lab.simulation.live(), lab);
    lists = 0;
    return run.apply(plan, { atOnce });
  }, life);
  return { lists, result };
}

test('an apply that nobody was asked about does not read the whole host once more', async () => {
  const { lists, result } = await changed({ atOnce: true });
  expect(lists).toBe(0);
  expect(result).toMatchObject({ changed: 1, diagnostics: [] });
});

test('one that somebody was asked about does', async () => {
  const { lists, result } = await changed({ atOnce: false });
  expect(lists).toBeGreaterThan(0);
  expect(result).toMatchObject({ changed: 1, diagnostics: [] });
});

test('so does one that comes later', async () => {
  const { lists } = await changed({
    atOnce: true,
    between(_life, lab) {
      lab.simulation.clock.advance(2_001);
    },
  });
  expect(lists).toBeGreaterThan(0);
});

test('an object is looked up all the same before something is done to it', async () => {
  const { result } = await changed({
    atOnce: true,
    async between({ effects }) {
      const { domains } = libvirt(await effects.hosts.connect('qemu:///system', 'change'));
      await domains.destroy(await domains.lookupByName('web'));
    },
  });
  expect(result.diagnostics).toMatchObject([{ severity: 'error', address: 'libvirt_domain.web' }]);
  expect(result.changed).toBe(0);
});
