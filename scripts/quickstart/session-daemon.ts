import { statSync } from 'node:fs';
import { findInNamespace, identify, type ProcessIdentity } from '../hypervisor/processes.js';

/** This user's own libvirt daemons. Asking for `qemu:///session` starts one, which stays for two minutes after the last client. */
export function sessionDaemons(): readonly ProcessIdentity[] {
  return ['libvirtd', 'virtqemud']
    .flatMap((command) => findInNamespace(process.pid, command))
    .filter((pid) => ownerOf(pid) === process.getuid?.())
    .flatMap((pid) => identify(pid) ?? []);
}

function ownerOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}
