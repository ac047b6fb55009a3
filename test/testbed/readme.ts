import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';

/** The examples of a package's README: what they stand below, and their code. */
export function examplesOf(room: string): readonly (readonly [heading: string, code: string])[] {
  const file = path.join(__dirname, '../../packages', room, 'README.md');
  const sections = readFileSync(file, 'utf8').split(/^##? /m);
  return sections.flatMap((section) => {
    const [heading = ''] = section.split('\n');
    const [, code] = /```ts\n([\s\S]*?)```/.exec(section) ?? [];
    return code === undefined ? [] : [[heading, code] as const];
  });
}

/** What an example promises to print, line by line: the text behind each `//=>`. */
export function promisedBy(code: string): readonly string[] {
  return [...code.matchAll(/\/\/=> (.*)/g)].map(([, text = '']) => text);
}

type Example = (require: unknown, exports: object, console: object) => Promise<void>;

function isExample(value: unknown): value is Example {
  return typeof value === 'function';
}

/**
 * Runs an example.
 *
 * @param modules what its imports by package name mean, so that the sources are tried and not what was built of them
 * @returns what it printed
 */
export async function runExample(
  code: string,
  modules: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions: options });
  const printed: string[] = [];
  const example: unknown = vm.runInThisContext(`(async (require, exports, console) => {${outputText}\n})`);
  if (!isExample(example)) throw new Error('an example is a function by now');
  const nodeRequire = createRequire(__filename);
  const load = (name: string): unknown => modules[name] ?? nodeRequire(name);
  const log = (...words: readonly unknown[]): void => void printed.push(words.map(String).join(' '));
  await example(load, {}, { log });
  return printed;
}
