import { type Diagnostic, suggest } from '@virtform/values';
import type { Configuration, ModuleCall } from '../configuration.js';
import { positionOf } from '../language/source.js';
import { parseProvider, writtenProvider } from '../provider-reference.js';
import { meantBy } from '../required-providers.js';
import { isPlaceholder } from './hand-providers.js';

type Problem = Pick<Diagnostic, 'summary' | 'detail' | 'action' | 'path' | 'source'>;

/** Whether a module is handed the providers that it asks for, and no others. */
export function handingProblems(call: ModuleCall, module: Configuration): readonly Problem[] {
  return [...missing(call, module), ...needless(call, module), ...ofOtherTypes(call, module)];
}

function aliasesOf({ requiredProviders }: Configuration): readonly string[] {
  return [...requiredProviders.values()].flatMap(({ aliases }) => aliases);
}

function missing(call: ModuleCall, module: Configuration): readonly Problem[] {
  return [...new Set(aliasesOf(module))]
    .filter((alias) => !call.providers.has(alias))
    .map((alias) => ({
      summary: 'Missing required provider configuration',
      detail: `The module asks in configuration_aliases for a provider that it calls ${alias}, and is handed none.`,
      action: `Hand it one: providers = { ${alias} = ${alias.split('.')[0] ?? alias} }.`,
    }));
}

function needless(call: ModuleCall, module: Configuration): readonly Problem[] {
  const asked = [...aliasesOf(module), ...module.providers.map(writtenProvider)];
  return [...call.providers.keys()]
    .filter((written) => written.includes('.') && !asked.includes(written))
    .map((written) => {
      const near = suggest(written, asked);
      return {
        summary: 'Reference to undefined provider',
        detail: `The module does not ask for a provider that it calls ${written}.`,
        action:
          near === undefined
            ? `Let the module ask for it in required_providers: configuration_aliases = [${written}].`
            : `Did you mean ${near}?`,
        ...placeIn(call, written),
      };
    });
}

/** Where a call says what the module is handed under a name. */
export function placeIn({ providersAt }: ModuleCall, written: string): Pick<Problem, 'path' | 'source'> {
  const at = providersAt.get(written);
  return { path: ['providers'], ...(at === undefined ? {} : { source: positionOf(at) }) };
}

/** Behind other names there may be another provider. */
function ofOtherTypes(call: ModuleCall, module: Configuration): readonly Problem[] {
  return [...call.providers].flatMap(([written, given]): readonly Problem[] => {
    const name = parseProvider(written);
    const wanted = name === undefined ? undefined : meantBy(module.requiredProviders, name).name;
    if (wanted === undefined || wanted === given.name) return [];
    return [
      {
        summary: 'Provider type mismatch',
        detail: `What the module calls ${written} is the provider ${wanted}, and what it is handed is the provider ${given.name}.`,
        action:
          'Hand it one of the same provider; which one a name means, required_providers says in each module.',
        ...placeIn(call, written),
      },
    ];
  });
}

/** A block without arguments says only what `configuration_aliases` says better. */
export function redundantBlocks(module: Configuration): readonly Diagnostic[] {
  return module.providers
    .filter((block) => module.path.length > 0 && isPlaceholder(block))
    .map((block) => ({
      severity: 'warning',
      summary: 'Redundant empty provider block',
      detail: `An empty block of the provider ${writtenProvider(block)} says no more than that the module uses it.`,
      action:
        'Take it out; a module asks for what it has to be handed by configuration_aliases in required_providers.',
      address: `provider.${writtenProvider(block)}`,
      ...(block.source === undefined ? {} : { source: block.source }),
    }));
}
