import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { childStream } from '../../src/transport/child-stream.js';

test('what goes into a program comes out of it', async () => {
  const stream = childStream(spawn('cat', { stdio: 'pipe' }), 'cat');
  const sent = Buffer.alloc(3_000_000, 'x');
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  for (let at = 0; at < sent.length; at += 100_000) stream.write(sent.subarray(at, at + 100_000));
  stream.end();
  await once(stream, 'end');
  expect(Buffer.concat(parts).equals(sent)).toBe(true);
});

test('a program that fails says why', async () => {
  const stream = childStream(
    spawn('sh', ['-c', 'echo no way >&2; exit 3'], { stdio: 'pipe' }),
    'ssh to host',
  );
  stream.resume();
  const [error] = (await once(stream, 'error')) as [Error];
  expect(error.message).toBe('ssh to host ended with status 3: no way');
});

test('why a program ended is said also where it was written to', async () => {
  const command = 'exec 0<&-; sleep 0.1; echo no way >&2; exit 3';
  const stream = childStream(spawn('sh', ['-c', command], { stdio: 'pipe' }), 'ssh');
  stream.resume();
  const writing = setInterval(() => stream.write('x'), 5);
  const [error] = (await once(stream, 'error')) as [Error];
  clearInterval(writing);
  expect(error.message).toBe('ssh ended with status 3: no way');
});

test('a program that is not there is an error of the stream', async () => {
  const stream = childStream(spawn('/nowhere/ssh', { stdio: 'pipe' }), 'ssh');
  const [error] = (await once(stream, 'error')) as [Error];
  expect(error.message).toMatch(/^ssh cannot be run: spawn \/nowhere\/ssh ENOENT; is it installed/);
});

test('who destroys the stream ends the program', async () => {
  const child = spawn('cat', { stdio: 'pipe' });
  childStream(child, 'cat').destroy();
  const [, signal] = (await once(child, 'exit')) as [number | null, string];
  expect(signal).toBe('SIGTERM');
});

test('also one that does not want to end', async () => {
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'], { stdio: 'pipe' });
  const stream = childStream(child, 'sh');
  await once(stream, 'data');
  stream.destroy();
  const [, signal] = (await once(child, 'exit')) as [number | null, string];
  expect(signal).toBe('SIGKILL');
});
