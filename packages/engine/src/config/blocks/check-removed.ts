import type { Diagnostic } from '@virtform/values';
import { formatTarget } from '../../address.js';
import type { Configuration } from '../configuration.js';

/** What is said to be removed must not be declared. */
export function checkRemoved({
  removed,
  resources,
}: Pick<Configuration, 'removed' | 'resources'>): readonly Diagnostic[] {
  return removed.flatMap(({ from, construct, source }) => {
    const declared = resources.get(formatTarget(from));
    if (declared === undefined) return [];
    const at =
      declared.source === undefined ? '' : ` at ${declared.source.file}:${declared.source.line ?? 0}`;
    const diagnostic: Diagnostic = {
      severity: 'error',
      summary: 'Removed resource still exists',
      detail: `This statement declares that ${formatTarget(from)} was removed, but it is still declared${at}.`,
      action: 'Take one of the two out: the resource, or the statement.',
      address: formatTarget(from),
      ...(construct === undefined ? {} : { construct }),
      ...(source === undefined ? {} : { source }),
    };
    return [diagnostic];
  });
}
