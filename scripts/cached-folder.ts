import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const CACHE = path.resolve(__dirname, '..', '.cache');

/** What is made once, and kept for as long as its recipe stays the same. */
export interface CachedFolder {
  /** The folder below .cache that holds it. */
  readonly name: string;
  /** The folder whose files are the recipe. */
  readonly recipe: string;
  /** Fills an empty folder. */
  readonly build: (draft: string) => Promise<void>;
  /** Is called before a build. */
  readonly onBuild?: (() => void) | undefined;
}

/**
 * Makes it, unless this recipe has been followed before.
 *
 * @returns the folder, complete
 */
export async function cachedFolder({ name, recipe, build, onBuild }: CachedFolder): Promise<string> {
  const folder = path.join(CACHE, name, recipeHash(recipe));
  if (existsSync(folder)) return folder;
  onBuild?.();
  mkdirSync(path.dirname(folder), { recursive: true });
  // Appears in the cache complete or not at all.
  const draft = mkdtempSync(`${folder}.`);
  try {
    await build(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    // Another process built the same one meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Changes with every byte of the recipe, not with Debian's updates: a guest that is in use keeps its image. */
function recipeHash(recipe: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(recipe, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const name of names.sort()) hash.update(`${path.relative(recipe, name)}\0`).update(readFileSync(name));
  return hash.digest('hex').slice(0, 16);
}
