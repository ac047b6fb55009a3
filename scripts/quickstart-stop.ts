import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from 'virtform/lib/main.js';
import { findHypervisor } from './hypervisor.js';
import { FOLDER, HYPERVISOR, readStart, ROOT } from './quickstart/record.js';
import { endSessionDaemons } from './quickstart/session-daemon.js';

const STATE = /^terraform\.quickstart\.tfstate(\..+)?$/;

/**
 * Destroys what `npm start` made, and removes what it wrote.
 *
 * @returns the exit code
 */
export async function stop(): Promise<number> {
  process.chdir(ROOT);
  const started = readStart();
  const hypervisor = await findHypervisor(HYPERVISOR);
  const isPrivate = started?.record.kind === 'private';
  // What ran in a private hypervisor that is gone is gone with it.
  const lost = isPrivate && hypervisor === undefined;
  if (started !== undefined && !lost && readdirSync(ROOT).some((name) => STATE.test(name))) {
    const destroyed = await run(['destroy', '-auto-approve', 'quickstart']);
    if (destroyed !== 0 && !isPrivate) return destroyed;
    if (destroyed !== 0) console.log('\nIt goes all the same, with the private hypervisor that it is in.');
  }
  await hypervisor?.stop();
  if (started?.record.kind === 'session') {
    await endSessionDaemons(started.settings.uri, started.record.daemonsBefore);
  }
  for (const name of readdirSync(ROOT).filter((file) => STATE.test(file))) rmSync(path.join(ROOT, name));
  rmSync(path.join(ROOT, 'cdktf.out'), { recursive: true, force: true });
  rmSync(FOLDER, { recursive: true, force: true });
  console.log('Stopped: the guest, its disks and its network are gone.');
  return 0;
}
