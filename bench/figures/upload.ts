import type { Figure } from '../figure.js';
import { checkCopy, SIZE, withStore } from '../store.js';
import { measureTransfer } from '../transfer.js';

/** An image on its way to a host. */
export const upload: Figure = {
  name: 'upload',
  title: `A file of ${SIZE} MiB into an empty raw volume, whole process`,
  rounds: 7,
  measure: (bench) =>
    withStore(bench, async (store) => [
      await measureTransfer(bench, store, {
        direction: 'upload',
        file: store.file,
        before: () => store.renew(),
        check: () => checkCopy(store.file, store.content),
        limits: [{ of: 'speed', atLeast: 1.5 }],
      }),
    ]),
};
