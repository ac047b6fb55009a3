import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';

/** Changes settings of a private hypervisor's daemon, or of its driver (qemu.conf), and starts it again. */
export async function changeDaemonSettings(
  hypervisor: Hypervisor,
  settings: Readonly<Record<string, string | number>>,
  name: 'libvirtd.conf' | 'qemu.conf' = 'libvirtd.conf',
): Promise<void> {
  const file = path.join(hypervisor.folder, 'etc', name);
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !Object.keys(settings).some((key) => line.startsWith(`${key} =`)));
  const changed = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  writeFileSync(file, `${[...kept, ...changed].join('\n')}\n`);
  await hypervisor.restartDaemon();
}
