import { type Diagnostic, hasErrors, mark, marksOf, UNKNOWN } from '@virtform/values';
import { inModule } from '../../address.js';
import { marksSaid } from '../assign-variable.js';
import type { OutputBlock, Scope } from '../configuration.js';
import { evaluate, judge, type Judged } from '../evaluate.js';
import type { Subject } from '../language/environment.js';
import { positionOf } from '../language/source.js';
import type { ModuleOutput, ModuleOutputs, ModuleScope, ModuleWorld } from './module-scope.js';

/** The outputs of one instance of a module, each evaluated when it is first asked for. */
export function createOutputs(
  { report }: Pick<ModuleWorld, 'report'>,
  scope: Pick<ModuleScope, 'configuration'> & Scope,
): ModuleOutputs {
  const asked = new Map<string, ModuleOutput>();
  return {
    asked,
    get(name) {
      const known = asked.get(name);
      const block = scope.configuration.outputs.get(name);
      if (known !== undefined || block === undefined) return known;
      // An output that needs itself is a cycle, reported when the configuration is loaded; here it only has to end.
      asked.set(name, { value: UNKNOWN, judgements: [] });
      const { diagnostics, ...found } = outputIn(block, scope);
      report(diagnostics);
      asked.set(name, found);
      return found;
    },
  };
}

/** Where a precondition does not hold, the value is not asked: the condition may be there to say what is wrong in better words. */
function outputIn(
  block: OutputBlock,
  scope: Scope,
): ModuleOutput & { readonly diagnostics: readonly Diagnostic[] } {
  const subject: Subject = {
    address: inModule(scope.module, `output.${block.name}`),
    ...(block.construct === undefined ? {} : { construct: block.construct }),
  };
  const { judgements, diagnostics } = judgeOutput(block, scope);
  if (hasErrors(diagnostics)) return { value: UNKNOWN, judgements, diagnostics };
  const { value, diagnostics: found } = evaluate(block.value, scope, subject);
  const isRefused = !block.ephemeral && marksOf(value).has('ephemeral');
  return {
    value: isRefused ? UNKNOWN : mark(value, marksSaid(block)),
    judgements,
    diagnostics: [
      ...diagnostics,
      ...found,
      ...(isRefused ? [{ ...NOT_EPHEMERAL, ...subject, source: positionOf(block.value.span) }] : []),
    ],
  };
}

/** What is said of an output that would store what is never stored. */
const NOT_EPHEMERAL = {
  severity: 'error',
  summary: 'Ephemeral value not allowed',
  detail: 'The output does not say that its value is one that is never stored.',
  action: 'Add ephemeral = true to the output, or take the value out with ephemeralasnull(…).',
} as const;

/** Asks what has to hold before the value of an output counts. */
export function judgeOutput(
  { name, construct, preconditions }: Pick<OutputBlock, 'name' | 'construct' | 'preconditions'>,
  scope: Scope,
): Judged {
  const subject: Subject = {
    address: inModule(scope.module, `output.${name}`),
    ...(construct === undefined ? {} : { construct }),
  };
  return judge(preconditions, scope, subject, {
    summary: 'Module output value precondition failed',
    severity: 'error',
  });
}
