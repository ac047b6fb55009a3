import { changing, type ChangeTable } from './cost.js';

/** What changing a volume costs the guest that has it as a disk. */
export const volumeChanges: ChangeTable = {
  rules: [
    changing('capacity', {
      impact: 'live',
      why: 'the guest sees the new size at once; to shrink it is refused without -allow-data-loss',
    }),
    changing('name', { impact: 'replace', why: 'libvirt cannot rename a volume' }),
    changing('pool', { impact: 'replace', why: 'libvirt cannot move a volume' }),
    changing('create', { impact: 'replace', why: 'it is made from other content' }),
  ],
  otherwise: {
    impact: 'replace',
    why: 'libvirt changes nothing of a volume but its size; as the content would be lost, it is refused without -allow-data-loss',
  },
};
