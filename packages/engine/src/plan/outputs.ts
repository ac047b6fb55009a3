import { hasErrors, isList, isObject, isWhollyKnown, sameTyped, unmarkDeep, UNKNOWN } from '@virtform/values';
import type { Diagnostic, Json, Value } from '@virtform/values';
import type { CheckCollector } from '../checks/collector.js';
import { evaluate, evaluateStored, judgeOutput } from '../config/index.js';
import type { Judgement, OutputBlock, Scope } from '../config/index.js';
import { dynamicValue } from '../state/dynamic.js';
import type { State } from '../state/state.js';
import { outputId } from './block-graph.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import type { OutputChange } from './plan.js';

/** The value of an output; unknown where something is wrong. */
export interface EvaluatedOutput {
  readonly value: Value;
  readonly sensitive: boolean;
  /** What its preconditions came to. */
  readonly judgements: readonly Judgement[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Evaluates one output. A sensitive value needs an output that says that it is sensitive. Where a precondition does not hold, the
 * value is not asked: the condition may be there to say what is wrong in better words.
 */
export function evaluateOutput(block: OutputBlock, scope: Scope): EvaluatedOutput {
  const place = placeOf(block, outputId(block.name));
  const asked = judgeOutput(block, scope);
  if (hasErrors(asked.diagnostics))
    return {
      ...asked,
      value: UNKNOWN,
      sensitive: block.sensitive,
      diagnostics: placeDiagnostics(asked.diagnostics, place),
    };
  const evaluated = (block.ephemeral ? evaluate : evaluateStored)(block.value, scope, place);
  const { value, marks } = unmarkDeep(evaluated.value);
  const exposed = !block.sensitive && marks.some((entry) => entry.marks.has('sensitive'));
  const diagnostics = placeDiagnostics(
    [
      ...asked.diagnostics,
      ...evaluated.diagnostics,
      ...(exposed ? [EXPOSED] : []),
      ...(block.ephemeral ? [EPHEMERAL] : []),
    ],
    place,
  );
  return {
    value: hasErrors(diagnostics) ? UNKNOWN : value,
    sensitive: block.sensitive || exposed,
    judgements: asked.judgements,
    diagnostics,
  };
}

const EXPOSED: Diagnostic = {
  severity: 'error',
  summary: 'Output refers to a sensitive value',
  detail: 'It would be printed in the clear at the end of every apply.',
  action: 'Add sensitive = true to the output, or take the mark off with nonsensitive().',
};

const EPHEMERAL: Diagnostic = {
  severity: 'error',
  summary: 'Ephemeral output not allowed',
  detail: 'What the root module puts out is stored in the state, where an ephemeral value must not be.',
  action: 'Take ephemeral = true off the output; only outputs of modules that are called can be ephemeral.',
};

/**
 * What becomes of the outputs. With `destroy` all of them go.
 *
 * @param isCovered whether a plan of a part is about all that an output rests on; where not, it stays as it is
 */
export function planOutputs(
  blocks: ReadonlyMap<string, OutputBlock>,
  state: State,
  scope: Scope,
  destroy: boolean,
  checks: CheckCollector,
  isCovered: (name: string) => boolean,
): { readonly outputs: readonly OutputChange[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const outputs: OutputChange[] = [];
  for (const name of new Set([...blocks.keys(), ...state.outputs.keys()])) {
    if (!isCovered(name)) continue;
    const block = destroy ? undefined : blocks.get(name);
    const prior = state.outputs.get(name);
    const after = block === undefined ? undefined : evaluateOutput(block, scope);
    diagnostics.push(...(after?.diagnostics ?? []));
    if (after !== undefined) checks.record(outputId(name), outputId(name), after.judgements);
    else if (destroy) checks.expand(outputId(name), [outputId(name)]);
    const sensitive = (after?.sensitive ?? false) || (prior?.sensitive ?? false);
    // With the type that the state tells: a list is another value than a tuple.
    const before = prior === undefined ? undefined : dynamicValue({ value: prior.value, type: prior.type });
    // To the state, null is none.
    const action = outputAction(before, after?.value ?? undefined);
    outputs.push({ name, action, before, after: after?.value, sensitive });
  }
  return { outputs: outputs.sort((left, right) => (left.name < right.name ? -1 : 1)), diagnostics };
}

function outputAction(before: Value | undefined, after: Value | undefined): OutputChange['action'] {
  if (before === undefined) return after === undefined ? 'no-op' : 'create';
  if (after === undefined) return 'delete';
  return sameTyped(before, after) ? 'no-op' : 'update';
}

/** A value that holds nothing unknown, as JSON; undefined where it does. */
export function knownJson(value: Value): Json | undefined {
  return isWhollyKnown(value) && isJson(value) ? value : undefined;
}

function isJson(value: Value): value is Json {
  if (isList(value)) return value.every(isJson);
  if (isObject(value)) return Object.values(value).every(isJson);
  return value === null || typeof value !== 'object';
}
