import { equalValues, hasErrors } from '@virtform/values';
import type { Diagnostic, Json, Value } from '@virtform/values';
import { evaluateOutput, knownJson } from '../plan/outputs.js';
import { plainValue, typeOfValue, withoutType } from '../state/dynamic.js';
import { withOutputs } from '../state/index.js';
import type { StateOutput } from '../state/state.js';
import type { ApplyContext } from './context.js';

/**
 * Evaluates the outputs with what is there now and writes them. One that rests on something that failed keeps its last value.
 *
 * @param complete everything was done; then what a destroy leaves has no outputs
 */
export async function recordOutputs(
  { configuration, plan, scope, saver }: ApplyContext,
  complete: boolean,
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const outputs = new Map<string, StateOutput>();
  const blocks = plan.options.destroy && complete ? [] : configuration.outputs.values();
  for (const block of blocks) {
    const { value, sensitive, diagnostics: found } = evaluateOutput(block, scope);
    if (complete) diagnostics.push(...found);
    if (value === undefined) continue;
    const known = hasErrors(found) ? undefined : knownJson(plainValue(value));
    const prior = saver.state.outputs.get(block.name);
    if (known !== undefined)
      outputs.set(block.name, { value: known, type: typeNow(value, prior), sensitive });
    else if (prior !== undefined) outputs.set(block.name, prior);
  }
  await saver.record((state) => withOutputs(state, outputs));
  return diagnostics;
}

/** What did not change keeps the type that the state told: it may know lists from tuples and maps from objects. */
function typeNow(value: Value, prior: StateOutput | undefined): Json {
  const before = prior === undefined ? undefined : withoutType({ value: prior.value, type: prior.type });
  return prior !== undefined && equalValues(before, value) ? prior.type : typeOfValue(value);
}
