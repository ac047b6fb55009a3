import type { Configuration, ModuleCall, ProviderBlock } from '../configuration.js';
import { type FindProvider, writtenProvider } from './place.js';

/** In the root every name means what is configured there; that an alias is declared is checked elsewhere. */
export const inRoot: FindProvider = (name) => name;

/**
 * How a called module finds its providers: what the call hands it, what it configures itself, and without an alias what its
 * caller uses.
 */
export function handedTo(
  call: Pick<ModuleCall, 'providers'>,
  { providers }: Pick<Configuration, 'providers'>,
  path: readonly string[],
  caller: FindProvider,
): FindProvider {
  return (name) => {
    const written = writtenProvider(name);
    const handed = call.providers.get(written);
    if (handed !== undefined) return caller(handed);
    const own = providers.some((block) => writtenProvider(block) === written && !isPlaceholder(block));
    if (own) return { ...name, module: path };
    return name.alias === undefined ? caller(name) : undefined;
  };
}

/** A block that says nothing: before `configuration_aliases` a module announced by it what it has to be handed. */
export function isPlaceholder({ config }: ProviderBlock): boolean {
  return config.kind === 'body' && config.attributes.size + config.dynamics.length === 0;
}
