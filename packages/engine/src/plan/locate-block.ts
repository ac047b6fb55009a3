import type { Diagnostic } from '@virtform/values';
import { formatAddress } from '../address.js';
import type { ResourceAddress } from '../address.js';
import type { ResourceBlock } from '../config/index.js';
import type { StateResource } from '../state/state.js';
import type { KindOnHost, PlanContext } from './context.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { NOTHING } from './planned-block.js';
import { providerOfBlock, unknownKind } from './providers.js';

/** Where a block belongs. */
export interface Located extends KindOnHost {
  readonly provider: string;
}

/** The host and the kind of a block; neither diagnostics nor host where the host could not be opened, which was reported. */
export function locateBlock(
  context: PlanContext,
  block: ResourceBlock | undefined,
  resource: ResourceAddress,
  prior?: StateResource,
): Located | { readonly diagnostics: readonly Diagnostic[] } {
  const provider = block === undefined ? prior?.provider : providerOfBlock(block, context.providers);
  const host = provider === undefined ? undefined : context.hosts.get(provider);
  const kind = host?.provider.kinds.get(resource.type);
  if (kind !== undefined && host !== undefined && provider !== undefined) return { kind, host, provider };
  if (provider !== undefined && host === undefined) return NOTHING;
  const unknown = block ?? { address: resource, provider: { name: host?.provider.name ?? '' } };
  return {
    diagnostics: placeDiagnostics(
      [unknownKind(unknown, context.providers)],
      placeOf(block, formatAddress(resource)),
    ),
  };
}
