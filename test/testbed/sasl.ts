import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';

/** The accounts that a private hypervisor's SASL knows. */
export interface SaslAccounts {
  /** Lets the daemon offer these mechanisms, `scram-sha-256 scram-sha-1`. It reads its settings when it starts, so it is started again. */
  offer(mechanisms: string): Promise<void>;
  /** Makes an account; the daemon knows it by the name that is returned, which has a realm. */
  add(name: string, password: string): Promise<string>;
}

const REALM = 'lab';

/** Gives a private hypervisor SASL settings and accounts of its own, in place of the machine's. */
export async function saslAccounts(hypervisor: Hypervisor): Promise<SaslAccounts> {
  const folder = path.join(hypervisor.scratch, 'sasl2');
  mkdirSync(folder);
  const run = async (command: readonly [string, ...string[]]): Promise<void> => {
    const { status, stderr } = await hypervisor.run(command);
    if (status !== 0) throw new Error(`${command[0]} failed: ${stderr}`);
  };
  await run(['mount', '--bind', folder, '/etc/sasl2']);
  return {
    offer: async (mechanisms) => {
      const settings = [`mech_list: ${mechanisms}`, 'sasldb_path: /etc/libvirt/passwd.db'];
      writeFileSync(path.join(folder, 'libvirt.conf'), `${settings.join('\n')}\n`);
      await hypervisor.restartDaemon();
    },
    add: async (name, password) => {
      const file = path.join(folder, 'password');
      writeFileSync(file, password);
      const save = 'saslpasswd2 -p -a libvirt -u "$1" -f /etc/libvirt/passwd.db "$2" <"$3"';
      await run(['sh', '-c', save, 'sh', REALM, name, file]);
      return `${name}@${REALM}`;
    },
  };
}
