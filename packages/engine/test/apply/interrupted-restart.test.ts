import { writeXml } from '@virtform/schema';
import { formatDiagnostic, type JsonObject } from '@virtform/values';
import { LibvirtError, type ProcedureName } from '@virtform/libvirt';
import type { Plan, PlanOptions, ResourceNode } from '../../src/plan/plan.js';
import { Lab } from '../support/lab.js';

// A guest that ran is shut down to be started anew, and something comes between: the next apply starts it, whatever the program says
// of that, and nobody is told that somebody else shut it down.

const RESTART: Partial<PlanOptions> = { restart: 'all' };

const full = process.env.VIRTFORM_TEST === 'full';
/** Effects tried in each case of the short run, spread over the whole apply. */
const SAMPLE = 12;

/** What programs say of whether it runs: as it is made, and from then on. */
const SAYINGS: Readonly<Record<string, JsonObject>> = {
  'that it runs': { running: true },
  nothing: {},
  'that whether it runs does not count': { running: true, lifecycle: { ignore_changes: ['running'] } },
};

const program = (memory: number, says: JsonObject): JsonObject => ({
  resource: {
    libvirt_domain: {
      web: {
        name: 'web',
        type: 'qemu',
        memory,
        memory_unit: 'MiB',
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
        ...says,
      },
    },
  },
});

/** It runs, and its program asks for what waits for the next boot. */
async function changed(says: JsonObject): Promise<Lab> {
  const lab = new Lab();
  for (const said of [{ running: true }, says]) {
    lab.write(program(32, said));
    await cleanly(lab);
  }
  lab.write(program(48, says));
  return lab;
}

async function cleanly(lab: Lab, options: Partial<PlanOptions> = {}): Promise<Plan> {
  const { plan, result } = await lab.apply(options);
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  return plan;
}

/** Memory of the guest that runs in KiB; undefined where it is off. */
function runningWith(lab: Lab): string | undefined {
  const [web] = [...lab.world.domains.values()];
  return web?.running === undefined ? undefined : /<memory[^>]*>(\d+)/.exec(writeXml(web.running))?.[1];
}

function webIn({ nodes }: Plan): ResourceNode {
  const [node] = nodes;
  if (node?.node !== 'resource') throw new Error('it is not in the plan');
  return node;
}

describe.each(Object.entries(SAYINGS))('where the program says %s', (_, says) => {
  test('killed at any effect of a restart, the next apply has it run, and what it was for is asked for again', async () => {
    const start = await changed(says);
    const count = await effectsOf(start.fork(2));
    const off: string[] = [];
    const stride = full ? 1 : Math.max(1, Math.floor(count / SAMPLE));
    for (let index = 0; index < count; index += stride) {
      for (const options of [{}, RESTART]) {
        const tried = start.fork(index + 3);
        const effect = await killed(tried, (now) => now === index);
        if (effect === undefined) continue;
        const isOff = runningWith(tried) === undefined;
        if (isOff) off.push(effect);
        const node = webIn(await cleanly(tried, options));
        expect({ index, effect, drift: node.drift, starts: startsIn(node) }).toEqual({
          index,
          effect,
          drift: [],
          starts: isOff || node.stop?.restarts === true,
        });
        expect({ index, effect, is: runningWith(tried) }).not.toEqual({ index, effect, is: undefined });
        if (options === RESTART) expect(runningWith(tried)).toBe(`${48 * 1024}`);
        expect(webIn(await tried.plan()).action).toBe('no-op');
      }
    }
    expect(off).not.toEqual([]);
  });

  test.each<[what: string, procedure: ProcedureName]>([
    ['is not defined anew', 'DOMAIN_DEFINE_XML_FLAGS'],
    ['does not start', 'DOMAIN_CREATE_WITH_FLAGS'],
  ])('where it %s, the next plan starts it, and says why', async (__, procedure) => {
    const lab = await changed(says);
    const life = lab.simulation.live((___, name) => {
      if (name === `call ${procedure}`)
        throw new LibvirtError('operation failed: not today', { fault: 'host', code: 9 });
    });
    const { result } = await lab.apply(RESTART, life);
    expect(result.diagnostics).toMatchObject([{ summary: 'Could not change libvirt_domain.web' }]);
    expect(runningWith(lab)).toBeUndefined();
    const { drift, changes } = webIn(await lab.plan());
    expect(drift).toEqual([]);
    expect(changes).toContainEqual({
      path: ['running'],
      before: false,
      after: true,
      impact: 'none',
      why: 'an apply that was interrupted shut it down to start it anew',
    });
    await cleanly(lab);
    expect(runningWith(lab)).toBe(`${48 * 1024}`);
    expect(webIn(await lab.plan()).action).toBe('no-op');
  });
});

test('what somebody shuts down later is not started: it was running again before', async () => {
  const lab = await changed({});
  const tried = lab.fork(3);
  await killed(tried, betweenTheTwo);
  await cleanly(tried);
  stop(tried);
  expect(webIn(await tried.plan())).toMatchObject({ action: 'no-op', drift: [] });
});

test('where the program has it off from then on, it stays off', async () => {
  const lab = await changed({});
  const tried = lab.fork(3);
  await killed(tried, betweenTheTwo);
  tried.write(program(48, { running: false }));
  await cleanly(tried);
  expect(runningWith(tried)).toBeUndefined();
  tried.write(program(48, {}));
  await cleanly(tried);
  expect(runningWith(tried)).toBeUndefined();
});

function startsIn({ steps }: ResourceNode): boolean {
  return steps.some(({ effect }) => effect === 'start');
}

/** Somebody pulls its plug. */
function stop(lab: Lab): void {
  for (const [uuid, web] of lab.world.domains) lab.world.domains.set(uuid, { ...web, running: undefined });
}

async function effectsOf(lab: Lab): Promise<number> {
  const life = lab.simulation.live();
  await lab.apply(RESTART, life);
  return life.gate.count;
}

/** Kills the restart at the first effect of which this holds; undefined where it ended before, else the effect's name. */
async function killed(
  lab: Lab,
  isThere: (index: number, effect: string) => boolean,
): Promise<string | undefined> {
  let name: string | undefined;
  const life = lab.simulation.live((index, effect) => {
    if (name !== undefined || !isThere(index, effect)) return;
    name = effect;
    life.gate.kill();
  });
  await Promise.race([lab.apply(RESTART, life), life.gate.killed]);
  lab.simulation.crash();
  return name;
}

/** It is off by then. */
function betweenTheTwo(_index: number, effect: string): boolean {
  return effect === 'call DOMAIN_DEFINE_XML_FLAGS';
}
