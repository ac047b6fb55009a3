import type { Hypervisor } from '../scripts/hypervisor.js';
import { startDialogue } from './dialogue.js';
import { benchProgram } from './figure.js';

/**
 * A hypervisor as if it were far: so many milliseconds there and back. What stands in between is a process of its own, so that it takes no
 * time from what is measured.
 */
export async function withFarHost<T>(
  { socket }: Hypervisor,
  roundTrip: number,
  use: (uri: string) => Promise<T>,
): Promise<T> {
  const between = startDialogue({
    name: 'What stands in between',
    command: benchProgram('far-host.mjs', socket, roundTrip / 2),
  });
  try {
    return await use(`qemu+unix:///system?socket=${await between.nextLine()}`);
  } finally {
    await between.end();
  }
}
