import { concealing, hasErrors, sameTyped } from '@virtform/values';
import type { Diagnostic, Json, Value } from '@virtform/values';
import { stateResults } from '../checks/state-json.js';
import { outputId } from '../plan/block-graph.js';
import { evaluateOutput, knownJson } from '../plan/outputs.js';
import { concealChecks } from '../plan/secrets.js';
import { dynamicValue, plainValue, typeOfValue } from '../state/dynamic.js';
import { withCheckResults, withOutputs } from '../state/index.js';
import type { StateOutput } from '../state/state.js';
import { askAtEnd } from './conditions.js';
import type { ApplyContext } from './context.js';

/**
 * Evaluates the outputs and asks what is left to be asked, with what is there now, and writes them with the results of all checks. One
 * that rests on something that failed, or that a plan of a part left out, keeps its last value.
 *
 * @param complete everything was done; then what a destroy leaves has no outputs
 */
export async function recordOutputs(
  context: ApplyContext,
  complete: boolean,
): Promise<readonly Diagnostic[]> {
  const { configuration, plan, scope, saver, checks } = context;
  const diagnostics: Diagnostic[] = [];
  const planned = new Set(plan.outputs.map(({ name }) => name));
  const outputs = new Map<string, StateOutput>(
    [...saver.state.outputs].filter(([name]) => !planned.has(name)),
  );
  const blocks = plan.options.destroy && complete ? [] : [...configuration.outputs.values()];
  for (const block of blocks.filter(({ name }) => planned.has(name))) {
    const prior = saver.state.outputs.get(block.name);
    const { value, sensitive, judgements, diagnostics: found } = evaluateOutput(block, scope);
    if (complete || judgements.some(({ status }) => status === 'fail')) diagnostics.push(...found);
    if (!plan.options.destroy) checks.record(outputId(block.name), outputId(block.name), judgements);
    // As in Terraform's states, an output that is null is none.
    if (value === null) continue;
    const known = hasErrors(found) ? undefined : knownJson(plainValue(value));
    if (known !== undefined)
      outputs.set(block.name, { value: known, type: typeNow(value, prior), sensitive });
    else if (prior !== undefined) outputs.set(block.name, prior);
  }
  diagnostics.push(...askAtEnd(context));
  const results = stateResults(concealChecks(checks.results(), concealing(context.secrets)));
  await saver.record((state) => withCheckResults(withOutputs(state, outputs), results));
  return diagnostics;
}

/** What did not change keeps the type that the state told: it may know that of a null. */
function typeNow(value: Value, prior: StateOutput | undefined): Json {
  const before = prior === undefined ? undefined : dynamicValue({ value: prior.value, type: prior.type });
  return prior !== undefined && sameTyped(before, value) ? prior.type : typeOfValue(value);
}
