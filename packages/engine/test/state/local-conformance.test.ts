import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realFiles } from '../../src/effects/files.js';
import { localBackend } from '../../src/state/local.js';
import { itKeepsStates } from './conformance.js';

describe('the local backend on a real disk', () => {
  itKeepsStates(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'virtform-local-'));
    const path = join(folder, 'terraform.tfstate');
    const files = realFiles();
    let broken = false;
    return {
      open: () =>
        localBackend({
          path,
          workspaceFolder: join(folder, 'terraform.tfstate.d'),
          files: {
            ...files,
            overwrite: async (name, content, mode) => {
              if (broken)
                throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
              await files.overwrite(name, content, mode);
            },
          },
        }),
      breakWrites: (now) => {
        broken = now;
      },
      // Somebody puts another file of the same content in its place, as editors do.
      breakLock: async (lock) => {
        await writeFile(`${path}.new`, (await lock.read()) ?? '');
        await rename(`${path}.new`, path);
      },
      close: () => rm(folder, { recursive: true }),
    };
  });
});
