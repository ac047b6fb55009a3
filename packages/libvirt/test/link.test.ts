import { Duplex } from 'node:stream';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Link } from '../src/link.js';

/** A socket that notes each write and says when it is done. */
function recorder(): { readonly socket: Duplex; readonly writes: string[]; readonly done: (() => void)[] } {
  const writes: string[] = [];
  const done: (() => void)[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, callback) => {
      writes.push(chunk.toString());
      done.push(callback);
    },
    writev: (chunks, callback) => {
      writes.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done.push(callback);
    },
  });
  return { socket, writes, done };
}

const handlers = { frame: () => undefined, closed: () => undefined };

test('what is sent in one turn leaves in one write', async () => {
  const { socket, writes } = recorder();
  const link = new Link(socket, handlers);
  link.send(Buffer.from('a'));
  link.send(Buffer.from('b'), Buffer.from('c'));
  expect(writes).toEqual([]);
  await setImmediate();
  expect(writes).toEqual(['abc']);
});

test('apart, each frame is a write of its own, one after the other', async () => {
  const { socket, writes, done } = recorder();
  const link = new Link(socket, handlers, true);
  link.send(Buffer.from('a'));
  link.send(Buffer.from('b'), Buffer.from('c'));
  link.send(Buffer.from('d'));
  const drained = link.drained();
  for (let frame = 0; frame < 3; frame++) {
    await setImmediate();
    expect(writes).toHaveLength(frame + 1);
    done[frame]?.();
  }
  await drained;
  expect(writes).toEqual(['a', 'bc', 'd']);
});

test('the last words are written before it ends', async () => {
  const { socket, writes, done } = recorder();
  const closed: unknown[] = [];
  const link = new Link(socket, { ...handlers, closed: (reason) => closed.push(reason) });
  link.send(Buffer.from('bye'));
  link.destroy();
  link.destroy(new Error('again'));
  expect(writes).toEqual(['bye']);
  done[0]?.();
  await setImmediate();
  expect(socket.destroyed).toBe(true);
  expect(closed).toEqual([undefined]);
});

test('last words that nobody takes do not keep it open for good', async () => {
  const { socket } = recorder();
  const link = new Link(socket, handlers);
  link.send(Buffer.from('bye'));
  link.destroy();
  while (!socket.destroyed) await sleep(10);
});
