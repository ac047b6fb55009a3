import { execFile } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A cable between the machine and a network namespace; the kernel takes it away together with the namespace. */
export interface Uplink {
  /** The machine's end. */
  readonly name: string;
  /** The IPv4 address inside. */
  readonly address: string;
}

/**
 * Lays a cable into the network namespace of a process. Its alias names the folder, so that one can tell whose it is.
 *
 * The addresses come from 198.18.0.0/15, which RFC 2544 sets aside for measuring between machines: nothing else uses it.
 */
export async function layUplink(pid: number, folder: string): Promise<Uplink> {
  const name = `vf${createHash('sha256').update(folder).digest('hex').slice(0, 10)}`;
  const block = await freeBlock();
  const ip = (line: string): Promise<unknown> => execute('ip', line.split(' '));
  const inside = (line: string): Promise<unknown> =>
    execute('nsenter', ['-t', String(pid), '-n', 'ip', ...line.split(' ')]);
  await ip(`link add ${name} type veth peer name uplink netns ${pid}`);
  await execute('ip', ['link', 'set', name, 'alias', folder]);
  await ip(`addr add ${block(1)}/30 dev ${name}`);
  await ip(`link set ${name} up`);
  await inside(`addr add ${block(2)}/30 dev uplink`);
  await inside('link set uplink up');
  return { name, address: block(2) };
}

/** Takes the cable away; it may be gone already, with the namespace. */
export async function removeUplink(uplink: Uplink): Promise<void> {
  await execute('ip', ['link', 'del', uplink.name]).catch(() => undefined);
}

/** Four addresses that no interface of the machine has yet. */
async function freeBlock(): Promise<(host: number) => string> {
  const { stdout } = await execute('ip', ['-4', '-o', 'addr']);
  for (;;) {
    const start = randomInt(0, 2 ** 15) * 4;
    const block = (host: number): string => {
      const offset = start + host;
      return `198.${18 + (offset >> 16)}.${(offset >> 8) & 255}.${offset & 255}`;
    };
    if (!stdout.includes(` ${block(1)}/`)) return block;
  }
}
