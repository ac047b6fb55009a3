import type { Diagnostic } from '@virtform/values';
import { formatTarget } from '../../address.js';
import type { Configuration } from '../configuration.js';
import { blockAt, callAt, everyModule } from '../modules/tree.js';

/** What is said to be removed must not be declared. */
export function checkRemoved(configuration: Configuration): readonly Diagnostic[] {
  const removed = everyModule(configuration).flatMap((module) => module.removed);
  return removed.flatMap(({ from, construct, source }) => {
    const declared =
      from.kind === 'module' ? callAt(configuration, from.module) : blockAt(configuration, from.address);
    if (declared === undefined) return [];
    const at =
      declared.source === undefined ? '' : ` at ${declared.source.file}:${declared.source.line ?? 0}`;
    const diagnostic: Diagnostic = {
      severity: 'error',
      summary: `Removed ${from.kind} still exists`,
      detail: `This statement declares that ${formatTarget(from)} was removed, but it is still declared${at}.`,
      action: `Take one of the two out: the ${from.kind}, or the statement.`,
      address: formatTarget(from),
      ...(construct === undefined ? {} : { construct }),
      ...(source === undefined ? {} : { source }),
    };
    return [diagnostic];
  });
}
