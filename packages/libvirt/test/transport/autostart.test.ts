import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSessionDaemon } from '../../src/transport/autostart.js';
import { parseUri } from '../../src/transport/uri.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'libvirt-autostart-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const socket = (): string => path.join(folder, 'libvirt', 'libvirt-sock');

/** Starts what this script does in place of a daemon. */
function start(script: string, signal?: AbortSignal): ReturnType<typeof startSessionDaemon> {
  const program = path.join(folder, 'daemon');
  writeFileSync(program, `#!/bin/sh\ncd ${folder}\necho $$ "$@" >said\n${script}\n`);
  chmodSync(program, 0o755);
  return startSessionDaemon(parseUri('qemu:///session'), program, socket(), signal);
}

test('a daemon that listens later than it says is waited for', async () => {
  const server = net.createServer();
  const connecting = start('');
  await sleep(200);
  server.listen(socket());
  (await connecting).destroy();
  server.close();
});

test('one that does not start is named', async () => {
  await expect(start('exit 3')).rejects.toMatchObject({
    fault: 'connection',
    message: expect.stringMatching(/daemon was started for it, but nobody listens .*\(it ended with 3\)/),
  });
});

test('one that hangs is given up with the signal, and ends', async () => {
  const controller = new AbortController();
  const connecting = start('while :; do sleep 0.1; done', controller.signal);
  while (!existsSync(path.join(folder, 'said'))) await sleep(10);
  controller.abort(new Error('enough'));
  await expect(connecting).rejects.toMatchObject({
    fault: 'connection',
    message: expect.stringContaining('enough'),
  });
});
