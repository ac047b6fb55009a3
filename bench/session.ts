import type { Contender } from './compare.js';
import { startDialogue } from './dialogue.js';
import { peakMemory, readTime, type Program } from './program.js';

/** A program that stays connected, so that rounds can be short and what the machine does meanwhile meets both. */
interface Session extends Contender {
  end(): Promise<void>;
}

/**
 * Starts a program and waits until it has warmed up. It says so by a line; for each line that it is given it then does its part once and
 * prints how many milliseconds that took.
 */
export async function openSession(program: Program): Promise<Session> {
  const dialogue = startDialogue(program);
  await dialogue.nextLine();
  return {
    name: program.name,
    run: async () => {
      dialogue.prompt();
      return { time: readTime(program.name, await dialogue.nextLine()), memory: peakMemory(dialogue.pid) };
    },
    end: () => dialogue.end(),
  };
}

/** Opens two sessions, for as long as they are used. */
export async function withSessions<T>(
  ours: Program,
  theirs: Program,
  use: (ours: Contender, theirs: Contender) => Promise<T>,
): Promise<T> {
  const first = await openSession(ours);
  try {
    const second = await openSession(theirs);
    try {
      return await use(first, second);
    } finally {
      await second.end();
    }
  } finally {
    await first.end();
  }
}
