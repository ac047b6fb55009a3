import type { Diagnostic } from '@virtform/values';
import type { Judgement, ResourceBlock } from '../config/index.js';
import type { CheckCollector } from './collector.js';

/**
 * What reading a data source came to, where it stands in a check: then a failure stops nothing, it is one more thing of the check
 * that does not hold.
 *
 * @returns the diagnostics as they are to be told
 */
export function judgeReading(
  { check }: Pick<ResourceBlock, 'check'>,
  checks: CheckCollector,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (check === undefined) return diagnostics;
  const address = `check.${check}`;
  const failed = diagnostics.find(({ severity }) => severity === 'error');
  checks.record(address, address, [failed === undefined ? { status: 'pass' } : failure(failed)]);
  return diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'warning' }));
}

function failure({ summary, detail }: Diagnostic): Judgement {
  return { status: 'fail', message: detail === undefined ? summary : `${summary}: ${detail}` };
}
