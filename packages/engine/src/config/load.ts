import { createHash } from 'node:crypto';
import { isAbsolute, join, relative } from 'node:path';
import type { Diagnostic } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { checkConfiguration } from './check.js';
import { checkCycles } from './check-cycles.js';
import type { Configuration } from './configuration.js';
import { gather } from './gather.js';
import { readJsonFile } from './json.js';
import { SourceText } from './language/source.js';
import { loadModules, type ReadFolder } from './modules/load-modules.js';
import { asCaller } from './modules/parents.js';
import { readNativeFile } from './native.js';
import type { BlockBody, Report } from './syntax.js';

/**
 * A configuration, and what is wrong with it; undefined where some of the files could not be read: what they declare would be
 * missing everywhere else.
 */
export interface LoadedConfiguration {
  readonly configuration: Configuration | undefined;
  /** Nothing in it needs its own value. */
  readonly canBeEvaluated: boolean;
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
  const unreadable: string[] = [];
  const readWatched = async (inner: string, within: Report): Promise<ReadFolder> => {
    const found = await readFolder(files, folder, inner, within);
    unreadable.push(...found.unreadable);
    return found;
  };
  const read = await readWatched(folder, report);
  if (read.names.length === 0) report(nothingHere(folder));
  const parts = gather(read.primary, read.overriding, report);
  const modules = await loadModules(parts, {
    folder,
    read: readWatched,
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
  if (unreadable.length > 0 || read.names.length === 0)
    return { configuration: undefined, canBeEvaluated: false, diagnostics };
  const cycles = checkCycles(configuration);
  return {
    configuration,
    canBeEvaluated: cycles.length === 0,
    diagnostics: [...diagnostics, ...checkConfiguration(configuration), ...cycles],
  };
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
  const unreadable = new Set<string>();
  for (const name of names) {
    const content = await files.read(join(folder, name));
    if (content === undefined) continue;
    digest.update(`${name}\0${content.length}\0`).update(content);
    const source = new SourceText(shown(root, folder, name), content.toString('utf8'));
    const within: Report = (diagnostic) => {
      unreadable.add(name);
      report(diagnostic);
    };
    const body = name.endsWith('.tf') ? readNativeFile(source, within) : readJsonFile(source, within);
    if (body !== undefined) bodies.push({ name, body });
  }
  const of = (wanted: boolean): readonly BlockBody[] =>
    bodies.filter(({ name }) => isOverride(name) === wanted).map(({ body }) => body);
  // What there is to override may stand in a file that could not be read.
  const overriding = unreadable.size === 0 ? of(true) : [];
  return { names, primary: of(false), overriding, unreadable, digest: digest.digest('hex') };
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
