import { type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';

/** Bytes of what a program complains about that are kept for the error. */
const COMPLAINT_MAX = 4_096;
/** Milliseconds that a program gets to end by itself. */
const PATIENCE = 1_000;

/** A program's standard input and output as one stream, which fails with what the program complained about. */
export function childStream(child: ChildProcessWithoutNullStreams, name: string): Duplex {
  let complaint = '';
  const stream = new Duplex({
    read: () => child.stdout.resume(),
    // Where the program is gone, its end says why; a broken pipe would only get in before it.
    write: (chunk: Uint8Array, _encoding, done) => child.stdin.write(chunk, () => done()),
    writev: (chunks, done) => {
      child.stdin.cork();
      for (const [index, { chunk }] of chunks.entries()) {
        child.stdin.write(chunk, index === chunks.length - 1 ? () => done() : undefined);
      }
      child.stdin.uncork();
    },
    final: (done) => child.stdin.end(() => done()),
    destroy: (error, done) => {
      end(child);
      done(error);
    },
  });
  child.stdout.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-COMPLAINT_MAX);
  });
  child.stdin.on('error', () => undefined);
  child.once('error', (cause) => {
    const reason = `${name} cannot be run: ${cause.message}; is it installed, and may it be run?`;
    stream.destroy(new Error(reason, { cause }));
  });
  child.once('close', (status, signal) => {
    if (status === 0) {
      stream.push(null);
      return;
    }
    const how = status === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${status}`;
    const why = complaint.trim();
    stream.destroy(new Error(`${name} ${how}${why === '' ? '' : `: ${why}`}`));
  });
  return stream;
}

/** Asks the program to end, and makes it where it does not. Nothing that it has started may keep us waiting for its output. */
function end(child: ChildProcessWithoutNullStreams): void {
  if (child.exitCode === null && child.signalCode === null) {
    // Before its input ends: that would be one more way to end, and what it says of it nobody's.
    child.kill();
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.once('exit', () => clearTimeout(force));
  }
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
}
