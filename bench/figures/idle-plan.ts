import assert from 'node:assert/strict';
import { compare } from '../compare.js';
import { benchProgram, type Bench, type Figure } from '../figure.js';
import { applyLab, LAB_OBJECTS, planLab, run, writeLab } from '../lab-on-host.js';
import type { Limit, Measurement } from '../measurement.js';
import { type Program, wholeProcess } from '../program.js';

const LIMITS: readonly Limit[] = [
  { of: 'time', atMost: 4 },
  { of: 'resident', atMost: 150 },
];

async function measureLab(bench: Bench, running: boolean): Promise<readonly Measurement[]> {
  const lab = writeLab(bench, 'lab', running);
  await run(applyLab(lab));
  const plan = planLab(lab);
  const read: Program = {
    name: 'python3-libvirt',
    command: benchProgram('read-objects.py', bench.hypervisor.uri),
    cwd: lab,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.equal(stdout.trim(), String(LAB_OBJECTS));
    },
  };
  // As on a machine that is made for one plan: there is no cache.
  const first: Program = { ...plan, name: 'virtform plan', environment: { XDG_CACHE_HOME: '/dev/null' } };
  return [
    {
      title: 'as people plan: on a machine where they did before',
      ...(await compare(wholeProcess(plan), wholeProcess(read), bench.rounds)),
      limits: LIMITS,
    },
    {
      title: 'where nothing is remembered',
      ...(await compare(wholeProcess(first), wholeProcess(read), bench.rounds)),
      limits: [{ of: 'resident', atMost: 150 }],
    },
  ];
}

/** The plan that people run most: nothing has changed, and the tool has to read everything to say so. */
export const idlePlan: Figure = {
  name: 'idle-plan',
  title: `A plan that finds nothing to do, 100 stopped guests (${LAB_OBJECTS} objects), from *.tf.json, whole process`,
  rounds: 11,
  measure: (bench) => measureLab(bench, false),
};

/** The same of guests that run, of which libvirt tells twice as much. */
export const idlePlanRunning: Figure = {
  name: 'idle-plan-running',
  title: `The same with 100 running guests`,
  rounds: 11,
  measure: (bench) => measureLab(bench, true),
};
