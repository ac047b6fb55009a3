import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare } from '../compare.js';
import { benchProgram, virtform, type Figure } from '../figure.js';
import { labConfiguration } from '../lab.js';
import { runOnce, wholeProcess } from '../program.js';

const GUESTS = 100;
const OBJECTS = 2 * GUESTS + 3;

/** The plan that people run most: nothing has changed, and the tool has to read everything to say so. */
export const idlePlan: Figure = {
  name: 'idle-plan',
  title: `A plan that finds nothing to do, ${GUESTS} stopped guests (${OBJECTS} objects), from *.tf.json, whole process`,
  rounds: 11,
  async measure({ hypervisor, rounds, folder }) {
    const lab = folder('lab');
    const configuration = labConfiguration(GUESTS, hypervisor.uri, path.join(lab, 'pool'));
    writeFileSync(path.join(lab, 'main.tf.json'), JSON.stringify(configuration, null, 2));
    await runOnce({
      name: 'virtform apply',
      command: virtform('apply', '-auto-approve'),
      cwd: lab,
      check: ({ code, stdout }) => {
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`Resources: ${OBJECTS} added`));
      },
    });
    const plan = wholeProcess({
      name: 'virtform plan',
      command: virtform('plan', '-detailed-exitcode'),
      cwd: lab,
      check: ({ code, stdout }) => {
        assert.equal(code, 0);
        assert.match(stdout, /No changes/);
      },
    });
    const read = wholeProcess({
      name: 'python3-libvirt',
      command: benchProgram('read-objects.py', hypervisor.uri),
      cwd: lab,
      check: ({ code, stdout }) => {
        assert.equal(code, 0);
        assert.equal(stdout.trim(), String(OBJECTS));
      },
    });
    return [{ ...(await compare(plan, read, rounds)), limits: [{ of: 'time', atMost: 4 }] }];
  },
};
