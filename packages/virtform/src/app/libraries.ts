import { createRequire } from 'node:module';
import path from 'node:path';
import { isModuleNamespaceObject } from 'node:util/types';

/** What programs are written with, by the names of the packages. All of them are CommonJS. */
const LIBRARIES =
  /^(?:cdktf|cdktn|constructs|virtform|@virtform\/constructs|@cdktf\/provider-libvirt)(?:\/|$)/;

/**
 * The libraries that a program imports, by what it calls them, for jiti to take in the place of `import()`. To import CommonJS, Node
 * searches the text of a library, and of every file whose exports it passes on, for the names of what it exports, before it loads them:
 * a fifth of what a small program takes.
 *
 * Whatever is no such library, or is not found, is left to jiti.
 *
 * @param folder of the program
 */
export function librariesOf(folder: string): Record<string, unknown> {
  const load = createRequire(path.join(folder, 'app'));
  const known = new Map<string, object | undefined>();
  const library = (name: string | symbol): object | undefined => {
    if (typeof name !== 'string' || !LIBRARIES.test(name)) return undefined;
    if (!known.has(name)) known.set(name, loadLibrary(load, name));
    return known.get(name);
  };
  return new Proxy({}, { has: (_, name) => library(name) !== undefined, get: (_, name) => library(name) });
}

function loadLibrary(load: NodeJS.Require, name: string): object | undefined {
  try {
    const exported: unknown = load(name);
    // Newer Nodes load an ES module, too, and not quite as `import()` does.
    const isCommon = typeof exported === 'object' && exported !== null && !isModuleNamespaceObject(exported);
    return isCommon ? namespaceOf(exported) : undefined;
  } catch (error) {
    if (IS_NONE.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** How Node refuses what is no CommonJS module that this name leads to. */
const IS_NONE: ReadonlySet<unknown> = new Set([
  'MODULE_NOT_FOUND',
  'ERR_REQUIRE_ESM',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
]);

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** What `import()` makes of CommonJS: each export under its name, and all of them as the default. */
function namespaceOf(exported: object): object {
  const made: PropertyDescriptorMap = { default: { value: exported, enumerable: true } };
  for (const name of Object.getOwnPropertyNames(exported)) {
    if (name === 'default') continue;
    made[name] = { ...Object.getOwnPropertyDescriptor(exported, name), enumerable: true };
  }
  return Object.create(null, made) as object;
}
