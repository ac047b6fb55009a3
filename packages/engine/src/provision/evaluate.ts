import { hasErrors, isObject, unmarkDeep } from '@virtform/values';
import type { Diagnostic, ValueObject } from '@virtform/values';
import { CONNECTION_ARGUMENTS, evaluateArguments, PROVISIONER_ARGUMENTS } from '../config/index.js';
import type { ProvisionerBlock, Scope, Subject } from '../config/index.js';
import { markedTexts } from '../plan/secrets.js';
import { connectionProblems } from './connection.js';
import { givenText, textMapOf, textOf, textsOf } from './values.js';
import type { Arguments } from './values.js';

/** A provisioner with what its expressions say. */
export interface EvaluatedProvisioner {
  readonly block: ProvisionerBlock;
  readonly values: Arguments;
  readonly connection: Arguments;
  /** Something that it is given is sensitive: then nothing of its output is shown, as in Terraform. */
  readonly sensitive: boolean;
  /** What must not be shown. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Evaluates a provisioner and looks for what can be known wrong. Where `self` is unknown, so is what rests on it, and passes. */
export function evaluateProvisioner(
  block: ProvisionerBlock,
  scope: Scope,
  subject: Subject,
): EvaluatedProvisioner {
  const body = evaluateArguments(block.body, PROVISIONER_ARGUMENTS[block.type], scope, subject);
  const connection =
    block.type === 'local-exec' || block.connection === undefined
      ? { values: {}, diagnostics: [] }
      : evaluateArguments(block.connection, CONNECTION_ARGUMENTS, scope, subject);
  const [bareBody, bareConnection] = [bare(body.values), bare(connection.values)];
  const marked = [body.values, connection.values].flatMap(markedTexts);
  const found = [...body.diagnostics, ...connection.diagnostics];
  const problems = hasErrors(found)
    ? []
    : [...PROBLEMS[block.type](bareBody), ...connectionProblems(bareConnection)];
  return {
    block,
    values: bareBody,
    connection: bareConnection,
    sensitive: isSensitive(body.values) || isSensitive(connection.values),
    secrets: [...marked, ...SECRET_ARGUMENTS.flatMap((name) => givenText(bareConnection, name) ?? [])],
    diagnostics: [
      ...found,
      ...problems.map((problem): Diagnostic => ({ ...subject, source: block.source, ...problem })),
    ],
  };
}

/** What is a secret by its nature, whether the program says so or not. */
const SECRET_ARGUMENTS = ['password', 'private_key', 'bastion_password', 'bastion_private_key'];

function bare(values: ValueObject): Arguments {
  const { value } = unmarkDeep(values);
  return isObject(value) ? value : {};
}

function isSensitive(values: ValueObject): boolean {
  return unmarkDeep(values).marks.length > 0;
}

const PROBLEMS: Readonly<Record<ProvisionerBlock['type'], (values: Arguments) => readonly Diagnostic[]>> = {
  'local-exec': (values) => [
    ...(textOf(values, 'command') === '' ? [wrong('command', 'There is nothing to run: it is empty.')] : []),
    ...nullCharacters(values, ['command', 'working_dir']),
    ...(textsOf(values, 'interpreter').some((word) => word?.includes('\0') === true)
      ? [wrong('interpreter', NO_NUL)]
      : []),
    ...(Object.entries(textMapOf(values, 'environment')).some(
      ([name, value]) => /^$|[=\0]/.test(name) || value.includes('\0'),
    )
      ? [wrong('environment', 'A variable has a name without "=", and no character NUL in its value.')]
      : []),
  ],
  'remote-exec': (values) => [
    ...['inline', 'scripts'].flatMap((name) =>
      textsOf(values, name).some((element) => element === '')
        ? [wrong(name, 'One of its elements is empty.')]
        : [],
    ),
    ...(textOf(values, 'script') === '' ? [wrong('script', 'It names no file: it is empty.')] : []),
  ],
  file: (values) => [
    ...nullCharacters(values, ['source', 'destination']),
    ...(textOf(values, 'destination') === '' ? [wrong('destination', 'It names no file: it is empty.')] : []),
    ...(textOf(values, 'source') === '' ? [wrong('source', 'It names no file: it is empty.')] : []),
  ],
};

const NO_NUL = 'It has a character NUL in it, which ends a text for the system.';

function nullCharacters(values: Arguments, names: readonly string[]): readonly Diagnostic[] {
  return names
    .filter((name) => textOf(values, name)?.includes('\0') === true)
    .map((name) => wrong(name, NO_NUL));
}

function wrong(argument: string, detail: string): Diagnostic {
  return {
    severity: 'error',
    summary: `Invalid provisioner argument "${argument}"`,
    detail,
    path: [argument],
  };
}
