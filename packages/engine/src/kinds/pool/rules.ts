import type { Rule } from '../shared/rules.js';

export type PoolEffect = 'redefine' | 'recreate' | 'note';

/** What changing a pool costs. libvirt takes a new definition of an active pool at its next start. */
export const POOL_RULES: readonly Rule<PoolEffect>[] = [
  { path: 'name', on: 'change', effect: 'recreate', impact: 'replace', why: 'libvirt cannot rename a pool' },
  {
    path: 'type',
    on: 'change',
    effect: 'recreate',
    impact: 'replace',
    why: 'a pool keeps its type for life',
  },
  // They say what is done when a pool is made or taken away: now they are only noted.
  { path: 'create', on: 'change', effect: 'note', impact: 'none' },
  { path: 'destroy', on: 'change', effect: 'note', impact: 'none' },
];

/** What has no rule of its own. Guests keep the files that they have open, so that none of them notices. */
export const POOL_FALLBACK: Rule<PoolEffect> = { path: '', on: 'change', effect: 'redefine', impact: 'none' };
