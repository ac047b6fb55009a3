import { formatModulePath, type ModuleStep, pathSteps, type Target } from '../../address.js';
import type {
  Configuration,
  MovedBlock,
  ProviderName,
  RemovedBlock,
  ResourceBlock,
} from '../configuration.js';
import { writtenProvider } from '../provider-reference.js';
import { askedFor } from '../required-providers.js';
import type { Report } from '../syntax.js';

/** What `gather` reads, as far as it says where it stands. */
type Placed = Pick<
  Configuration,
  'backend' | 'requiredProviders' | 'resources' | 'providers' | 'moved' | 'removed' | 'imports'
>;

/** Finds where a provider is configured that a module names; undefined where nobody hands it one. */
export type FindProvider = (name: ProviderName) => ProviderName | undefined;

/**
 * What the files of a called module say, with addresses that begin at the root. What has a meaning only there is reported.
 */
export function placed<Parts extends Placed>(
  parts: Parts,
  path: readonly string[],
  find: FindProvider,
  report: Report,
): Parts {
  const module = pathSteps(path);
  refuseRootOnly(parts, path, report);
  const asked = new Set(askedFor(parts.requiredProviders).map(writtenProvider));
  return {
    ...parts,
    backend: undefined,
    imports: [],
    resources: new Map(
      [...parts.resources].map(([address, block]) => [
        address,
        {
          ...block,
          address: { ...block.address, module },
          provider: found(block, address, find, asked, report),
        },
      ]),
    ),
    moved: parts.moved.map(({ from, to, ...block }): MovedBlock => ({
      ...block,
      within: path,
      from: below(module, from),
      to: below(module, to),
    })),
    removed: parts.removed.map(({ from, ...block }): RemovedBlock => ({
      ...block,
      from: below(module, from),
    })),
  };
}

function below(module: readonly ModuleStep[], target: Target): Target {
  return target.kind === 'module'
    ? { kind: 'module', module: [...module, ...target.module] }
    : { kind: 'resource', address: { ...target.address, module: [...module, ...target.address.module] } };
}

function refuseRootOnly({ backend, imports }: Placed, path: readonly string[], report: Report): void {
  if (backend !== undefined)
    report({
      severity: 'warning',
      summary: 'Backend configuration ignored',
      detail: 'State is kept where the root module says; that of a module which it calls counts for nothing.',
      action: 'Take the block out.',
      ...(backend.source === undefined ? {} : { source: backend.source }),
    });
  for (const { source } of imports)
    report({
      severity: 'error',
      summary: 'Invalid import configuration',
      detail: `An import block was found in ${formatModulePath(path)}. Only the root module may have them.`,
      action: 'Put it into the root module, with the address from there: to = module.NAME.TYPE.NAME.',
      ...(source === undefined ? {} : { source }),
    });
}

function found(
  { provider, construct, source }: ResourceBlock,
  address: string,
  find: FindProvider,
  asked: ReadonlySet<string>,
  report: Report,
): ProviderName {
  const resolved = find(provider);
  if (resolved !== undefined) return resolved;
  const written = writtenProvider(provider);
  // Where it is asked for, the call that hands none is told of.
  if (asked.has(written)) return provider;
  report({
    severity: 'error',
    summary: 'Provider configuration not present',
    detail:
      provider.alias === undefined
        ? `What the module is handed as the provider ${provider.name} is configured nowhere.`
        : `The module has no configuration of the provider ${provider.name} with the alias "${provider.alias}", and who calls it hands it none.`,
    action: `Hand it one where the module is called: providers = { ${written} = ${provider.name} }.`,
    address,
    path: ['provider'],
    ...(construct === undefined ? {} : { construct }),
    ...(source === undefined ? {} : { source }),
  });
  return provider;
}
