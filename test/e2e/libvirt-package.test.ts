import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { examplesOf } from '../testbed/readme.js';

const ROOT = path.resolve(__dirname, '../..');
const hypervisor = sharedHypervisor();

/** Where the package is installed, as someone else has it: an empty project, and no registry. */
let project = '';
const installed = (...names: readonly string[]): string =>
  path.join(project, 'node_modules/@virtform/libvirt', ...names);

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'libvirt-package-'));
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  const npm = (...words: readonly string[]): Promise<string> =>
    run('npm', ...words, '--offline', '--no-audit', '--no-fund', '--cache', path.join(project, '.npm'));
  const packed = await npm('pack', path.join(ROOT, 'packages/libvirt'), '--pack-destination', project);
  await npm('install', `./${packed}`);
});

afterAll(() => rmSync(project, { recursive: true }));

/** Runs a command in the project. */
async function run(command: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd: project })).stdout.trim();
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')} failed.`, { cause: error });
  }
}

function runProgram(file: string, text: string): Promise<string> {
  writeFileSync(path.join(project, file), text);
  return run(process.execPath, file);
}

const listGuests = (uri: string): string => `
  (async () => {
    const host = await connect('${uri}');
    for (const guest of await libvirt(host).domains.list()) console.log(guest.name, guest.uuid);
    await host.close();
  })();`;

test.each([
  ['required', 'list.cjs', `const { connect, libvirt } = require('@virtform/libvirt');`],
  ['imported', 'list.mjs', `import { connect, libvirt } from '@virtform/libvirt';`],
])('it can be %s', async (_, file, head) => {
  const uri = `test+unix:///default?socket=${hypervisor().socket}`;
  await expect(runProgram(file, head + listGuests(uri))).resolves.toBe(
    'test 6695eb01-f6a4-8304-79aa-97f2502e193f',
  );
});

test('an import finds every name that require does', async () => {
  const names = (list: string): string => `console.log(Object.keys(${list}).join(' '));`;
  const required = await runProgram('names.cjs', names(`require('@virtform/libvirt')`));
  const imported = await runProgram('names.mjs', `import * as all from '@virtform/libvirt'; ${names('all')}`);
  expect(required.split(' ')).toContain('connect');
  expect(imported.split(' ')).toEqual(expect.arrayContaining(required.split(' ')));
});

test('it brings nothing else along', () => {
  expect(readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    '@virtform',
  ]);
  expect(readdirSync(path.join(project, 'node_modules/@virtform'))).toEqual(['libvirt']);
});

test('what it is made of stays its own', async () => {
  const load = (name: string): Promise<string> =>
    runProgram('load.cjs', `console.log(typeof require('${name}').version)`);
  await expect(load('@virtform/libvirt/package.json')).resolves.toBe('string');
  await expect(load('@virtform/libvirt/lib/pool.js')).rejects.toMatchObject({
    cause: { stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED') },
  });
});

describe('its files', () => {
  const files = (): readonly string[] =>
    readdirSync(installed(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(installed(), path.join(entry.parentPath, entry.name)));

  test('are the program, its types, and what everyone should read', () => {
    const program = /^lib\/[a-z0-9/-]+\.(js|js\.map|d\.ts)$/;
    expect(
      files()
        .filter((file) => !program.test(file))
        .sort(),
    ).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(readFileSync(installed('LICENSE'), 'utf8')).toBe(readFileSync(path.join(ROOT, 'LICENSE'), 'utf8'));
  });

  test('hold the sources that their maps point at', () => {
    const maps = files().filter((file) => file.endsWith('.map'));
    expect(maps).toContain('lib/index.js.map');
    for (const file of maps) {
      const map = JSON.parse(readFileSync(installed(file), 'utf8')) as SourceMap;
      expect(map.sourcesContent?.map((text) => typeof text)).toEqual(map.sources.map(() => 'string'));
    }
  });
});

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

test.each([
  ['node16', 'node16'],
  ['esnext', 'bundler'],
])('the examples compile against its types, for module %s and resolution %s', async (module, resolution) => {
  const folder = path.join(project, resolution);
  mkdirSync(folder);
  // Those who use Node's own modules in TypeScript have their types.
  const types = path.join(ROOT, 'node_modules/@types');
  symlinkSync(types, path.join(folder, 'types'));
  const compilerOptions = {
    module,
    moduleResolution: resolution,
    target: 'es2022',
    lib: ['es2022'],
    strict: true,
    noEmit: true,
    typeRoots: [path.join(folder, 'types')],
    types: ['node'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }));
  for (const [index, [, code]] of examplesOf('libvirt').entries()) {
    writeFileSync(path.join(folder, `example${index}.mts`), code);
  }
  await expect(
    run(process.execPath, path.join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder),
  ).resolves.toBe('');
});
