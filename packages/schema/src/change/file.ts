import type { ChangeTable } from './cost.js';

/** What changing a file costs that a guest is set up from. */
export const fileChanges: ChangeTable = {
  rules: [],
  otherwise: {
    impact: 'replace',
    why: 'another file is written, and volumes that are made from it are made anew',
  },
};
