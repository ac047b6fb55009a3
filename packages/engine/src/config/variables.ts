import { join } from 'node:path';
import { Diagnostic, suggest, Value } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { inModule } from '../address.js';
import { assignVariable } from './assign-variable.js';
import type { Configuration, Scope, VariableBlock } from './configuration.js';
import { restsOnResources } from './dependencies.js';
import { evaluate, judge, type Judged } from './evaluate.js';
import { realFiles } from './files.js';
import { JsonSyntaxError, jsonValue, readJson } from './language/json-text.js';
import { parseExpression } from './language/parser.js';
import { positionOf, SourceText } from './language/source.js';
import { createScope } from './scope.js';
import { readNativeFile } from './native.js';
import { LITERALS_ONLY } from './literals.js';

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

/** The value of every variable: given or default, converted to its type, marked where it is sensitive. */
export interface Variables {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

type Report = (diagnostic: Diagnostic) => void;

/**
 * Gathers the values of the root module's variables. Later ones win, as in Terraform: TF_VAR_*, terraform.tfvars,
 * terraform.tfvars.json, *.auto.tfvars and *.auto.tfvars.json by name, then options in their order.
 */
export async function readVariables(
  configuration: Configuration,
  files: FileEffects,
  sources: VariableSources,
): Promise<Variables> {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    diagnostics.push(diagnostic);
  };
  const given = new Map<string, Value>();
  for (const [name, block] of configuration.variables) {
    const text = sources.environment[`TF_VAR_${name}`];
    if (text !== undefined) given.set(name, fromText(block, text, `TF_VAR_${name}`, report));
  }
  const folder = configuration.folder;
  for (const name of automaticFiles(await files.list(folder)))
    await addFile(
      configuration,
      files,
      { path: join(folder, name), shown: name, named: false },
      given,
      report,
    );
  for (const option of sources.options) {
    if ('file' in option)
      await addFile(
        configuration,
        files,
        { path: option.file, shown: option.file, named: true },
        given,
        report,
      );
    else addAssignment(configuration, option.assign, given, report);
  }
  const assigned = assignVariables(configuration, given, sources.mayBeMissing);
  return { values: assigned.values, diagnostics: [...diagnostics, ...assigned.diagnostics] };
}

/** The same from values that are known already: those of a saved plan, or a test's. */
export function assignVariables(
  configuration: Configuration,
  given: ReadonlyMap<string, Value>,
  mayBeMissing = false,
): Variables {
  const values = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    diagnostics.push(diagnostic);
  };
  for (const [name, block] of configuration.variables)
    values.set(name, assign(block, given.get(name), mayBeMissing, report));
  return { values, diagnostics: [...diagnostics, ...validate(configuration, values)] };
}

/** The variables of a saved plan: those that it does not hold, because they are ephemeral, are read as for a new one. */
export async function readPlannedVariables(
  configuration: Configuration,
  files: FileEffects,
  sources: VariableSources,
  planned: ReadonlyMap<string, Value>,
): Promise<Variables> {
  const variables = new Map([...configuration.variables].filter(([, { ephemeral }]) => ephemeral));
  const fixed = sources.options.filter(
    (option) => !('assign' in option) || !variables.has(option.assign.split('=')[0]?.trim() ?? ''),
  );
  if (fixed.length > 0)
    return {
      values: new Map(),
      diagnostics: [
        {
          severity: 'error',
          summary: 'A saved plan has its variables already',
          detail:
            'Beside a saved plan, only variables that are ephemeral are given a value: no plan holds one.',
          action: 'Leave the others out, or make a new plan with them.',
        },
      ],
    };
  if (variables.size === 0) return assignVariables(configuration, planned);
  const read = await readVariables({ ...configuration, variables }, files, sources);
  const all = assignVariables(configuration, new Map([...planned, ...read.values]));
  // What is said of others counts for nothing: they are as they were planned.
  return {
    ...all,
    diagnostics: [...read.diagnostics.filter(({ severity }) => severity === 'error'), ...all.diagnostics],
  };
}

/** Asks the validations that rest on nothing but the variable itself and what else is known without resources. */
function validate(configuration: Configuration, values: ReadonlyMap<string, Value>): readonly Diagnostic[] {
  const validated = [...configuration.variables.values()]
    .map((block) => ({
      ...block,
      validations: block.validations.filter((validation) => !restsOnResources(configuration, validation)),
    }))
    .filter(({ validations }) => validations.length > 0);
  if (validated.length === 0) return [];
  const scope = createScope({
    configuration,
    variables: values,
    resource: () => undefined,
    files: realFiles,
    started: new Date(0),
    phase: 'plan',
  });
  return validated.flatMap((block) => judgeVariable(block, scope).diagnostics);
}

/** Asks what has to hold of a variable. */
export function judgeVariable(
  { name, construct, validations }: Pick<VariableBlock, 'name' | 'construct' | 'validations'>,
  scope: Scope,
): Judged {
  const subject = {
    address: inModule(scope.module, `var.${name}`),
    ...(construct === undefined ? {} : { construct }),
  };
  return judge(validations, scope, subject, {
    summary: `Invalid value for variable "${name}"`,
    severity: 'error',
  });
}

