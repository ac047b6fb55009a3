import { exceeding, type Impact, IMPACTS, type Plan } from '@virtform/engine';
import { suggest } from '@virtform/values';
import type { Invocation } from './command.js';
import { type Options, usage } from './options.js';
import { reportDiagnostics } from './report/failure.js';

/**
 * What `-max-impact` allows; undefined where it is not given.
 *
 * @throws DiagnosticsError for a word that is no impact
 */
export function parseImpact(options: Options): Impact | undefined {
  const text = options.text('max-impact');
  if (text === undefined) return undefined;
  const impact = IMPACTS.find((candidate) => candidate === text);
  if (impact !== undefined) return impact;
  const meant = suggest(text, IMPACTS);
  throw usage(
    `-max-impact=${text} is no impact`,
    meant === undefined ? `From gentle to hard: ${IMPACTS.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

/** Whether the plan costs guests more than is allowed; says which resources do. */
export function refuseImpact(plan: Plan, allowed: Impact, invocation: Invocation): boolean {
  const refused = exceeding(plan, allowed);
  if (refused.length === 0) return false;
  const lines = refused.map((node) => `${node.address}: ${node.impact}`);
  reportDiagnostics(
    [
      {
        severity: 'error',
        summary: `The plan goes beyond -max-impact=${allowed}`,
        detail: lines.join('\n'),
        action: `Nothing was changed. Allow more, or leave these out with -exclude=ADDRESS.`,
      },
    ],
    invocation.io,
    invocation,
  );
  return true;
}
