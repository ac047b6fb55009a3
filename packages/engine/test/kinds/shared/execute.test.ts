import type { ValueObject } from '@virtform/values';
import { createSimulation } from '../../../src/effects/simulated/simulation.js';
import type { Identity, Precondition, Step } from '../../../src/kinds/kind.js';
import { runStep } from '../step-context.js';

const UUID = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

const OBJECTS = {
  libvirt_domain: { name: 'it', type: 'qemu', memory: 64, memory_unit: 'MiB', vcpu: 1, os: { type: 'hvm' } },
  libvirt_network: { name: 'it', ips: [{ address: '10.0.0.1', prefix: 24 }] },
  libvirt_pool: { name: 'it', type: 'dir', target: { path: '/it' } },
} as const;
const types = ['libvirt_domain', 'libvirt_network', 'libvirt_pool'] as const;

const step = (effect: string, precondition: Precondition, args: ValueObject = {}): Step => ({
  effect,
  args,
  precondition,
  calls: [],
  completion: { when: 'reply' },
  timeout: 1000,
  impact: 'none',
  data: 'kept',
  why: `${effect} it`,
});
const ABSENT = { object: 'absent' } as const;

/** A host of its own, on which steps of one kind are run one after the other. */
async function bench(type: (typeof types)[number]) {
  const { effects } = createSimulation(1).live();
  const host = await effects.hosts.connect('qemu:///system', 'change');
  const run = (wanted: Step, identity: Identity = { uuid: UUID, name: 'it' }): Promise<void> =>
    runStep(type, wanted, { effects, host }, { identity, wanted: OBJECTS[type] });
  return { define: step('define', ABSENT, { attributes: OBJECTS[type], secrets: [] }), run };
}

test.each(types)('%s is not made where it is already', async (type) => {
  const { define, run } = await bench(type);
  await run(define);
  await expect(run(define)).rejects.toMatchObject({
    message: expect.stringMatching(/^define it: a \w+ of that name or UUID is there already$/),
    action: 'Plan again: somebody made it since.',
  });
});

test.each(types)('%s is not made under the name of another', async (type) => {
  const { define, run } = await bench(type);
  await run(define, { uuid: OTHER, name: 'it' });
  await expect(run(define)).rejects.toMatchObject({
    message: expect.stringMatching(
      new RegExp(`^define it: a \\w+ of that name exists already, with UUID ${OTHER}$`),
    ),
    action: 'Plan again: somebody made it since.',
  });
});

test.each(types)('nothing is done to %s that is gone', async (type) => {
  const { run } = await bench(type);
  await expect(run(step('undefine', { object: 'present' }))).rejects.toMatchObject({
    message: expect.stringMatching(/^undefine it: the \w+ is not there any more$/),
    action: 'Plan again: somebody removed it since.',
  });
});

test.each(types)('a step for %s that runs is not begun while it is off', async (type) => {
  const { define, run } = await bench(type);
  await run(define);
  await expect(run(step('stop', { object: 'present', power: 'running' }))).rejects.toMatchObject({
    message: expect.stringMatching(/the \w+ is off, and the step was planned for one that is running$/),
  });
});

test('what the kind cannot do is a mistake of ours', async () => {
  const { define, run } = await bench('libvirt_network');
  await run(define);
  await expect(run(step('paint', { object: 'present' }))).rejects.toThrow(TypeError);
});
