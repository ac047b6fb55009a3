import { type Diagnostic, suggest } from '@virtform/values';
import type { Configuration, ModuleCall } from '../configuration.js';
import { positionOf } from '../language/source.js';
import { handingProblems, placeIn } from './check-handed.js';
import { isPlaceholder } from './hand-providers.js';
import { writtenProvider } from '../provider-reference.js';

/** What can be said of the calls in a module before anything has a value: whether inputs and providers are what is asked for. */
export function checkCalls(configuration: Configuration): readonly Diagnostic[] {
  return [...configuration.calls.values()].flatMap((call) => {
    const module = configuration.modules.get(call.name);
    const found =
      module === undefined
        ? []
        : [
            ...unknownInputs(call, module),
            ...missingInputs(call, module),
            ...configuresItself(call, module),
            ...handingProblems(call, module),
          ];
    return [...found, ...unknownProviders(call, configuration)].map((problem): Diagnostic => ({
      severity: 'error',
      ...(call.source === undefined ? {} : { source: call.source }),
      ...problem,
      address: `module.${call.name}`,
      ...(call.construct === undefined ? {} : { construct: call.construct }),
    }));
  });
}

type Problem = Pick<Diagnostic, 'summary' | 'detail' | 'action' | 'source' | 'path'>;

function unknownInputs({ inputs }: ModuleCall, { variables }: Configuration): readonly Problem[] {
  const named = [
    ...[...inputs.attributes].map(([name, { span }]) => ({ name, span })),
    ...inputs.dynamics.map(({ name, span }) => ({ name, span })),
  ];
  return named
    .filter(({ name }) => !variables.has(name))
    .map(({ name, span }) => {
      const near = suggest(name, variables.keys());
      return {
        summary: 'Unsupported argument',
        detail: `An argument named ${JSON.stringify(name)} is not expected here: the module has no variable of that name.`,
        action:
          near !== undefined
            ? `Did you mean "${near}"?`
            : variables.size === 0
              ? 'Take it out; the module has no variables.'
              : `Its variables: ${[...variables.keys()].join(', ')}.`,
        source: positionOf(span),
        path: [name],
      };
    });
}

function missingInputs(
  { name: called, inputs }: ModuleCall,
  { variables }: Configuration,
): readonly Problem[] {
  return [...variables.values()]
    .filter((variable) => variable.default === undefined && !inputs.attributes.has(variable.name))
    .map(({ name, description }) => ({
      summary: 'Missing required argument',
      detail: `The argument "${name}" is required, but no definition was found.${description === undefined ? '' : `\n${description}`}`,
      action: `Give module.${called} a value for it: ${name} = ….`,
    }));
}

/** A provider that a module configures itself has to be there after the last instance of the module is gone. */
function configuresItself(call: ModuleCall, { providers }: Configuration): readonly Problem[] {
  const own = providers.find((block) => !isPlaceholder(block));
  const repeated =
    call.count !== undefined ? 'count' : call.forEach !== undefined ? 'for_each' : 'depends_on';
  if (own === undefined || (repeated === 'depends_on' && call.dependsOn.length === 0)) return [];
  return [
    {
      summary: 'Module is incompatible with count, for_each, and depends_on',
      detail: `module.${call.name} has its own configuration of the provider ${writtenProvider(own)}, and the call says ${repeated}.`,
      action: `Configure the provider in the root module, and hand it over: providers = { ${writtenProvider(own)} = ${own.name} }.`,
    },
  ];
}

/** In the root an alias has to be configured; what a module hands on was found, or missed, when it was handed it. */
function unknownProviders(call: ModuleCall, { path, providers }: Configuration): readonly Problem[] {
  if (path.length > 0) return [];
  const aliases = providers.filter(({ alias }) => alias !== undefined).map(writtenProvider);
  return [...call.providers]
    .filter(([, given]) => given.alias !== undefined && !aliases.includes(writtenProvider(given)))
    .map(([written, provider]) => {
      const near = suggest(writtenProvider(provider), aliases);
      return {
        summary: 'Reference to undefined provider',
        detail: `There is no configuration of the provider ${provider.name} with the alias "${provider.alias ?? ''}".`,
        ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
        ...placeIn(call, written),
      };
    });
}
