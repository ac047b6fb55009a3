import { createClock } from '../../../src/effects/simulated/clock.js';
import { createSimulation } from '../../../src/effects/simulated/simulation.js';

describe('the clock', () => {
  test('hours pass at once, and sleepers wake in their order', async () => {
    const clock = createClock(0);
    const woken: string[] = [];
    await Promise.all(
      [5, 3_600_000, 60].map(async (ms) => {
        await clock.sleep(ms);
        woken.push(`${ms} at ${clock.now()}`);
      }),
    );
    expect(woken).toEqual(['5 at 5', '60 at 60', '3600000 at 3600000']);
  });

  test('a sleeper that is called off rejects with the reason', async () => {
    const clock = createClock(0);
    const signal = AbortSignal.abort(new Error('no more'));
    await expect(clock.sleep(1, signal)).rejects.toThrow('no more');
    expect(clock.now()).toBe(0);
  });
});

describe('the disk, when the process dies', () => {
  const BEFORE = Buffer.alloc(64, 'a');
  const AFTER = Buffer.alloc(64, 'b');

  /** What is in the file after a death at each effect of an overwrite. */
  async function left(effect: string, seed: number): Promise<Buffer | undefined> {
    const simulation = createSimulation(seed);
    simulation.disk.put('/f', BEFORE);
    const life = simulation.live((_, name) => {
      if (name === effect) life.gate.kill();
    });
    await Promise.race([life.effects.files.overwrite('/f', AFTER, 0o600), life.gate.killed]);
    simulation.crash();
    return simulation.disk.get('/f');
  }

  test('before the write the old content is there, after it the new', async () => {
    expect(await left('write /f', 1)).toEqual(BEFORE);
    expect(await left('write /f done', 1)).toEqual(AFTER);
  });

  test('in the middle it is old, new, or torn: the new over a part of the old', async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) {
      const content = String(await left('sync /f', seed));
      expect(content).toMatch(/^b*a*$/);
      seen.add(content.startsWith('a') ? 'old' : content.endsWith('b') ? 'new' : 'torn');
    }
    expect([...seen].sort()).toEqual(['new', 'old', 'torn']);
  });

  test('its locks are gone', async () => {
    const simulation = createSimulation(1);
    expect(await simulation.live().effects.files.lock('/f', 0o600)).toBeDefined();
    expect(await simulation.live().effects.files.lock('/f', 0o600)).toBeUndefined();
    simulation.crash();
    expect(await simulation.live().effects.files.lock('/f', 0o600)).toBeDefined();
  });
});

test('nothing happens any more after a kill, and what was done stays done', async () => {
  const simulation = createSimulation(1);
  const life = simulation.live((_, name) => {
    if (name === 'call NETWORK_DEFINE_XML_FLAGS done') life.gate.kill();
  });
  const host = await life.effects.hosts.connect('qemu:///system', 'change');
  const call = host.call('NETWORK_DEFINE_XML_FLAGS', { xml: '<network><name>n</name></network>', flags: 1 });
  const outcome = await Promise.race([call.then(() => 'answered'), life.gate.killed.then(() => 'killed')]);
  expect(outcome).toBe('killed');
  expect([...simulation.host('qemu:///system').networks.values()].map(({ name }) => name)).toEqual(['n']);
});
