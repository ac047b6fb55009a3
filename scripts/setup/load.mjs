import path from 'node:path';
import { root } from './index.mjs';

/** Loads one of the programs that are written in TypeScript; what they import has to be installed and built. */
export async function load(script) {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url).import(path.join(root, script));
}
