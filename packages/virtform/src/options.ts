import { parseArgs } from 'node:util';
import { DiagnosticsError, suggest } from '@virtform/values';

/** One option of a command. Help, parsing and completion come from the same table. */
export interface OptionSpec {
  readonly name: string;
  /**
   * flag: `-x`, `-x=true`, `-x=false`; text: `-x=VALUE` or `-x VALUE`; choice: a text with `-x` alone meaning `implied`, so that
   * a value is taken with `=` only.
   */
  readonly takes: 'flag' | 'text' | 'choice';
  readonly repeatable?: boolean;
  /** What `-x` alone means. */
  readonly implied?: string;
  /** What stands for the value in help: `ADDRESS`. */
  readonly value?: string;
  readonly help: string;
}

/** What was given on the command line, read by the names of the table. */
export interface Options {
  flag(name: string, otherwise?: boolean): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  /** A whole number of at least `least`. */
  count(name: string, otherwise: number, least: number): number;
  /** Every value of these options, in the order of the command line. */
  sequence(...names: readonly string[]): readonly { readonly name: string; readonly text: string }[];
}

export interface ParsedArguments {
  readonly options: Options;
  readonly positionals: readonly string[];
}

/**
 * Reads options and what is left. Both `-x` and `--x` are taken, as in Terraform.
 *
 * @throws DiagnosticsError for an unknown option (with the nearest known one) or a value that does not fit
 */
export function parseOptions(
  words: readonly string[],
  specs: readonly OptionSpec[],
  command: string,
): ParsedArguments {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  const { tokens, positionals } = parseArgs({
    args: normalise(words, known, command),
    options: Object.fromEntries(specs.map(({ name }) => [name, { type: 'string', multiple: true } as const])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.flatMap((token) =>
    token.kind === 'option' && token.value !== undefined ? [{ name: token.name, text: token.value }] : [],
  );
  return { options: reader(given, command), positionals };
}

/** `-x` becomes `--x`, and an option that may stand alone gets the value that this means. */
function normalise(
  words: readonly string[],
  known: ReadonlyMap<string, OptionSpec>,
  command: string,
): string[] {
  const result: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return [...result, word, ...rest];
    const match = /^--?([^-=][^=]*)(=[\s\S]*)?$/.exec(word);
    const name = match?.[1];
    if (name === undefined) {
      result.push(word);
      continue;
    }
    const spec = known.get(name);
    if (spec === undefined) throw unknownOption(name, known, command);
    if (match?.[2] !== undefined) {
      result.push(`--${name}${match[2]}`);
    } else if (spec.takes === 'text') {
      const value = rest.shift();
      if (value === undefined)
        throw usage(`Option -${name} wants a value`, `Write -${name}=${spec.value ?? 'VALUE'}.`);
      result.push(`--${name}=${value}`);
    } else {
      result.push(`--${name}=${spec.takes === 'flag' ? 'true' : (spec.implied ?? '')}`);
    }
  }
  return result;
}

function reader(given: ReturnType<Options['sequence']>, command: string): Options {
  const texts = (name: string): readonly string[] =>
    given.filter((entry) => entry.name === name).map((entry) => entry.text);
  return {
    texts,
    text: (name) => texts(name).at(-1),
    sequence: (...names) => given.filter((entry) => names.includes(entry.name)),
    flag(name, otherwise = false) {
      const text = texts(name).at(-1);
      if (text === undefined) return otherwise;
      if (text === 'true' || text === 'false') return text === 'true';
      throw usage(`Option -${name} is true or false, not "${text}"`, `See virtform ${command} -help.`);
    },
    count(name, otherwise, least) {
      const text = texts(name).at(-1);
      if (text === undefined) return otherwise;
      const number = Number(text);
      if (Number.isSafeInteger(number) && number >= least) return number;
      throw usage(
        `Option -${name} wants a whole number of at least ${least}, not "${text}"`,
        `See virtform ${command} -help.`,
      );
    },
  };
}

/** Options of Terraform that nothing here stands for, and what to do instead. */
const WITHOUT_COUNTERPART: ReadonlyMap<string, string> = new Map([
  [
    'generate-config-out',
    'No configuration is written for what is imported: declare the resource yourself; what the object is now, virsh dumpxml, net-dumpxml, pool-dumpxml and vol-dumpxml show.',
  ],
]);

function unknownOption(
  name: string,
  known: ReadonlyMap<string, OptionSpec>,
  command: string,
): DiagnosticsError {
  const instead = WITHOUT_COUNTERPART.get(name);
  if (instead !== undefined) return usage(`-${name} is not supported`, instead);
  const meant = suggest(name, known.keys());
  return usage(
    `Unknown option -${name} for virtform ${command}`,
    meant === undefined ? `virtform ${command} -help lists the options.` : `Did you mean -${meant}?`,
  );
}

/** What was typed cannot be meant; nothing has been done. */
export function usage(summary: string, action: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: 'error', summary, action }]);
}
