import { createHash } from 'node:crypto';
import { isAbsolute, join, relative } from 'node:path';
import { Diagnostic, hasErrors } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { checkConfiguration } from './check.js';
import type { Configuration } from './configuration.js';
import { gather } from './gather.js';
import { readJsonFile } from './json.js';
import { SourceText } from './language/source.js';
import { loadModules, type ReadFolder } from './modules/load-modules.js';
import { asCaller } from './modules/parents.js';
import { readNativeFile } from './native.js';
import type { BlockBody, Report } from './syntax.js';

/** A configuration, and what is wrong with it; undefined where nothing could be made of the files. */
export interface LoadedConfiguration {
  readonly configuration: Configuration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the configuration files of a folder and of every module that they call; override files are merged into what they override.
 * Everything that can be said without values is checked: unknown names, cycles, texts that are no templates.
 */
export async function loadConfiguration(files: FileEffects, folder: string): Promise<LoadedConfiguration> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const read = await readFolder(files, folder, folder, report);
  if (read.names.length === 0) report(nothingHere(folder));
  const parts = gather(read.primary, read.overriding, report);
  const modules = await loadModules(parts, {
    folder,
    read: (inner, within) => readFolder(files, folder, inner, within),
    exists: async (inner) => (await files.stat(inner))?.isDirectory === true,
    report,
  });
  const configuration = asCaller({
    path: [],
    folder,
    digest: digestOf(read.digest, modules.digests),
    modules: modules.modules,
    ...parts,
  });
  diagnostics.push(...checkConfiguration(configuration));
  const isRead = read.primary.length + read.overriding.length > 0;
  const isReadable = read.names.length > 0 && (isRead || !hasErrors(diagnostics));
  return { configuration: isReadable ? configuration : undefined, diagnostics };
}

async function readFolder(
  files: FileEffects,
  root: string,
  folder: string,
  report: Report,
): Promise<ReadFolder> {
  const names = (await files.list(folder)).filter(isConfiguration).sort();
  const digest = createHash('sha256');
  const bodies: { readonly name: string; readonly body: BlockBody }[] = [];
  for (const name of names) {
    const content = await files.read(join(folder, name));
    if (content === undefined) continue;
    digest.update(`${name}\0${content.length}\0`).update(content);
    const source = new SourceText(shown(root, folder, name), content.toString('utf8'));
    const body = name.endsWith('.tf') ? readNativeFile(source, report) : readJsonFile(source, report);
    if (body !== undefined) bodies.push({ name, body });
  }
  const of = (wanted: boolean): readonly BlockBody[] =>
    bodies.filter(({ name }) => isOverride(name) === wanted).map(({ body }) => body);
  return { names, primary: of(false), overriding: of(true), digest: digest.digest('hex') };
}

/** A file as it is shown: from the folder of the root module on. */
function shown(root: string, folder: string, name: string): string {
  const path = folder === root ? name : relative(root, join(folder, name));
  return isAbsolute(path) ? join(folder, name) : path;
}

/** Without modules the digest of the files, as saved plans know it. */
function digestOf(own: string, modules: readonly string[]): string {
  if (modules.length === 0) return own;
  return createHash('sha256')
    .update([own, ...modules].join('\0'))
    .digest('hex');
}

function isConfiguration(name: string): boolean {
  const isHidden = name.startsWith('.') || name.startsWith('#') || name.endsWith('~');
  return !isHidden && (name.endsWith('.tf.json') || name.endsWith('.tf'));
}

function isOverride(name: string): boolean {
  return /(?:^|_)override\.tf(?:\.json)?$/.test(name);
}

function nothingHere(folder: string): Diagnostic {
  return {
    severity: 'error',
    summary: 'No configuration files',
    detail: `There is no file *.tf or *.tf.json in ${folder}.`,
    action: 'Change into the folder of a configuration, or name it with -chdir=DIR.',
  };
}
