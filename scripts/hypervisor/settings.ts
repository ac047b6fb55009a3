import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { QEMU_CGROUPS } from './cgroups.js';

/** What a private hypervisor's folder holds beside its record. */
export const FOLDERS = ['run', 'lib', 'etc', 'cache', 'log', 'scratch'] as const;

/**
 * Lays out the folders of a private libvirtd and its settings.
 *
 * libvirt derives the host's UUID from the machine's firmware, so that two daemons on one machine would say that they are the
 * same host: `host_uuid` tells them apart.
 */
export function writeSettings(
  folder: string,
  options: { readonly uuid: string; readonly tcp: boolean; readonly cgroups: boolean },
): void {
  for (const name of [...FOLDERS, 'run/libvirt', 'run/lock']) {
    // dnsmasq gives up root and still has to find its files.
    mkdirSync(path.join(folder, name), { recursive: true, mode: 0o755 });
  }
  const temporary = path.join(folder, 'run', 'tmp');
  mkdirSync(temporary, { recursive: true });
  // What is said as it is made is cut by the umask.
  chmodSync(temporary, 0o1777);
  const write = (
    name: string,
    settings: Readonly<Record<string, string | number | readonly string[]>>,
  ): void => {
    const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
    writeFileSync(path.join(folder, 'etc', name), lines.join(''));
  };
  write('libvirtd.conf', {
    listen_tls: 0,
    listen_tcp: options.tcp ? 1 : 0,
    auth_tcp: 'none',
    auth_unix_rw: 'none',
    auth_unix_ro: 'none',
    unix_sock_rw_perms: '0700',
    unix_sock_ro_perms: '0700',
    max_clients: 500,
    host_uuid: options.uuid,
    log_outputs: '3:file:/var/log/libvirt/libvirtd.log',
  });
  write('qemu.conf', {
    // Guests run as the user who owns the disks here, and keep to the namespaces that the daemon already has.
    user: 'root',
    group: 'root',
    remember_owner: 0,
    security_driver: 'none',
    namespaces: [],
    cgroup_controllers: options.cgroups ? QEMU_CGROUPS : [],
    // virtlogd would be one more daemon to look after.
    stdio_handler: 'file',
  });
}
