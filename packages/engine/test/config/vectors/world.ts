import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@virtform/values';
import { evaluate, type Reference } from '../../../src/config';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { unknownOf, type Type } from '../../../src/config/language/types';
import { LITERALS_ONLY } from '../../../src/config/literals';

/** Resources whose output is not known yet, by name: what is given to them, and of which type their output will be. */
const UNKNOWN_OUTPUTS: Readonly<Record<string, { readonly input: string; readonly type: Type }>> = {
  number: { input: '1', type: 'number' },
  bool: { input: 'true', type: 'bool' },
  list: { input: 'tolist(["x", "y"])', type: { kind: 'list', element: 'string' } },
  numbers: { input: 'tolist([1, 2])', type: { kind: 'list', element: 'number' } },
  set: { input: 'toset(["x", "y"])', type: { kind: 'set', element: 'string' } },
  map: { input: 'tomap({ a = "x" })', type: { kind: 'map', element: 'string' } },
};

const UNKNOWN_VALUES: ReadonlyMap<string, Value> = new Map([
  ['terraform_data.unknown', { id: unknownOf('string') }],
  ...Object.entries(UNKNOWN_OUTPUTS).map(([name, { type }]): [string, Value] => [
    `terraform_data.${name}`,
    { output: unknownOf(type) },
  ]),
]);

/** Local values: what `templatestring` reads has to have a name. */
const LOCALS: ReadonlyMap<string, string> = new Map([
  ['template', '"v: $${value}"'],
  ['only_template', '"$${value}"'],
  ['secret_template', 'sensitive("v: $${value}")'],
  ['no_template', 'null'],
  ['broken_template', '"$${value"'],
  ['number_template', '5'],
  ['calling_template', '"$${upper(value)}"'],
  ['nested_template', '"$${templatestring(value, {})}"'],
  ['templates', '{ first = "v: $${value}" }'],
]);

/** The world in which questions are asked, as a configuration. */
export const WORLD = [
  ...Object.entries({ unknown: { input: '"x"' }, ...UNKNOWN_OUTPUTS }).map(
    ([name, { input }]) => `resource "terraform_data" "${name}" {\n  input = ${input}\n}\n`,
  ),
  'locals {\n',
  ...[...LOCALS].map(([name, written]) => `  ${name} = ${written}\n`),
  '}\n',
].join('');

/** The same world: what a name in it stands for, undefined where there is nothing of that name. */
export function valueOf(reference: Reference): Value | undefined {
  switch (reference.to) {
    case 'resource':
      return UNKNOWN_VALUES.get(reference.address);
    case 'local':
      return localValue(reference.name);
    case 'path':
      return '.';
    default:
      return undefined;
  }
}

function localValue(name: string): Value | undefined {
  const written = LOCALS.get(name);
  if (written === undefined) return undefined;
  const { expression } = parseExpression(written, { source: new SourceText(name, written) });
  return evaluate(expression, LITERALS_ONLY).value;
}

/** What is no plain file and cannot lie in the repository: links by what they lead to. */
const LINKS: Readonly<Record<string, string>> = {
  'links/text': '../../files/hello.txt',
  'links/folder': '../../files/sub',
  'links/null': '/dev/null',
  'links/zero': '/dev/zero',
  'gone/gone': 'nothing',
  'round/again': '.',
  'self/self': 'self',
};

/** Plain files beside them. */
const FILES: Readonly<Record<string, string>> = {
  'gone/text': 'g',
  'round/text': 'r',
  'pipes/text': 'p',
  'secret/.hidden': 'h',
  'odd/a b': '',
  'odd/[x]': '',
  'odd/x': '',
  'odd/*': '',
  'odd/{a,b}': '',
  'odd/a': '',
  'odd/b': '',
  'odd/a\\b': '',
  'odd/~': 't',
  'odd/é': 'e\u0301',
  'odd/-': '',
  'odd/^': '',
  '[x]/y': 'y',
  'x/y': 'z',
  '~/y': 'home',
};

/** A new folder with the files that expressions read; whoever asked for it removes it. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  cpSync(join(__dirname, 'files'), join(folder, 'files'), { recursive: true });
  const within = (path: string): string => {
    const whole = join(folder, 'odd-files', path);
    mkdirSync(join(whole, '..'), { recursive: true });
    return whole;
  };
  for (const [path, target] of Object.entries(LINKS)) symlinkSync(target, within(path));
  for (const [path, text] of Object.entries(FILES)) writeFileSync(within(path), text);
  spawnSync('mkfifo', [within('pipes/pipe')]);
  return folder;
}
