import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Diagnostic, hasErrors } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { checkConfiguration } from './check.js';
import type { Configuration } from './configuration.js';
import { gather } from './gather.js';
import { readJsonFile } from './json.js';
import { SourceText } from './language/source.js';
import { readNativeFile } from './native.js';
import type { BlockBody } from './syntax.js';

/** A configuration, and what is wrong with it; undefined where nothing could be made of the files. */
export interface LoadedConfiguration {
  readonly configuration: Configuration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the configuration files of a folder; override files are merged into what they override. Everything that can be said
 * without values is checked: unknown names, cycles, texts that are no templates.
 */
export async function loadConfiguration(files: FileEffects, folder: string): Promise<LoadedConfiguration> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const names = (await files.list(folder)).filter(isConfiguration).sort();
  if (names.length === 0) report(nothingHere(folder));
  const digest = createHash('sha256');
  const bodies: { readonly name: string; readonly body: BlockBody }[] = [];
  for (const name of names) {
    const content = await files.read(join(folder, name));
    if (content === undefined) continue;
    digest.update(`${name}\0${content.length}\0`).update(content);
    const source = new SourceText(name, content.toString('utf8'));
    const body = name.endsWith('.tf') ? readNativeFile(source, report) : readJsonFile(source, report);
    if (body !== undefined) bodies.push({ name, body });
  }
  const [primary, overriding] = [false, true].map((wanted) =>
    bodies.filter(({ name }) => isOverride(name) === wanted).map(({ body }) => body),
  );
  const configuration: Configuration = {
    folder,
    digest: digest.digest('hex'),
    ...gather(primary ?? [], overriding ?? [], report),
  };
  diagnostics.push(...checkConfiguration(configuration));
  const isReadable = names.length > 0 && (bodies.length > 0 || !hasErrors(diagnostics));
  return { configuration: isReadable ? configuration : undefined, diagnostics };
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
