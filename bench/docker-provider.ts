import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from '../scripts/cached-folder.js';

const RECIPE = path.join(__dirname, 'docker-provider');

/**
 * cdktf's own binding of the Docker provider, installed once below .cache: it is of no use outside the bench, and asks for a cdktf of
 * its age. There it finds this project's.
 *
 * @returns the package's folder
 */
export async function dockerProvider(): Promise<string> {
  const folder = await cachedFolder({
    name: 'docker-provider',
    recipe: RECIPE,
    build: async (draft) => {
      cpSync(RECIPE, draft, { recursive: true });
      const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
      await promisify(execFile)('npm', ['ci', '--legacy-peer-deps', '--ignore-scripts', ...quiet], {
        cwd: draft,
      });
    },
  });
  return path.join(folder, 'node_modules', '@cdktf', 'provider-docker');
}
