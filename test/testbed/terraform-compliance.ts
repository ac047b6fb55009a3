import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { cachedFolder } from '../../scripts/cached-folder.js';

/** Debian's, which `npm test` installs pip for; another one may come first in PATH. */
const PYTHON = '/usr/bin/python3';

const RECIPE = path.join(__dirname, 'terraform-compliance');

/** What terraform-compliance made of a plan. */
export interface Compliance {
  /** 0 where every scenario holds. */
  readonly code: number;
  readonly output: string;
}

/** Holds a plan's JSON against the features (`*.feature`) of a folder. */
export async function terraformCompliance(plan: string, features: string): Promise<Compliance> {
  const packages = await installed();
  const words = ['-m', 'terraform_compliance.main', '-p', plan, '-f', features, '--no-ansi'];
  // It could clone policies with git, which is not needed here.
  const env = {
    ...process.env,
    PYTHONPATH: packages,
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_PYTHON_REFRESH: 'quiet',
  };
  return new Promise((resolve, reject) => {
    execFile(PYTHON, words, { env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, output: stdout + stderr });
      else reject(new Error('terraform-compliance did not run', { cause: error }));
    });
  });
}

/** Installed once below .cache. */
function installed(): Promise<string> {
  return cachedFolder({
    name: 'terraform-compliance',
    recipe: RECIPE,
    build: async (draft) => {
      const quiet = ['--quiet', '--disable-pip-version-check', '--no-compile', '--root-user-action=ignore'];
      const requirements = path.join(RECIPE, 'requirements.txt');
      await promisify(execFile)(PYTHON, [
        ...['-m', 'pip', 'install', '--no-deps', '--require-hashes', ...quiet],
        ...['--target', draft, '-r', requirements],
      ]);
    },
  });
}
