import path from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureModules } from './npm.mjs';
import { ensurePackages, isRemote, neededPackages } from './packages.mjs';

/** The folder of the repository. */
export const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * Makes a fresh clone ready to run; what is ready already costs a look.
 *
 * @param packages Debian packages needed beside those of the product itself
 */
export function setup({ packages = [] } = {}) {
  const remote = isRemote(process.env.LIBVIRT_DEFAULT_URI);
  ensurePackages([...neededPackages({ remote }), ...packages]);
  ensureModules(root);
  ensureBuild(root);
}
