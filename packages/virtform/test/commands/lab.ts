import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/main.js';
import { testIo } from '../io.js';

/** A folder with a configuration, in which command lines are run as a shell would. */
export interface CommandLab {
  readonly folder: string;
  run(...words: readonly string[]): Promise<Ran>;
  /** The same with something to say: an answer to a question, or the standard input. */
  runSaying(said: string, ...words: readonly string[]): Promise<Ran>;
  write(name: string, content: string): void;
  read(name: string): string;
  files(): readonly string[];
  environment: Record<string, string>;
  delete(name: string): void;
  remove(): void;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export function commandLab(): CommandLab {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-command-'));
  const lab: CommandLab = {
    folder,
    environment: {},
    run: (...words) => ranIn(words, undefined),
    runSaying: (said, ...words) => ranIn(words, said),
    write: (name, content) => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    },
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    files: () => readdirSync(folder).sort(),
    delete: (name) => rmSync(path.join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  const ranIn = async (words: readonly string[], said: string | undefined): Promise<Ran> => {
    const io = testIo(folder, said, lab.environment);
    const code = await run(words, io);
    return { code, ...io.written };
  };
  lab.write('main.tf', '');
  return lab;
}

/** What a test says of an instance. */
export interface InstanceGiven {
  readonly key?: number | string;
  readonly attributes: object;
  readonly sensitive?: readonly string[];
  readonly dependencies?: readonly string[];
}

/** One resource with its instances, as a state file has it, in Terraform's order. */
export function resourceJson(
  type: string,
  name: string,
  instances: readonly InstanceGiven[],
  module?: string,
): object {
  return {
    ...(module === undefined ? {} : { module }),
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
    instances: instances.map(({ key, attributes, sensitive = [], dependencies }) => ({
      ...(key === undefined ? {} : { index_key: key }),
      schema_version: 0,
      attributes,
      sensitive_attributes: sensitive.map((value) => [{ type: 'get_attr', value }]),
      ...(dependencies === undefined ? {} : { dependencies }),
    })),
  };
}

export const LINEAGE = '6e0f7c58-2c2f-4b4c-9a3e-1d8f0c1a2b3c';

/** A state file, version 4. */
export function stateJson(resources: readonly object[], more: object = {}): string {
  const state = {
    version: 4,
    terraform_version: '1.5.7',
    serial: 3,
    lineage: LINEAGE,
    outputs: {},
    resources,
    check_results: null,
    ...more,
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** Two guests of one block, a network with a secret beside its name, and a guest in a module. */
export const SAMPLE = stateJson([
  resourceJson('libvirt_domain', 'web', [
    { key: 0, attributes: { id: '1', name: 'web-0' }, dependencies: ['libvirt_network.lab'] },
    { key: 1, attributes: { id: '2', name: 'web-1' }, dependencies: ['libvirt_network.lab'] },
  ]),
  resourceJson('libvirt_network', 'lab', [
    { attributes: { id: '3', name: 'lab', title: 'do not show' }, sensitive: ['title'] },
  ]),
  resourceJson('libvirt_domain', 'db', [{ attributes: { id: '4', name: 'db' } }], 'module.shop'),
]);
