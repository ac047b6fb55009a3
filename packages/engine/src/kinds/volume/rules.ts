import type { Rule } from '../shared/rules.js';

export type VolumeEffect = 'resize' | 'recreate' | 'recreate-losing';

/**
 * What changing a volume costs. libvirt resizes volumes and changes nothing else about them; what the contract replaces (name,
 * pool, content) is replaced as Terraform would, anything else would throw the content away for a detail and is refused unless
 * that is allowed.
 */
export const VOLUME_RULES: readonly Rule<VolumeEffect>[] = [
  {
    path: 'capacity',
    on: 'change',
    effect: 'resize',
    impact: 'live',
    why: 'the guest sees the new size at once',
  },
  {
    path: 'name',
    on: 'change',
    effect: 'recreate',
    impact: 'replace',
    why: 'libvirt cannot rename a volume',
  },
  { path: 'pool', on: 'change', effect: 'recreate', impact: 'replace', why: 'libvirt cannot move a volume' },
  {
    path: 'create',
    on: 'change',
    effect: 'recreate',
    impact: 'replace',
    why: 'it is made from other content',
  },
];

/** What has no rule of its own. */
export const VOLUME_FALLBACK: Rule<VolumeEffect> = {
  path: '',
  on: 'change',
  effect: 'recreate-losing',
  impact: 'replace',
  why: 'libvirt changes nothing of a volume but its size',
};
