import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import * as libvirt from '@virtform/libvirt';
import ts from 'typescript';
import { sharedHypervisor } from '../testbed/hypervisor.js';

const hypervisor = sharedHypervisor();

/** The examples of the README, each below its heading. */
function examples(): readonly (readonly [string, string])[] {
  const file = path.join(__dirname, '../../packages/libvirt/README.md');
  const sections = readFileSync(file, 'utf8').split(/^## /m);
  return sections.flatMap((section) => {
    const [heading = ''] = section.split('\n');
    const [, code] = /```ts\n([\s\S]*?)```/.exec(section) ?? [];
    return code === undefined ? [] : [[heading, code] as const];
  });
}

type Example = (require: unknown, exports: object, console: object) => Promise<void>;

function isExample(value: unknown): value is Example {
  return typeof value === 'function';
}

/** Runs an example with its URIs and paths led to the test's own host. Returns what it printed. */
async function run(code: string): Promise<readonly string[]> {
  const { uri, socket, scratch } = hypervisor();
  const led = code
    .replaceAll('test:///default', `test+unix:///default?socket=${socket}`)
    .replaceAll('qemu:///system', uri)
    .replaceAll('/tmp/readme-pool', path.join(scratch, 'readme'));
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(led, { compilerOptions: options });
  const printed: string[] = [];
  const example: unknown = vm.runInThisContext(`(async (require, exports, console) => {${outputText}\n})`);
  if (!isExample(example)) throw new Error('an example is a function by now');
  const nodeRequire = createRequire(__filename);
  const load = (name: string): unknown => (name === '@virtform/libvirt' ? libvirt : nodeRequire(name));
  const log = (...words: readonly unknown[]): void => void printed.push(words.map(String).join(' '));
  await example(load, {}, { log });
  return printed;
}

test('there are ten', () => {
  expect(examples()).toHaveLength(10);
});

test.each(examples())('%s', async (_, code) => {
  const promised = [...code.matchAll(/\/\/=> (.*)/g)].map(([, text]) => text);
  expect(await run(code)).toEqual(promised);
});
