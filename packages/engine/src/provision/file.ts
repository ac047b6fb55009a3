import { basename, resolve } from 'node:path';
import { connectionOf } from './connection.js';
import { ProvisionError } from './error.js';
import type { EvaluatedProvisioner } from './evaluate.js';
import { oneChunk } from './remote-exec.js';
import { storeScript, unpackScript } from './remote-shell.js';
import type { ProvisionRun } from './surroundings.js';
import { withSsh } from './ssh-session.js';
import { archiveFolder } from './tar.js';
import { textOf } from './values.js';

/** What is to be copied: a script for the far side, and what it reads. */
interface Copy {
  readonly script: string;
  readonly input: () => AsyncIterable<Uint8Array>;
}

/**
 * Copies a file, a folder or a text to the machine behind the connection.
 *
 * @throws ProvisionError where there is nothing to copy, or it does not arrive
 */
export async function copyFile(provisioner: EvaluatedProvisioner, run: ProvisionRun): Promise<void> {
  const { values, connection } = provisioner;
  const destination = textOf(values, 'destination') ?? '';
  const { script, input } = await copyOf(provisioner, destination, run);
  await withSsh(connectionOf(connection, run.surroundings.folder), run, (session) =>
    session.run(script, `writing ${run.shown(destination)}`, input()),
  );
}

async function copyOf(
  { values }: EvaluatedProvisioner,
  destination: string,
  { surroundings: { files, folder }, shown }: ProvisionRun,
): Promise<Copy> {
  const source = textOf(values, 'source');
  if (source === undefined) {
    const content = Buffer.from(textOf(values, 'content') ?? '', 'utf8');
    return { script: storeScript(destination), input: () => oneChunk(content) };
  }
  const path = resolve(folder, source);
  const facts = await files.stat(path);
  if (facts === undefined)
    throw new ProvisionError(
      `There is nothing at ${shown(path)} to be copied.`,
      'Name a file or a folder; a relative path starts at the folder of the configuration.',
    );
  if (!facts.isDirectory) return { script: storeScript(destination), input: () => files.stream(path) };
  // As in Terraform (and rsync), a slash behind its name means what is in the folder.
  const name = source.endsWith('/') ? undefined : basename(path);
  return { script: unpackScript(destination, name), input: () => archiveFolder(files, path) };
}
