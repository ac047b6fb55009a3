import type { MemoryPlace } from '@virtform/engine';
import { processIo } from './io.js';
import { run } from './main.js';

/** Runs the command line that this process was started with. */
export function start(memory: MemoryPlace | undefined): void {
  void run(process.argv.slice(2), { ...processIo(), memory }).then((code) => {
    // Not process.exit: what was written to a pipe has to arrive first.
    process.exitCode = code;
  });
}
