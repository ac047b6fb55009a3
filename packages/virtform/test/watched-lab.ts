import { leaksIn, spillsIn } from './planted.js';
import { commandLab, type CommandLab, type Ran } from './commands/lab.js';

/** A folder whose commands are watched: what they print, and what they write. */
export interface WatchedLab extends CommandLab {
  /** Every line with a secret that was printed so far, with the command that printed it. */
  readonly leaks: readonly string[];
  /** Runs a command that prints secrets by Terraform's contract. */
  runTrusted(...words: readonly string[]): Promise<Ran>;
  /** What is wrong with the files beside the program: secrets outside of states and plans, or files that others may read. */
  spills(program: readonly string[]): readonly string[];
}

export function watchedLab(): WatchedLab {
  const lab = commandLab();
  const leaks: string[] = [];
  const watch = async (words: readonly string[], running: Promise<Ran>): Promise<Ran> => {
    const ran = await running;
    for (const line of leaksIn(`${ran.out}\n${ran.error}`))
      leaks.push(`virtform ${words.join(' ')}: ${line}`);
    return ran;
  };
  return {
    ...lab,
    leaks,
    run: (...words) => watch(words, lab.run(...words)),
    runSaying: (said, ...words) => watch(words, lab.runSaying(said, ...words)),
    runTrusted: (...words) => lab.run(...words),
    spills: (program) => spillsIn(lab.folder, program),
  };
}
