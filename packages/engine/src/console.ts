import { unmarkDeep } from '@virtform/values';
import type { Diagnostic, Json, Value } from '@virtform/values';
import { createScope, evaluate, parseExpression, SourceText } from './config/index.js';
import type { Configuration, Expression, FileReader } from './config/index.js';
import type { Provider } from './kinds/provider.js';
import type { Plan } from './plan/plan.js';
import { createResourceValues } from './plan/resource-values.js';
import { secretsOfPlan, secretsOfState } from './plan/secrets.js';
import { declareBlocks, setPlanned, setStored } from './plan/stored-values.js';
import { typeOfValue } from './state/dynamic.js';
import type { State } from './state/state.js';

/** What an expression comes to. */
export interface Answer {
  /** With its marks; where something is wrong, unknown. */
  readonly value: Value;
  /** As Terraform's JSON writes types. */
  readonly type: Json;
  /** `type(…)` was asked: the type is the answer. */
  readonly asksForType: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Tries expressions of a configuration. */
export interface Console {
  /** Evaluates a text; what is wrong stands in the diagnostics, nothing is thrown. */
  answer(text: string): Answer;
  /** Texts that must not be shown, wherever they turn up: the path of a volume may hold what is a secret of its pool. */
  readonly secrets: readonly string[];
}

/** What a console knows. */
export interface ConsoleSources {
  readonly configuration: Configuration;
  readonly variables: ReadonlyMap<string, Value>;
  readonly providers: readonly Provider<unknown>[];
  /** undefined: nothing was applied yet. */
  readonly state: State | undefined;
  /** Resources are what they will be once it is applied. */
  readonly plan?: Plan | undefined;
  readonly files: FileReader;
  readonly started: Date;
  readonly workspace?: string;
}

/** A console in which resources are what the state, or a plan, has of them, and unknown where it has nothing. */
export function openConsole(sources: ConsoleSources): Console {
  const { configuration, providers, state, plan, ...surroundings } = sources;
  const values = createResourceValues();
  declareBlocks(values, configuration, providers);
  if (plan !== undefined) setPlanned(values, plan);
  else if (state !== undefined) setStored(values, state, new Set());
  const scope = createScope({
    ...surroundings,
    configuration,
    resource: (address) => values.value(address),
    phase: 'plan',
  });
  return {
    secrets: [
      ...(state === undefined ? [] : secretsOfState(state)),
      ...(plan === undefined ? [] : secretsOfPlan(plan)),
    ],
    answer(text) {
      const parsed = parseExpression(text, { source: new SourceText('<console>', text) });
      const argument = argumentOfType(parsed.expression);
      // What is wrong in a local is told when it is first asked for.
      const before = scope.diagnostics.length;
      const found = evaluate(argument ?? parsed.expression, scope);
      return {
        value: found.value,
        type: typeOfValue(unmarkDeep(found.value).value),
        asksForType: argument !== undefined,
        diagnostics: [...parsed.diagnostics, ...scope.diagnostics.slice(before), ...found.diagnostics],
      };
    },
  };
}

/** What `type(…)` is asked about. As in Terraform it is no function: it has a meaning in a console alone, and nothing around it. */
function argumentOfType(expression: Expression): Expression | undefined {
  if (expression.kind !== 'call' || expression.name !== 'type' || expression.arguments.length !== 1)
    return undefined;
  return expression.arguments[0];
}
