import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from '../figure.js';
import { checkCopy, SIZE, withStore } from '../store.js';
import { measureTransfer } from '../transfer.js';

/** The way back: a volume's content into a file. */
export const download: Figure = {
  name: 'download',
  title: `A raw volume of ${SIZE} MiB into a new file, whole process`,
  rounds: 7,
  measure: (bench) =>
    withStore(bench, async (store) => {
      copyFileSync(store.file, store.content);
      const file = path.join(bench.folder('downloads'), 'file');
      return [
        await measureTransfer(bench, store, {
          direction: 'download',
          file,
          before: async () => rmSync(file, { force: true }),
          check: () => checkCopy(store.content, file),
          limits: [],
        }),
      ];
    }),
};
