import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FileEffects } from '../effects/effects.js';
import { StepError } from './step-error.js';
import type { HeldObject, LocalMachine } from './provider.js';

/** What is known of a file on the machine that applies. */
export interface LocalFile {
  /** Bytes. */
  readonly size: number;
  /**
   * sha256 of the content, hexadecimal. undefined where it was not read: of files that we did not write only the presence
   * counts, and one that a running guest uses as a disk belongs to QEMU's user as long as it runs.
   */
  readonly digest: string | undefined;
}

/** The files of a view: what was found at the paths that a state names. */
export interface LocalFiles {
  /** Absolute: where new files are written. */
  readonly folder: string;
  at(file: string): LocalFile | undefined;
}

/** The same, as those see it who read files and work on them. */
export interface OpenLocalFiles extends LocalFiles {
  put(file: string, found: LocalFile | undefined): void;
  /** From now on the file is nobody's: it stays where it is, and is not found any more. */
  release(file: string): void;
}

/** The folder of our files within the data folder. */
const OWN_FOLDER = 'files';
/** `cloudinit-8d777f385d3dfec8-1a2b3c4d.iso`: what it is, which content, whose it is. */
const OWN_NAME = /^(?:cloudinit|ignition|script)-[0-9a-f]{16}-[0-9a-f]{8}\.(?:iso|ign|sh)$/;
/** Where dmacvicar/libvirt 0.9.7 keeps its files, below the folder for temporary files. */
const TERRAFORMS =
  /\/terraform-provider-libvirt-(?:cloudinit|ignition|combustion)\/(?:cloudinit|ignition|script)-[0-9a-f]{16}\.(?:iso|ign|sh)$/;

/** Where a file of ours stands. */
export function ownPath(folder: string, name: string): string {
  return path.join(folder, OWN_FOLDER, name);
}

/** Whether we wrote a file: where it stands and how it is called say so, also where the folder was moved since. */
export function isOwnFile(file: string): boolean {
  return path.basename(path.dirname(file)) === OWN_FOLDER && OWN_NAME.test(path.basename(file));
}

/** Whether Terraform's provider wrote a file. */
export function isTerraformsFile(file: string): boolean {
  return TERRAFORMS.test(file);
}

/** sha256, hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Files that are to be looked at one by one. */
export function localFiles(folder: string): OpenLocalFiles {
  const known = new Map<string, LocalFile>();
  const released = new Set<string>();
  return {
    folder,
    at: (file) => (released.has(file) ? undefined : known.get(file)),
    put(file, found) {
      if (found === undefined) known.delete(file);
      else known.set(file, found);
    },
    release: (file) => void released.add(file),
  };
}

/** Looks at every file that the objects of a state name. */
export async function readLocalFiles(
  { files, folder }: LocalMachine,
  held: readonly HeldObject[],
  types: ReadonlySet<string>,
): Promise<OpenLocalFiles> {
  const view = localFiles(folder);
  const paths = held
    .filter(({ type }) => types.has(type))
    .flatMap(({ attributes, identity }) => [attributes.path, identity?.path])
    .filter((file) => typeof file === 'string');
  await Promise.all([...new Set(paths)].map((file) => rereadLocalFile(view, files, file)));
  return view;
}

/**
 * Looks at one file again. A path that is not absolute means nothing here: neither we nor Terraform's provider write one.
 *
 * @throws StepError where it cannot be told whether it is there
 */
export async function rereadLocalFile(view: OpenLocalFiles, files: FileEffects, file: string): Promise<void> {
  try {
    view.put(file, path.isAbsolute(file) ? await lookAt(files, file) : undefined);
  } catch (error) {
    throw new StepError(
      `The file ${file}, which the state names, cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
      'Run as the user who made it, or take away what stands in the way of it.',
      { cause: error },
    );
  }
}

async function lookAt(files: FileEffects, file: string): Promise<LocalFile | undefined> {
  const facts = await files.stat(file);
  if (facts === undefined || facts.isDirectory) return undefined;
  return { size: facts.size, digest: isOwnFile(file) ? await digestAt(files, file) : undefined };
}

async function digestAt(files: FileEffects, file: string): Promise<string | undefined> {
  try {
    const content = await files.read(file);
    return content === undefined ? undefined : digestOf(content);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return undefined;
    throw error;
  }
}
