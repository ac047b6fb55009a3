import path from 'node:path';
import { suggest } from '@virtform/values';
import { CommandSpec, EXIT } from './command.js';
import { COMMANDS } from './commands.js';
import { GLOBAL_OPTIONS } from './option-tables.js';
import { helpForAll, helpForCommand } from './help.js';
import { Io, processIo } from './io.js';
import { parseOptions, usage } from './options.js';
import { reportFailure } from './report/failure.js';
import { COLOUR, PLAIN, Style } from './report/style.js';

/**
 * Runs one command line.
 *
 * @param words what stands behind `virtform`
 * @returns the exit code; never throws, what goes wrong is reported
 */
export async function run(words: readonly string[], io: Io = processIo()): Promise<number> {
  const json = words.some((word) => /^--?json(=true)?$/.test(word));
  const style = chooseStyle(words, io);
  try {
    const { before, name, after } = splitAtCommand(words);
    if (name === undefined || name === 'help') {
      const topic = after.find((word) => !word.startsWith('-'));
      io.out.write(topic === undefined ? helpForAll() : helpForCommand(findCommand(topic)));
      return name === undefined && !before.some(isHelp) ? EXIT.error : EXIT.done;
    }
    const command = findCommand(name);
    const { options, positionals } = parseOptions(
      [...before, ...after],
      [...GLOBAL_OPTIONS, ...command.options],
      name,
    );
    if (options.flag('help')) {
      io.out.write(helpForCommand(command));
      return EXIT.done;
    }
    const runner = await command.load();
    const folder = path.resolve(io.folder, options.text('chdir') ?? '.');
    return await runner({ io, folder, options, names: positionals, json, style });
  } catch (error) {
    reportFailure(error, io, { json, style });
    return EXIT.error;
  }
}

const isHelp = (word: string): boolean => /^--?(help|h)$/.test(word);

/** Global options may stand before the command, as in Terraform. */
function splitAtCommand(words: readonly string[]): {
  readonly before: readonly string[];
  readonly name: string | undefined;
  readonly after: readonly string[];
} {
  if (words.length === 1 && /^--?(version|v)$/.test(words[0] ?? ''))
    return { before: [], name: 'version', after: [] };
  let index = 0;
  while (index < words.length && words[index]?.startsWith('-') === true) {
    index += words[index] === '-chdir' || words[index] === '--chdir' ? 2 : 1;
  }
  return { before: words.slice(0, index), name: words[index], after: words.slice(index + 1) };
}

function findCommand(name: string): CommandSpec {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const meant = suggest(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  throw usage(
    `virtform has no command "${name}"`,
    meant === undefined ? 'virtform -help lists the commands.' : `Did you mean virtform ${meant}?`,
  );
}

function chooseStyle(words: readonly string[], io: Io): Style {
  const refused =
    words.some((word) => /^--?no-color(=true)?$/.test(word)) || (io.environment.NO_COLOR ?? '') !== '';
  return io.out.isTerminal && !refused && io.environment.TERM !== 'dumb' ? COLOUR : PLAIN;
}
