import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../setup/command.mjs';

/** Milliseconds that what ends together with the tests has for it. */
const PATIENCE = 3000;

/**
 * What a run left behind: processes that carry its mark in their environment or live in a mount namespace with its folder in
 * it, network interfaces that name the folder as their alias, and whatever still lies in the folder.
 *
 * @param mark value of VIRTFORM_TEST_RUN, which every process of the run inherits
 * @param folder the temporary folder of the run
 * @returns one line for each
 */
export async function findLeftovers({ mark, folder }) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const left = [...leftProcesses(mark, folder), ...leftInterfaces(folder), ...leftFiles(folder)];
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(100);
  }
}

function leftProcesses(mark, folder) {
  const own = readlinkSync('/proc/self/ns/mnt');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const marked = read(`/proc/${pid}/environ`).includes(`VIRTFORM_TEST_RUN=${mark}`);
      return marked || (namespaceOf(pid) !== own && read(`/proc/${pid}/mountinfo`).includes(folder));
    })
    .map(
      (pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 120)}`,
    );
}

function leftInterfaces(folder) {
  const { status, stdout } = ask('ip', ['-j', 'link']);
  if (status !== 0) return [];
  return JSON.parse(stdout)
    .filter((link) => link.ifalias?.startsWith(folder))
    .map((link) => `network interface ${link.ifname} of ${link.ifalias}`);
}

function leftFiles(folder) {
  return readdirSync(folder).map((name) => `file ${folder}/${name}`);
}

function namespaceOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`);
  } catch {
    // Ended meanwhile, or another user's.
    return undefined;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