function assign(
  block: VariableBlock,
  given: Value | undefined,
  mayBeMissing: boolean,
  report: Report,
): Value {
  const howToGive = `Give it with -var '${block.name}=…', in a file *.auto.tfvars.json, or as TF_VAR_${block.name}.`;
  return assignVariable(block, given, {
    place: about(block),
    address: `var.${block.name}`,
    action: mayBeMissing ? undefined : howToGive,
    report,
  });
}

function about(block: VariableBlock): Pick<Diagnostic, 'address' | 'construct' | 'source'> {
  return {
    address: `var.${block.name}`,
    ...(block.construct === undefined ? {} : { construct: block.construct }),
    ...(block.source === undefined ? {} : { source: block.source }),
  };
}

/** Text from outside is the value itself for a string, number or bool, and an expression for anything else. */
function fromText(block: VariableBlock, text: string, origin: string, report: Report): Value {
  const type = block.type ?? 'string';
  if (['string', 'number', 'bool'].includes(type.trim())) return text;
  if (type.trim() === 'any' && !/^\s*["[{]/.test(text)) return text;
  const parsed = parseExpression(text, { source: new SourceText(origin, text) });
  const evaluated = evaluate(parsed.expression, LITERALS_ONLY, { address: `var.${block.name}` });
  const found = [...parsed.diagnostics, ...evaluated.diagnostics];
  (block.sensitive ? withoutWords(found, block, origin) : found).forEach(report);
  return evaluated.value;
}

/** What is wrong with the value of a sensitive variable, without the words and the line that quote it. */
function withoutWords(
  found: readonly Diagnostic[],
  { name, type }: Pick<VariableBlock, 'name' | 'type'>,
  origin: string,
): readonly Diagnostic[] {
  return found.slice(0, 1).map(({ severity }) => ({
    severity,
    summary: `Invalid value for variable "${name}"`,
    detail: `What ${origin} says is no expression for a ${type ?? 'value'}. It is sensitive, so that it is not shown.`,
    address: `var.${name}`,
  }));
}

function addAssignment(
  configuration: Configuration,
  assignment: string,
  given: Map<string, Value>,
  report: Report,
): void {
  const [, name, text] = /^\s*([^=]+?)\s*=(.*)$/su.exec(assignment) ?? [];
  if (name === undefined || text === undefined) {
    report({
      severity: 'error',
      summary: 'Invalid -var option',
      // What was written may be the value.
      detail: 'A -var is not of the form NAME=VALUE.',
      action: "Write -var 'name=value'.",
    });
    return;
  }
  const block = configuration.variables.get(name);
  if (block === undefined) report(undeclared(configuration, name, 'error', `with -var '${name}=…'`));
  else given.set(name, fromText(block, text, `-var ${name}`, report));
}

function undeclared(
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

async function addFile(
  configuration: Configuration,
  files: FileEffects,
  { path, shown, named }: ValueFile,
  given: Map<string, Value>,
  report: Report,
): Promise<void> {
  const content = await files.read(path);
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
    else report(undeclared(configuration, name, 'warning', `in ${shown}`));
  }
}

/** The values in a file. Problems are told without their lines: nobody knows which of them hold secrets. */
function readValues(
  source: SourceText,
  configuration: Configuration,
  reportWhole: Report,
): readonly (readonly [string, Value])[] {
  const report: Report = (diagnostic) => reportWhole(withoutLine(diagnostic));
  if (!source.file.endsWith('.json')) {
    const body = readNativeFile(source, report);
    return body.names().flatMap(({ text, span }): readonly (readonly [string, Value])[] => {
      const expression = body.expression(text, report);
      if (expression === undefined) {
        report({
          severity: 'error',
          summary: `Unexpected "${text}" block`,
          detail: 'A file of values holds no blocks, only NAME = VALUE.',
          source: positionOf(span),
        });
        return [];
      }
      const { value, diagnostics } = evaluate(expression, LITERALS_ONLY, { address: `var.${text}` });
      const block = configuration.variables.get(text);
      const found = block?.sensitive === true ? withoutWords(diagnostics, block, source.file) : diagnostics;
      found.forEach(report);
      return [[text, value]];
    });
  }
  try {
    const node = readJson(source.text);
    if (node.type === 'object') return node.members.map(({ name, value }) => [name.value, jsonValue(value)]);
    throw new JsonSyntaxError('expected an object with a value for each variable', node.start);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    report({
      severity: 'error',
      summary: `${source.file} cannot be read`,
      detail: `While reading JSON: ${error.message}.`,
      source: source.position(error.offset),
    });
    return [];
  }
}

function withoutLine(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.source === undefined) return diagnostic;
  const { file, line, column } = diagnostic.source;
  const place = {
    file,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
  return { ...diagnostic, source: place };
}
