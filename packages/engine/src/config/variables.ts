import type { Diagnostic, Value } from '@virtform/values';
import { inModule } from '../address.js';
import type { FileEffects } from '../effects/effects.js';
import { assignVariable } from './assign-variable.js';
import type { Configuration, Scope, VariableBlock } from './configuration.js';
import { restsOnResources } from './dependencies.js';
import { judge, type Judged } from './evaluate.js';
import { realFiles } from './files.js';
import { readGiven, type VariableSources } from './given-values.js';
import { createScope } from './scope.js';
import type { Report } from './syntax.js';
import type { GivenValue } from './value-files.js';

/** The value of every variable: given or default, converted to its type, marked where it is sensitive. */
export interface Variables {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gathers the values of the root module's variables. */
export async function readVariables(
  configuration: Configuration,
  files: FileEffects,
  sources: VariableSources,
): Promise<Variables> {
  const { given, diagnostics } = await readGiven(configuration, files, sources);
  const assigned = assignGiven(configuration, given, sources.mayBeMissing);
  return { values: assigned.values, diagnostics: [...diagnostics, ...assigned.diagnostics] };
}

/** The same from values that are known already: those of a saved plan, or a test's. */
export function assignVariables(
  configuration: Configuration,
  given: ReadonlyMap<string, Value>,
  mayBeMissing = false,
): Variables {
  const values = new Map([...given].map(([name, value]): [string, GivenValue] => [name, { value }]));
  return assignGiven(configuration, values, mayBeMissing);
}

function assignGiven(
  configuration: Configuration,
  given: ReadonlyMap<string, GivenValue>,
  mayBeMissing = false,
): Variables {
  const values = new Map<string, Value>();
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    diagnostics.push(diagnostic);
  };
  for (const [name, block] of configuration.variables)
    values.set(name, assign(block, given.get(name), mayBeMissing, report));
  return { values, diagnostics: [...diagnostics, ...validate(configuration, values)] };
}

/** The variables of a saved plan: those that it does not hold, because they are ephemeral, are read as for a new one. */
export async function readPlannedVariables(
  configuration: Configuration,
  files: FileEffects,
  sources: VariableSources,
  planned: ReadonlyMap<string, Value>,
): Promise<Variables> {
  const variables = new Map([...configuration.variables].filter(([, { ephemeral }]) => ephemeral));
  const fixed = sources.options.filter(
    (option) => !('assign' in option) || !variables.has(option.assign.split('=')[0]?.trim() ?? ''),
  );
  if (fixed.length > 0)
    return {
      values: new Map(),
      diagnostics: [
        {
          severity: 'error',
          summary: 'A saved plan has its variables already',
          detail:
            'Beside a saved plan, only variables that are ephemeral are given a value: no plan holds one.',
          action: 'Leave the others out, or make a new plan with them.',
        },
      ],
    };
  if (variables.size === 0) return assignVariables(configuration, planned);
  const read = await readVariables({ ...configuration, variables }, files, sources);
  const all = assignVariables(configuration, new Map([...planned, ...read.values]));
  // What is said of others counts for nothing: they are as they were planned.
  return {
    ...all,
    diagnostics: [...read.diagnostics.filter(({ severity }) => severity === 'error'), ...all.diagnostics],
  };
}

/** Asks the validations that rest on nothing but the variable itself and what else is known without resources. */
function validate(configuration: Configuration, values: ReadonlyMap<string, Value>): readonly Diagnostic[] {
  const validated = [...configuration.variables.values()]
    .map((block) => ({
      ...block,
      validations: block.validations.filter((validation) => !restsOnResources(configuration, validation)),
    }))
    .filter(({ validations }) => validations.length > 0);
  if (validated.length === 0) return [];
  const scope = createScope({
    configuration,
    variables: values,
    resource: () => undefined,
    files: realFiles,
    started: new Date(0),
    phase: 'plan',
  });
  return validated.flatMap((block) => judgeVariable(block, scope).diagnostics);
}

/** Asks what has to hold of a variable. */
export function judgeVariable(
  { name, construct, validations }: Pick<VariableBlock, 'name' | 'construct' | 'validations'>,
  scope: Scope,
): Judged {
  const subject = {
    address: inModule(scope.module, `var.${name}`),
    ...(construct === undefined ? {} : { construct }),
  };
  return judge(validations, scope, subject, {
    summary: `Invalid value for variable "${name}"`,
    severity: 'error',
  });
}

function assign(
  block: VariableBlock,
  given: GivenValue | undefined,
  mayBeMissing: boolean,
  report: Report,
): Value {
  const howToGive = `Give it with -var '${block.name}=…', in a file *.auto.tfvars.json, or as TF_VAR_${block.name}.`;
  return assignVariable(block, given?.value, {
    place: { ...about(block), ...(given?.source === undefined ? {} : { source: given.source }) },
    action: mayBeMissing ? undefined : howToGive,
    report,
  });
}

function about(block: VariableBlock): Pick<Diagnostic, 'address' | 'construct' | 'source'> {
  return {
    address: `var.${block.name}`,
    ...(block.construct === undefined ? {} : { construct: block.construct }),
    ...(block.source === undefined ? {} : { source: block.source }),
  };
}
