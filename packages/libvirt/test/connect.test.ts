import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConnectOptions } from '../src/connect.js';
import { LibvirtError } from '../src/errors.js';
import { fakeDaemon, isCall } from './fake-daemon.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'libvirt-connect-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Why the host was not opened. */
async function refusal(uri: string, options: ConnectOptions): Promise<LibvirtError> {
  try {
    await connect(uri, options);
  } catch (error) {
    if (error instanceof LibvirtError) return error;
    throw error;
  }
  throw new Error(`${uri} was opened`);
}

/** Something that does not answer: the URI to open, what resolves when nothing of the attempt is left, and what ends it. */
interface Silent {
  readonly uri: string;
  readonly gone: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/** A server that accepts and says nothing. */
async function silentServer(
  listen: net.ListenOptions,
  uri: (at: ReturnType<net.Server['address']>) => string,
): Promise<Silent> {
  const closed: Promise<unknown>[] = [];
  const server = net.createServer((socket) => void closed.push(once(socket.resume(), 'close')));
  await new Promise<void>((resolve) => server.listen(listen, resolve));
  return {
    uri: uri(server.address()),
    gone: () => Promise.all(closed),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const ran = (): string => path.join(folder, 'ran');

/** A program that runs and says nothing. */
function silentProgram(script: string, uri: (program: string) => string): Silent {
  const program = path.join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\n: >${ran()}\n${script}\nwhile :; do sleep 0.1; done\n`);
  chmodSync(program, 0o755);
  return {
    uri: uri(program),
    gone: async () => {
      while (runs(program)) await sleep(10);
    },
    stop: () => Promise.resolve(),
  };
}

/** Whether any process runs that program. */
function runs(program: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return (
        /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(program)
      );
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}

/** A daemon that begins a login and does not end it. */
async function silentDaemon(answersInit: boolean): Promise<Silent> {
  const daemon = await fakeDaemon(
    (frame, client) => {
      if (answersInit && isCall(frame, 'AUTH_SASL_INIT')) {
        client.reply(frame, 'AUTH_SASL_INIT', { mechlist: 'SCRAM-SHA-256' });
      }
    },
    { auth: [1] },
  );
  return { uri: daemon.uri, gone: () => daemon.allGone(), stop: () => daemon.stop() };
}

const ssh = (program: string): string => `qemu+ssh://host/system?command=${program}`;
const ext = (program: string): string => `qemu+ext:///system?command=${program}`;

const silent: Readonly<Record<string, () => Silent | Promise<Silent>>> = {
  'a unix socket': () =>
    silentServer({ path: path.join(folder, 'sock') }, () => `qemu+unix:///system?socket=${folder}/sock`),
  'a TCP port': () =>
    silentServer({ host: '127.0.0.1', port: 0 }, (at) =>
      at === null || typeof at === 'string' ? '' : `qemu+tcp://127.0.0.1:${at.port}/system`,
    ),
  'an ssh that hangs': () => silentProgram('', ssh),
  'an ssh that does not want to end': () => silentProgram('trap "" TERM', ssh),
  'a program that hangs': () => silentProgram('', ext),
  'a login that does not begin': () => silentDaemon(false),
  'a login that does not end': () => silentDaemon(true),
};

describe.each(Object.entries(silent))('%s', (_, begin) => {
  test.each<readonly [string, () => ConnectOptions, string]>([
    ['the deadline', () => ({ deadline: 150 }), 'no answer within 150 ms'],
    [
      'the signal',
      () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(new Error('enough')), 150);
        return { signal: controller.signal };
      },
      'enough',
    ],
  ])('is given up at %s, and leaves nothing', async (_limit, options, reason) => {
    const { uri, gone, stop } = await begin();
    const error = await refusal(uri, { credentials: { username: 'fred', password: 'pw' }, ...options() });
    expect(error.fault).toBe('connection');
    expect(error.message).toContain(`cannot open ${uri}: `);
    expect(error.message).toContain(reason);
    await gone();
    await stop();
  });
});

test('a signal that has aborted opens nothing', async () => {
  const { uri, stop } = silentProgram('', ssh);
  const error = await refusal(uri, { signal: AbortSignal.abort(new Error('enough')) });
  expect(error).toMatchObject({ fault: 'connection', message: expect.stringContaining('given up: enough') });
  expect(existsSync(ran())).toBe(false);
  await stop();
});

test('a login that the URI asks for and nobody knows is refused before anything is opened', async () => {
  const { uri } = silentProgram('', ssh);
  expect(await refusal(`${uri}&auth=kerberos`, {})).toMatchObject({ fault: 'caller' });
  expect(existsSync(ran())).toBe(false);
});
