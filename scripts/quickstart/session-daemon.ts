import { statSync } from 'node:fs';
import { connect, DomainListFlags, libvirt } from '@virtform/libvirt';
import { endProcess, findInNamespace, identify, type ProcessIdentity } from '../hypervisor/processes.js';

/** This user's own libvirt daemons. Asking for `qemu:///session` starts them; they stay for two minutes after the last client. */
export function sessionDaemons(): readonly ProcessIdentity[] {
  return ['libvirtd', 'virtqemud', 'virtlogd']
    .flatMap((command) => findInNamespace(process.pid, command))
    .filter((pid) => ownerOf(pid) === process.getuid?.())
    .flatMap((pid) => identify(pid) ?? []);
}

function ownerOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

/** Ends those of this user's daemons that did not run before, unless a guest of theirs needs them by now. */
export async function endSessionDaemons(uri: string, before: readonly ProcessIdentity[]): Promise<void> {
  const host = await connect(uri, { connections: 1 });
  const running = await libvirt(host).domains.list(DomainListFlags.ACTIVE);
  await host.close();
  if (running.length > 0) return;
  const known = new Set(before.map(({ pid }) => pid));
  for (const daemon of sessionDaemons().filter(({ pid }) => !known.has(pid)))
    await endProcess(daemon, 'SIGTERM');
}
