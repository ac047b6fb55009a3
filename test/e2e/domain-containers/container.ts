import { isObject, type JsonObject } from '@virtform/values';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { lxcUri } from '../../testbed/hypervisor.js';
import { untilTrue } from '../../testbed/time.js';
import { virsh } from '../../testbed/virsh.js';

/** The first program of a container, which ends when it is told to. A kernel sends it no signal that it does not ask for. */
const INIT = 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done';

/** The same that does not listen. */
export const DEAF = 'while :; do sleep 1; done';

export const container = (name: string, init = INIT): JsonObject => ({
  name,
  type: 'lxc',
  memory: 128,
  memory_unit: 'MiB',
  vcpu: 1,
  os: { type: 'exe', type_arch: 'x86_64', init: '/bin/sh', init_args: ['-c', init] },
  running: true,
  devices: {
    filesystems: [{ source: { mount: { dir: '/' } }, target: { dir: '/' } }],
    consoles: [{ target: { type: 'lxc', port: 0 } }],
    interfaces: [card('lab', 1)],
  },
});

/** A network card, by the last part of its MAC. */
export const card = (network: string, number: number): JsonObject => ({
  mac: { address: `52:54:00:78:00:0${number}` },
  source: { network: { network } },
});

/** The program with other devices beside, or in the place of, those of the same kind. */
export function withDevices(program: JsonObject, devices: JsonObject): JsonObject {
  return { ...program, devices: { ...(isObject(program.devices) ? program.devices : {}), ...devices } };
}

/** How a test looks at a container. */
export interface Eyes {
  /** What a script prints that looks at it by its first process: `ls $it/root/dev`, `cat $it/mounts`. */
  readonly inside: (script: string) => Promise<string>;
  /** What a script prints on the host, in the namespaces of the hypervisor. */
  readonly host: (script: string) => Promise<string>;
  /** What virsh prints about it. */
  readonly virsh: (command: string, ...args: readonly string[]) => Promise<string>;
  /** Its first process, and when that started: others after a start. */
  readonly life: () => Promise<string>;
}

export function eyesOf(hypervisor: Hypervisor, name: string): Eyes {
  const uri = lxcUri(hypervisor.uri);
  const host: Eyes['host'] = async (script) => {
    const { status, stdout, stderr } = await hypervisor.run(['/bin/sh', '-c', script]);
    if (status !== 0) throw new Error(`${script}\n${stderr}`);
    return stdout.trim();
  };
  // The number of a container is the process that looks after it, and started its first one.
  const init = async (): Promise<string> => {
    const keeper = await virsh(uri, 'domid', name);
    return host(`grep -l '^PPid:[[:space:]]*${keeper}$' /proc/[0-9]*/status | cut -d/ -f3`);
  };
  return {
    host,
    virsh: (command, ...args) => virsh(uri, command, name, ...args),
    inside: async (script) => host(`it=/proc/${await init()}; ${script}`),
    life: async () => host(`cut -d' ' -f1,22 /proc/${await init()}/stat`),
  };
}

/**
 * Has libvirt know which process is the first of a container. Of one start in hundreds, on a busy machine, 9.0 missed it (seen once): it
 * then passes on no signal and no device until the next start.
 */
export async function untilKnown({ virsh: ask }: Eyes): Promise<void> {
  for (let starts = 0; starts < 3; starts += 1) {
    try {
      await untilTrue('libvirt knows the first process', async () => (await ask('dominfo')) !== '', 5_000);
      return;
    } catch {
      await ask('destroy');
      await ask('start');
    }
  }
  throw new Error('libvirt does not get to know the first process of the container');
}
