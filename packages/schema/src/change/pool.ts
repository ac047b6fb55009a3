import { changing, type ChangeTable } from './cost.js';

/** What changing a pool costs. Guests keep the files that they have open, so that none of them notices. */
export const poolChanges: ChangeTable = {
  rules: [
    changing('name', { impact: 'replace', why: 'libvirt cannot rename a pool' }),
    changing('type', { impact: 'replace', why: 'a pool keeps its type for life' }),
    changing('create', { impact: 'none', why: 'it only says how a pool is made' }),
    changing('destroy', { impact: 'none', why: 'it only says how a pool is taken away' }),
  ],
  otherwise: { impact: 'none', why: 'an active pool takes it at its next start' },
};
