import type { Diagnostic } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, textAt } from '../shared/attributes.js';
import { nameProblem } from '../shared/names.js';
import { contentPath } from './content.js';

/** What can be known wrong of a volume before anything is touched. */
export function validateVolume(wanted: Attributes): readonly Diagnostic[] {
  return [
    ...nameProblem('volume', textAt(wanted, ['name'])),
    ...withoutSize(wanted),
    ...unreachableContent(wanted),
  ];
}

/** libvirt refuses a volume without a size; only what is copied from elsewhere, or lies over another image, brings one along. */
function withoutSize(wanted: Attributes): readonly Diagnostic[] {
  const sources = [['capacity'], ['create'], ['backing_store']] as const;
  if (sources.some((path) => attributeAt(wanted, path) !== undefined)) return [];
  return [
    {
      severity: 'error',
      summary: 'the volume has no size',
      action: 'Give capacity (and capacity_unit), or content to fill it with in create.content.url.',
      path: ['capacity'],
    },
  ];
}

function unreachableContent(wanted: Attributes): readonly Diagnostic[] {
  const path = ['create', 'content', 'url'] as const;
  const url = textAt(wanted, path);
  if (url === undefined || contentPath(url) !== undefined) return [];
  return [
    {
      severity: 'error',
      summary: `${url} cannot be fetched: only files of this machine are uploaded`,
      action: 'Download it first, and give its path.',
      path,
    },
  ];
}
