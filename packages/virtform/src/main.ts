import path from 'node:path';
import { suggest } from '@virtform/values';
import { CommandSpec, EXIT } from './command.js';
import { COMMANDS } from './commands.js';
import { GLOBAL_OPTIONS } from './option-tables.js';
import { helpForAll, helpForCommand, helpForFamily } from './help.js';
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
      const topic = after.filter((word) => !word.startsWith('-'));
      io.out.write(topic.length === 0 ? helpForAll() : helpFor(topic));
      return name === undefined && !before.some(isHelp) ? EXIT.error : EXIT.done;
    }
    const family = familyOf(name);
    if (family.length > 0 && after[0] !== undefined && isHelp(after[0])) {
      io.out.write(helpForFamily(name, family));
      return EXIT.done;
    }
    const { command, rest } = findCommand([name, ...after]);
    const { options, positionals } = parseOptions(
      [...before, ...rest],
      [...GLOBAL_OPTIONS, ...command.options],
      command.name,
    );
    if (options.flag('help')) {
      io.out.write(helpForCommand(command));
      return EXIT.done;
    }
    const runner = await command.load();
    const folder = path.resolve(io.folder, options.text('chdir') ?? '.');
    return await runner({ io, command: command.name, folder, options, names: positionals, json, style });
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

/** The commands of two words that begin with this one: `state list`, `state mv` … */
function familyOf(name: string): readonly CommandSpec[] {
  return COMMANDS.filter((command) => command.name.startsWith(`${name} `));
}

/** The command that words begin with, and what stands behind its name. */
function findCommand([first = '', ...after]: readonly string[]): {
  readonly command: CommandSpec;
  readonly rest: readonly string[];
} {
  const isFamily = familyOf(first).length > 0;
  if (isFamily && after[0] === undefined) {
    throw usage(
      `virtform ${first} wants to know what to do`,
      `It has: ${familyOf(first)
        .map(({ name }) => `virtform ${name}`)
        .join(', ')}.`,
    );
  }
  const name = isFamily ? `${first} ${after[0] ?? ''}` : first;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return { command, rest: isFamily ? after.slice(1) : after };
  const meant = suggest(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  throw usage(
    `virtform has no command "${name}"`,
    meant === undefined
      ? `virtform ${isFamily ? `${first} ` : ''}-help lists the commands.`
      : `Did you mean virtform ${meant}?`,
  );
}

function helpFor(topic: readonly string[]): string {
  const [name = ''] = topic;
  const family = familyOf(name);
  return family.length > 0 && topic.length === 1
    ? helpForFamily(name, family)
    : helpForCommand(findCommand(topic).command);
}

function chooseStyle(words: readonly string[], io: Io): Style {
  const refused =
    words.some((word) => /^--?no-color(=true)?$/.test(word)) || (io.environment.NO_COLOR ?? '') !== '';
  return io.out.isTerminal && !refused && io.environment.TERM !== 'dumb' ? COLOUR : PLAIN;
}
