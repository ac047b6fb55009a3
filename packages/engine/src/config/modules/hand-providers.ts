import type { Configuration, ModuleCall, ProviderBlock, ProviderName } from '../configuration.js';
import { parseProvider, writtenProvider } from '../provider-reference.js';
import { meantBy } from '../required-providers.js';
import { callerOf } from './parents.js';
import type { FindProvider } from './place.js';

/** What a call says of providers, and what the module says of them. */
type Call = Pick<ModuleCall, 'providers'>;
type Module = Pick<Configuration, 'providers' | 'requiredProviders'>;

/** In the root every name means what is configured there; that an alias is declared is checked elsewhere. */
export const inRoot: FindProvider = (name) => name;

/**
 * How a called module finds its providers: what the call hands it, what it configures itself, and without an alias what its
 * caller uses.
 */
export function handedTo(
  call: Call,
  module: Module,
  path: readonly string[],
  caller: FindProvider,
): FindProvider {
  const handed = handedBy(call, module);
  const own = new Set(module.providers.filter((block) => isOwn(block, handed)).map(writtenProvider));
  return (name) => {
    const written = writtenProvider(name);
    const given = handed.get(written);
    if (given !== undefined) return caller(given);
    if (own.has(written)) return { ...name, module: path };
    return name.alias === undefined ? caller(name) : undefined;
  };
}

/** What a module is handed, by what is meant by the names that it gives them itself. */
export function handedBy(
  { providers }: Call,
  { requiredProviders }: Module,
): ReadonlyMap<string, ProviderName> {
  return new Map(
    [...providers].map(([written, given]) => {
      const name = parseProvider(written);
      return [name === undefined ? written : writtenProvider(meantBy(requiredProviders, name)), given];
    }),
  );
}

/** The blocks in a module that configure a provider, and do not only announce that the module is to be handed one. */
export function ownProviders(module: Configuration): readonly ProviderBlock[] {
  const caller = callerOf(module);
  if (caller === undefined) return module.providers;
  const handed = handedBy(caller.call, module);
  return module.providers.filter((block) => isOwn(block, handed));
}

function isOwn(block: ProviderBlock, handed: ReadonlyMap<string, unknown>): boolean {
  return !isPlaceholder(block) || (block.alias !== undefined && !handed.has(writtenProvider(block)));
}

/** A block that says nothing: before `configuration_aliases` a module announced by it what it has to be handed. */
export function isPlaceholder({ config }: ProviderBlock): boolean {
  return config.kind === 'body' && config.attributes.size + config.dynamics.length === 0;
}
