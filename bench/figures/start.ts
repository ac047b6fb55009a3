import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { compare } from '../compare.js';
import { type Figure, virtform } from '../figure.js';
import { type Program, wholeProcess } from '../program.js';

const ROOT = path.resolve(__dirname, '..', '..');

/** What a process costs that does nothing. */
const NODE: Program = { name: 'node -e 0', command: [process.execPath, '-e', '0'] };

/** What is paid before anything is done: by the shortest commands, and by a program in TypeScript. */
export const start: Figure = {
  name: 'start',
  title: 'The shortest commands, and a plan of the quickstart from TypeScript, whole processes',
  rounds: 15,
  async measure({ hypervisor, folder, rounds }) {
    const app = folder('app');
    for (const name of ['main.ts', 'stacks', 'cdktf.json'])
      cpSync(path.join(ROOT, name), path.join(app, name), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(app, 'node_modules'));
    const data = folder('app/.virtform');
    // What is in the image matters to nobody before apply.
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', path.join(data, 'quickstart.qcow2'), '1G']);
    const plan: Program = {
      name: 'virtform plan',
      command: virtform('plan'),
      cwd: app,
      environment: { LIBVIRT_DEFAULT_URI: hypervisor.uri },
    };
    const against = async (ours: Program) => compare(wholeProcess(ours), wholeProcess(NODE), rounds);
    return [
      {
        title: 'version',
        ...(await against({ name: 'virtform version', command: virtform('version') })),
        limits: [{ of: 'milliseconds', atMost: 120 }],
      },
      {
        title: 'help',
        ...(await against({ name: 'virtform help', command: virtform('help') })),
        limits: [{ of: 'milliseconds', atMost: 120 }],
      },
      {
        title: 'plan of the quickstart, nothing there yet',
        ...(await against(plan)),
        limits: [{ of: 'milliseconds', atMost: 1000 }],
      },
    ];
  },
};
