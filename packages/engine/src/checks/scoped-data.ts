import type { Diagnostic } from '@virtform/values';
import { inModule, pathOf, pathSteps, type ModuleStep } from '../address.js';
import type { Judgement } from '../config/index.js';
import type { CheckCollector } from './collector.js';

/** A data source: the check that it stands in, if in any, and the module of both. */
interface ReadForCheck {
  readonly check: string | undefined;
  readonly module: readonly ModuleStep[];
}

/** A check as results know it: its block, and the one of it that stands in an instance of a module. */
export function checkAt(
  module: readonly ModuleStep[],
  name: string,
): { readonly block: string; readonly object: string } {
  return {
    block: inModule(pathSteps(pathOf(module)), `check.${name}`),
    object: inModule(module, `check.${name}`),
  };
}

/**
 * What reading a data source came to, where it stands in a check: then a failure stops nothing, it is one more thing of the check
 * that does not hold.
 *
 * @returns the diagnostics as they are to be told
 */
export function judgeReading(
  { check, module }: ReadForCheck,
  checks: CheckCollector,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (check === undefined) return diagnostics;
  const { block, object } = checkAt(module, check);
  const failed = diagnostics.find(({ severity }) => severity === 'error');
  checks.record(block, object, [failed === undefined ? { status: 'pass' } : failure(failed)]);
  return diagnostics.map((diagnostic) => ({ ...diagnostic, severity: 'warning' }));
}

function failure({ summary, detail }: Diagnostic): Judgement {
  return { status: 'fail', message: detail === undefined ? summary : `${summary}: ${detail}` };
}
