import { type Diagnostic, UNKNOWN, type Value, marksOf } from '@virtform/values';
import { formatModule, type ModuleStep } from '../../address.js';
import { assignVariable } from '../assign-variable.js';
import type { Configuration, ModuleCall, Scope } from '../configuration.js';
import { evaluate } from '../evaluate.js';
import { positionOf } from '../language/source.js';
import type { ModuleWorld } from './module-scope.js';

/**
 * How the input variables of one instance of a module get their values: from the call, each when it is first asked for.
 *
 * @param scope that of the call, with `each` and `count` of the instance
 */
export function inputOf(
  { report }: Pick<ModuleWorld, 'report'>,
  call: ModuleCall,
  { variables }: Configuration,
  module: readonly ModuleStep[],
  scope: Scope,
): (name: string) => Value | undefined {
  const values = new Map<string, Value>();
  const address = formatModule(module);
  const subject = { address, ...(call.construct === undefined ? {} : { construct: call.construct }) };
  return (name) => {
    const known = values.get(name);
    const block = variables.get(name);
    if (known !== undefined || block === undefined) return known;
    const expression = call.inputs.attributes.get(name);
    const given = expression === undefined ? undefined : evaluate(expression, scope, subject);
    report(given?.diagnostics ?? []);
    const said = expression === undefined ? call.source : positionOf(expression.span);
    const problems: Diagnostic[] = [];
    const assigned = assignVariable(block, given?.value, {
      place: { ...subject, path: [name], ...(said === undefined ? {} : { source: said }) },
      action: `Give it a value where ${address} is called.`,
      report: (diagnostic) => {
        problems.push(diagnostic);
      },
    });
    if (!block.ephemeral && given !== undefined && marksOf(given.value).has('ephemeral'))
      problems.push({
        severity: 'error',
        summary: 'Ephemeral value not allowed',
        detail: `The variable "${name}" does not say that it takes values that are never stored.`,
        action: 'Add ephemeral = true to the variable, or give ephemeralasnull(…) to it.',
        ...subject,
        path: [name],
        ...(said === undefined ? {} : { source: said }),
      });
    // Nothing is made of a value that does not fit, which may turn out in an apply.
    const value = problems.length > 0 ? UNKNOWN : assigned;
    report(problems);
    values.set(name, value);
    return value;
  };
}
