import { join, relative } from 'node:path';
import type { FileEffects } from '../../src/effects/effects';
import {
  createScope,
  loadConfiguration,
  type ModuleScope,
  NO_FILES,
  type ScopeOptions,
} from '../../src/config';
import type { Configuration } from '../../src/config';
import { hasErrors, formatDiagnostic, type Diagnostic } from '@virtform/values';

const FOLDER = '/stack';

/** A disk that holds a few files in one folder and in folders below it (`lab/main.tf`), and can only be read. */
export function filesOf(contents: Readonly<Record<string, string | object>>): FileEffects {
  const refuse = (): Promise<never> => Promise.reject(new Error('this disk can only be read'));
  const text = (path: string): string | undefined => {
    const content = contents[relative(FOLDER, path)];
    return content === undefined || typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  };
  const namesIn = (folder: string): readonly string[] => {
    const paths = Object.keys(contents).map((name) => join(FOLDER, name));
    const below = paths.filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
  };
  return {
    stat: async (path) => {
      const content = text(path);
      if (content !== undefined) return { size: content.length, modifiedMs: 0, isDirectory: false };
      return namesIn(path).length === 0 ? undefined : { size: 0, modifiedMs: 0, isDirectory: true };
    },
    read: async (path) => {
      const content = text(path);
      return content === undefined ? undefined : Buffer.from(content);
    },
    list: async (folder) => namesIn(folder),
    stream: () => {
      throw new Error('this disk is read as a whole');
    },
    makeFolder: refuse,
    remove: refuse,
    removeFolder: refuse,
    overwrite: refuse,
    lock: refuse,
  };
}

/** The configuration in these files, which has to be without errors. */
export async function configurationOf(
  contents: Readonly<Record<string, string | object>> | object,
): Promise<Configuration> {
  const { configuration, diagnostics } = await loaded(contents);
  if (configuration === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return configuration;
}

/** What becomes of `cdk.tf.json` with this in it, or of several files by name. */
export function loaded(
  contents: object,
): Promise<{ configuration: Configuration | undefined; diagnostics: readonly Diagnostic[] }> {
  const named = Object.keys(contents).some((name) => /\.(?:json|tf|tfvars)$/.test(name));
  return loadConfiguration(filesOf(named ? { ...contents } : { 'cdk.tf.json': contents }), FOLDER);
}

/** A scope over a configuration; what is not said here is empty. */
export function scopeOf(
  configuration: Configuration,
  options: Partial<Omit<ScopeOptions, 'configuration'>> = {},
): ModuleScope {
  return createScope({
    configuration,
    variables: new Map(),
    resource: () => undefined,
    files: NO_FILES,
    started: new Date('2024-01-02T03:04:05Z'),
    phase: 'plan',
    ...options,
  });
}
