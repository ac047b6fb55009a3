import { resolve } from 'node:path';
import { formatModulePath } from '../../address.js';
import type { Configuration, ModuleCall } from '../configuration.js';
import { gather, type Parts } from '../gather.js';
import type { BlockBody, Report } from '../syntax.js';
import { handedTo, inRoot } from './hand-providers.js';
import { asCaller } from './parents.js';
import { type FindProvider, placed } from './place.js';
import { fromRoot } from './tree.js';

/** The files of one folder. */
export interface ReadFolder {
  /** Those that belong to a configuration. */
  readonly names: readonly string[];
  readonly primary: readonly BlockBody[];
  readonly overriding: readonly BlockBody[];
  /** The names of files of which a part could not be read. */
  readonly unreadable: ReadonlySet<string>;
  /** sha256 over names and contents, hexadecimal. */
  readonly digest: string;
}

/** How the folders of modules are read. */
export interface ModuleSources {
  /** Of the root. */
  readonly folder: string;
  read(folder: string, report: Report): Promise<ReadFolder>;
  exists(folder: string): Promise<boolean>;
  readonly report: Report;
}

/** The modules that a configuration calls, and what binds a saved plan to their files. */
export interface LoadedModules {
  readonly modules: ReadonlyMap<string, Configuration>;
  readonly digests: readonly string[];
}

/** Loads every module that the root calls, and those that these call. A folder is read once, however many calls name it. */
export async function loadModules(root: Parts, sources: ModuleSources): Promise<LoadedModules> {
  const folders = new Map<string, Promise<ReadFolder | undefined>>();
  const loading: Loading = { ...sources, folders, digests: new Map(), tooDeep: false };
  const modules = await loadCalled(root, loading, {
    path: [],
    folders: [sources.folder],
    find: inRoot,
    modulesAbove: ['the root module'],
  });
  return { modules, digests: [...loading.digests].flat() };
}

interface Loading extends ModuleSources {
  readonly folders: Map<string, Promise<ReadFolder | undefined>>;
  readonly digests: Map<string, string>;
  /** That there is no end was told. */
  tooDeep: boolean;
}

/** How many calls can be inside each other. Only where a folder leads to itself through a link are there more. */
const DEEPEST = 50;

/** The module whose calls are followed. */
interface From {
  readonly path: readonly string[];
  /** Its own last, before it those of the modules that lead to it. */
  readonly folders: readonly string[];
  readonly modulesAbove: readonly string[];
  readonly find: FindProvider;
}

async function loadCalled(
  { calls }: Pick<Parts, 'calls'>,
  loading: Loading,
  from: From,
): Promise<ReadonlyMap<string, Configuration>> {
  const modules = new Map<string, Configuration>();
  for (const [name, call] of calls) {
    const module = call.folder === undefined ? undefined : await loadCall(call, call.folder, loading, from);
    if (module !== undefined) modules.set(name, module);
  }
  return modules;
}

async function loadCall(
  call: ModuleCall,
  source: string,
  loading: Loading,
  from: From,
): Promise<Configuration | undefined> {
  // Two calls in a folder that leads to itself would be more than can be counted: nothing else is looked at.
  if (loading.tooDeep) return undefined;
  const path = [...from.path, call.name];
  const folder = resolve(from.folders.at(-1) ?? loading.folder, source);
  const address = formatModulePath(path);
  const report: Report = (diagnostic) => {
    loading.report({
      ...diagnostic,
      ...(diagnostic.address === undefined ? {} : { address: fromRoot({ path }, diagnostic.address) }),
    });
  };
  const names = [...from.modulesAbove, address];
  const endless = withoutEnd(folder, path, names, from, loading);
  const read = endless === undefined ? await readOnce(folder, loading, report) : undefined;
  const problem = endless ?? notReadable(address, source, folder, read);
  if (problem !== undefined) {
    loading.report({
      severity: 'error',
      ...problem,
      address,
      ...(call.construct === undefined ? {} : { construct: call.construct }),
      ...(call.source === undefined ? {} : { source: call.source }),
    });
  }
  if (problem !== undefined || read === undefined) return undefined;
  loading.digests.set(folder, read.digest);
  const own = gather(read.primary, read.overriding, report);
  const find = handedTo(call, own, path, from.find);
  const parts = placed(own, path, find, report);
  const modules = await loadCalled(parts, loading, {
    path,
    folders: [...from.folders, folder],
    modulesAbove: names,
    find,
  });
  return asCaller({ ...parts, path, folder, digest: read.digest, modules });
}

/** The files of a folder. What is wrong with its syntax is told once, by whom it was read for first. */
function readOnce(folder: string, loading: Loading, report: Report): Promise<ReadFolder | undefined> {
  const reading =
    loading.folders.get(folder) ??
    loading.exists(folder).then((exists) => (exists ? loading.read(folder, report) : undefined));
  loading.folders.set(folder, reading);
  return reading;
}

type Problem = Pick<Parameters<Report>[0], 'summary' | 'detail' | 'action'>;

/** That following a call would never end. */
function withoutEnd(
  folder: string,
  path: readonly string[],
  names: readonly string[],
  { folders }: From,
  loading: Loading,
): Problem | undefined {
  const above = folders.indexOf(folder);
  if (above !== -1)
    return {
      summary: 'A module calls itself',
      detail: `${names.slice(above).join(' => ')}: the last of these is in the folder of the first, ${folder}, so that there would be no end.`,
      action: 'Take one of these calls out.',
    };
  if (path.length <= DEEPEST) return undefined;
  loading.tooDeep = true;
  return {
    summary: 'Modules call each other without an end',
    detail: `This call is the ${path.length}th inside another, in ${folder}; there can be ${DEEPEST}.`,
    action: 'Look for a folder on the way that is a link to one around it.',
  };
}

function notReadable(
  address: string,
  source: string,
  folder: string,
  read: ReadFolder | undefined,
): Problem | undefined {
  const isMissing = read === undefined;
  if (!isMissing && read.names.length > 0) return undefined;
  return {
    summary: isMissing ? 'Unreadable module folder' : 'No configuration files',
    detail: `${address} is to be found in ${source}, and there is no ${isMissing ? `folder ${folder}` : `file *.tf or *.tf.json in ${folder}`}.`,
    action: 'Put the path in "source" right: it begins at the folder of the file that says it.',
  };
}
