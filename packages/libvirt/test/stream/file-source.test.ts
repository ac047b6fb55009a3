import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UNSENT_MAX } from '../../src/link.js';
import { type FileSource, openFileSource } from '../../src/stream/file-source.js';
import type { StreamItem } from '../../src/stream/hole.js';
import { FRAME_STATUS, FRAME_TYPE } from '../../src/wire/frame.js';
import { type FakeClient, isCall } from '../fake-daemon.js';
import { connectedTo, volumeArgs } from './connected.js';

const MIB = 1_048_576;

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'file-source-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(content: Buffer): string {
  const file = path.join(folder, 'disk');
  writeFileSync(file, content);
  return file;
}

/** Whether this process has the file open. */
const isOpen = (file: string): boolean =>
  readdirSync('/proc/self/fd').some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
    } catch {
      // The one of the folder itself is gone by now.
      return false;
    }
  });

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

test.each([0, 1, 786_431, 786_432, 786_433, 12 * MIB + 1])('a file of %d bytes comes whole', async (size) => {
  const content = randomBytes(size);
  const file = fileOf(content);
  const source = await openFileSource(file);
  expect(source.size).toBe(size);
  expect(isOpen(file)).toBe(true);
  expect((await gathered(source.pieces)).equals(content)).toBe(true);
  await source.close();
  expect(isOpen(file)).toBe(false);
});

test('what is written to the file meanwhile comes as well, for who compares lengths', async () => {
  const file = fileOf(randomBytes(MIB));
  const source = await openFileSource(file);
  appendFileSync(file, randomBytes(20 * MIB));
  expect(source.size).toBe(MIB);
  expect(await gathered(source.pieces)).toHaveLength(21 * MIB);
  await source.close();
});

test('a file that is not there is refused', async () => {
  await expect(openFileSource(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});

/** Stops reading for so many ms. */
function rest(client: FakeClient, time: number): void {
  client.pause();
  setTimeout(() => client.resume(), time);
}

/** What a host receives that is slow to read. */
async function slowlyReceived(
  content: Buffer,
  what: (source: FileSource) => AsyncIterable<StreamItem>,
): Promise<Buffer> {
  const received: Buffer[] = [];
  let open = false;
  const link = await connectedTo((frame, client) => {
    if (isCall(frame, 'STORAGE_VOL_UPLOAD')) {
      open = true;
      client.reply(frame, 'STORAGE_VOL_UPLOAD', {});
      // Nothing is read for a while: all that may wait does.
      rest(client, 50);
      return;
    }
    if (!open) return;
    if (frame.type === FRAME_TYPE.STREAM) received.push(frame.body);
    if (received.length % 10 === 0) rest(client, 20);
    if (frame.status === FRAME_STATUS.OK) client.send({ ...frame, status: FRAME_STATUS.OK });
  });
  const source = await openFileSource(fileOf(content));
  await link.upload('STORAGE_VOL_UPLOAD', volumeArgs, what(source));
  await source.close();
  return Buffer.concat(received);
}

test('its memory is not used again while a slow host leaves it unsent', async () => {
  const content = randomBytes(6 * UNSENT_MAX);
  expect((await slowlyReceived(content, ({ pieces }) => pieces)).equals(content)).toBe(true);
});

test('nor where zeros are skipped meanwhile', async () => {
  const [before, after] = [randomBytes(UNSENT_MAX), randomBytes(MIB)];
  const content = Buffer.concat([before, Buffer.alloc(30 * UNSENT_MAX), after]);
  const received = await slowlyReceived(content, ({ sparse }) => sparse);
  expect(received.equals(Buffer.concat([before, after]))).toBe(true);
});
