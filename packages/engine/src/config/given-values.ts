import { join, relative } from 'node:path';
import { type Diagnostic, suggest, UNKNOWN, type Value } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import type { Configuration, VariableBlock } from './configuration.js';
import { parseExpression } from './language/parser.js';
import { SourceText } from './language/source.js';
import type { Report } from './syntax.js';
import { evaluateLiteral, type GivenValue, readValues, withoutWords } from './value-files.js';

/** One `-var 'name=value'` or `-var-file=path` (absolute), in the order of the command line. */
export type VariableOption = { readonly assign: string } | { readonly file: string };

/** Where values of variables may come from, beside the files that are read on their own. */
export interface VariableSources {
  readonly options: readonly VariableOption[];
  /** `TF_VAR_name` is looked for here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A variable that nobody gives a value is unknown; without it, that is an error. */
  readonly mayBeMissing?: boolean;
}

/** What is given, and what was wrong with how it is. */
export interface GivenValues {
  readonly given: ReadonlyMap<string, GivenValue>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What reading goes on with. */
interface Reading {
  readonly configuration: Configuration;
  readonly files: FileEffects;
  readonly given: Map<string, GivenValue>;
  readonly report: Report;
  /** Names that nothing declares, of which that was told. */
  readonly undeclared: Set<string>;
}

/**
 * Reads what the root module's variables are given. Later ones win, as in Terraform: TF_VAR_*, terraform.tfvars,
 * terraform.tfvars.json, *.auto.tfvars and *.auto.tfvars.json by name, then options in their order.
 */
export async function readGiven(
  configuration: Configuration,
  files: FileEffects,
  { options, environment }: VariableSources,
): Promise<GivenValues> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    diagnostics.push(diagnostic);
  };
  const reading: Reading = { configuration, files, given: new Map(), report, undeclared: new Set() };
  for (const [name, block] of configuration.variables) {
    const text = environment[`TF_VAR_${name}`];
    if (text !== undefined)
      reading.given.set(name, { value: fromText(block, text, `TF_VAR_${name}`, report) });
  }
  const { folder } = configuration;
  for (const name of automaticFiles(await files.list(folder)))
    await addFile(reading, { path: join(folder, name), shown: name, named: false });
  for (const option of options) {
    if ('assign' in option) addAssignment(reading, option.assign);
    else await addFile(reading, { path: option.file, shown: shownIn(folder, option.file), named: true });
  }
  return { given: reading.given, diagnostics };
}

/** A file as it is shown: from the configuration's folder on, where it is in it. */
function shownIn(folder: string, path: string): string {
  const within = relative(folder, path);
  return within.startsWith('..') ? path : within;
}

/** Text from outside is the value itself for a string, number or bool, and an expression for anything else. */
function fromText(block: VariableBlock, text: string, origin: string, report: Report): Value {
  const type = block.type ?? 'string';
  if (['string', 'number', 'bool'].includes(type.trim())) return text;
  const parsed = parseExpression(text, { source: new SourceText(origin, text) });
  const { value, diagnostics } =
    parsed.diagnostics.length > 0
      ? { value: UNKNOWN, diagnostics: parsed.diagnostics }
      : evaluateLiteral(parsed.expression, `var.${block.name}`);
  const advised = diagnostics.map((diagnostic) => ({
    action: 'It is read as an expression, in which a text stands in quotes.',
    ...diagnostic,
  }));
  (block.sensitive ? withoutWords(diagnostics, block, origin) : advised).forEach(report);
  return value;
}

function addAssignment({ configuration, given, report, undeclared }: Reading, assignment: string): void {
  const [, name, text] = /^([^=]*)=(.*)$/su.exec(assignment) ?? [];
  if (name === undefined || text === undefined || name.trim() !== name || name === '') {
    report({
      severity: 'error',
      summary: 'Invalid -var option',
      // What was written may be the value.
      detail:
        name === undefined || name === ''
          ? 'A -var is not of the form NAME=VALUE.'
          : 'There are spaces around the name of a variable.',
      action: "Write -var 'name=value', without spaces around the equals sign.",
    });
    return;
  }
  const block = configuration.variables.get(name);
  if (block !== undefined) given.set(name, { value: fromText(block, text, `-var ${name}`, report) });
  else if (!undeclared.has(name)) {
    undeclared.add(name);
    report(unknownVariable(configuration, name, 'error', `with -var '${name}=…'`));
  }
}

function unknownVariable(
  configuration: Configuration,
  name: string,
  severity: Diagnostic['severity'],
  how: string,
): Diagnostic {
  const near = suggest(name, configuration.variables.keys());
  return {
    severity,
    summary: 'Value for undeclared variable',
    detail: `A value was given ${how}, but the configuration declares no variable "${name}".`,
    ...(near === undefined ? {} : { action: `Did you mean "${near}"?` }),
  };
}

/** The files that are read without being named, in the order in which they count. */
function automaticFiles(names: readonly string[]): readonly string[] {
  const fixed = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name));
  return [...fixed, ...automatic.sort()];
}

interface ValueFile {
  readonly path: string;
  readonly shown: string;
  /** Named by an option: it has to be there. */
  readonly named: boolean;
}

async function addFile(reading: Reading, { path, shown, named }: ValueFile): Promise<void> {
  const { configuration, given, report, undeclared } = reading;
  const content = await readOrRefuse(reading, path, shown);
  if (content === 'unreadable') return;
  if (content === undefined) {
    if (named)
      report({
        severity: 'error',
        summary: 'Failed to read variables file',
        detail: `There is no file ${path}.`,
      });
    return;
  }
  const source = new SourceText(shown, content.toString('utf8'));
  for (const [name, value] of readValues(source, configuration, report)) {
    if (configuration.variables.has(name)) given.set(name, value);
    else if (!undeclared.has(name)) {
      undeclared.add(name);
      report(unknownVariable(configuration, name, 'warning', `in ${shown}`));
    }
  }
}

async function readOrRefuse(
  { files, report }: Reading,
  path: string,
  shown: string,
): Promise<Buffer | undefined | 'unreadable'> {
  try {
    return await files.read(path);
  } catch (cause) {
    report({
      severity: 'error',
      summary: 'Failed to read variables file',
      detail: `${shown} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      action: 'Name a file that holds values: NAME = VALUE in each line, or one object in JSON.',
      cause,
    });
    return 'unreadable';
  }
}
