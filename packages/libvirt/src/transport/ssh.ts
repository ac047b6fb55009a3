import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { sshCommand } from './ssh-command.js';
import type { LibvirtUri } from './uri.js';

/** Bytes of what ssh says that are kept for the error. */
const COMPLAINT_MAX = 4_096;

/** Runs the user's ssh; its standard input and output are the connection. */
export function openSsh(uri: LibvirtUri, readOnly: boolean): Duplex {
  const { program, args } = sshCommand(uri, readOnly);
  return childStream(spawn(program, args, { stdio: 'pipe' }), `${program} to ${uri.host ?? ''}`);
}

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
      child.kill();
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
  child.once('error', (error) => stream.destroy(error));
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
