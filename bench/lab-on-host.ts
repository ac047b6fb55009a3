import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { virtform, type Bench } from './figure.js';
import { labConfiguration } from './lab.js';
import { type Program, runOnce } from './program.js';

const GUESTS = 100;
/** Of the lab: guests and their disks, a network, a pool, an image. */
export const LAB_OBJECTS = 2 * GUESTS + 3;

/** Writes the lab into a folder; nothing of it is on the host yet. */
export function writeLab({ hypervisor, folder }: Bench, name: string, running = false): string {
  const lab = folder(name);
  const configuration = labConfiguration(GUESTS, hypervisor.uri, path.join(lab, 'pool'), running);
  writeFileSync(path.join(lab, 'main.tf.json'), JSON.stringify(configuration, null, 2));
  return lab;
}

/** Makes all of the lab. */
export function applyLab(lab: string): Program {
  return {
    name: 'virtform apply',
    command: virtform('apply', '-auto-approve'),
    cwd: lab,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Resources: ${LAB_OBJECTS} added`));
    },
  };
}

/** Takes all of it away. */
export function destroyLab(lab: string): Program {
  return {
    name: 'virtform destroy',
    command: virtform('destroy', '-auto-approve'),
    cwd: lab,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`${LAB_OBJECTS} destroyed`));
    },
  };
}

/** A plan that finds nothing to do. */
export function planLab(lab: string): Program {
  return {
    name: 'virtform plan',
    command: virtform('plan', '-detailed-exitcode'),
    cwd: lab,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.match(stdout, /No changes/);
    },
  };
}

export async function run(program: Program): Promise<void> {
  await runOnce(program);
}
