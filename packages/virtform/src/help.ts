import type { CommandSpec } from './command.js';
import { COMMANDS } from './commands.js';
import { GLOBAL_OPTIONS } from './option-tables.js';
import type { OptionSpec } from './options.js';
import { alignRows } from './report/rows.js';

/** What `virtform` and `virtform help` say. */
export function helpForAll(): string {
  return [
    'Usage: virtform [-chdir=DIR] COMMAND [OPTIONS] [STACK…]',
    '',
    'Commands:',
    ...commandLines(COMMANDS),
    '',
    'Options of every command:',
    ...optionLines(GLOBAL_OPTIONS),
    '',
    'virtform COMMAND -help says more about one of them.',
    '',
  ].join('\n');
}

/** What a word says that several commands begin with: `virtform state`. */
export function helpForFamily(name: string, commands: readonly CommandSpec[]): string {
  return [
    `Usage: virtform ${name} COMMAND [OPTIONS]`,
    '',
    'Commands:',
    ...commandLines(commands),
    '',
    `virtform ${name} COMMAND -help says more about one of them.`,
    '',
  ].join('\n');
}

function commandLines(commands: readonly CommandSpec[]): readonly string[] {
  const rows = commands.map(({ name, summary }) => ({
    cells: [{ text: `  ${name}` }, { text: summary }],
  }));
  return alignRows(rows, [26, 100]);
}

/** What `virtform COMMAND -help` says. */
export function helpForCommand(command: CommandSpec): string {
  const usage = ['virtform', command.name, command.options.length === 0 ? '' : '[OPTIONS]', command.takes];
  return [
    `Usage: ${usage.filter((word) => word !== '').join(' ')}`,
    '',
    command.summary,
    '',
    ...(command.options.length === 0 ? [] : ['Options:', ...optionLines(command.options), '']),
    'Options of every command:',
    ...optionLines(GLOBAL_OPTIONS),
    '',
  ].join('\n');
}

function optionLines(options: readonly OptionSpec[]): readonly string[] {
  const rows = options.map((option) => ({
    cells: [{ text: `  ${spelling(option)}` }, { text: option.help }],
  }));
  return alignRows(rows, [30, 120]);
}

function spelling({ name, takes, value }: OptionSpec): string {
  if (takes === 'flag') return `-${name}`;
  const shown = `=${value ?? 'VALUE'}`;
  return takes === 'choice' ? `-${name}[${shown}]` : `-${name}${shown}`;
}
