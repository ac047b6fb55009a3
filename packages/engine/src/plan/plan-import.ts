import { concealing, DiagnosticsError, hasErrors } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, formatModule, parseAddress, resourceOf, type InstanceAddress } from '../address.js';
import { blockAt, createScope, expand, moduleAt, scopeAt } from '../config/index.js';
import type { ResourceBlock } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import { findInstance } from '../state/index.js';
import { readHosts } from './hosts.js';
import type { PlanSources } from './plan-configuration.js';
import { configureProviders, providerOfBlock, unknownKind } from './providers.js';
import { startTakeover } from './refactoring/take-over.js';
import { createResourceValues } from './resource-values.js';
import { concealDiagnostics, secretsOfProvider, secretsOfState } from './secrets.js';
import { declareBlocks, setStored } from './stored-values.js';

/** An object that was found, and what the state is to hold of it. */
export interface FoundObject {
  readonly instance: InstanceAddress;
  /** As state files write it. */
  readonly provider: string;
  readonly attributes: Attributes;
}

/** What an import at once is made from: nothing is planned, so that nothing of it is asked of a plan. */
export type ImportSources = Omit<PlanSources, 'options' | 'states' | 'onRead'>;

/**
 * Finds the object that a person wants the state to have at an address. Reads one host, changes nothing.
 *
 * @throws DiagnosticsError where the address is none, is taken or not configured, or where the object is not there or somebody's
 */
export async function findForImport(
  sources: ImportSources,
  address: string,
  id: string,
): Promise<FoundObject> {
  const { configuration, state, providers, environment, files, started, workspace } = sources;
  const { instance, block } = destination(sources, address);
  const values = createResourceValues();
  declareBlocks(values, configuration, providers);
  setStored(values, state, new Set());
  const scope = createScope({
    configuration,
    variables: sources.variables,
    resource: (resource) => values.value(resource),
    files,
    started,
    phase: 'plan',
    ...(workspace === undefined ? {} : { workspace }),
  });
  const module = scopeAt(scope, instance.module);
  if (module === undefined) throw refusal([...scope.diagnostics, noModule(instance)]);
  const expanded = expand(block, module);
  refuse(expanded.diagnostics);
  if (!expanded.expansions.some(({ key }) => key === instance.key)) refuse([notConfigured(instance)]);
  if (findInstance(state, instance) !== undefined) refuse([managedAlready(instance)]);
  const configured = configureProviders(configuration, scope, providers, environment);
  refuse(configured.diagnostics);
  const provider = providerOfBlock(block, providers);
  const found = provider === undefined ? undefined : configured.byAddress.get(provider);
  if (provider === undefined || found === undefined) throw refusal([unknownKind(block, providers)]);
  const conceal = concealing([...secretsOfState(state), ...secretsOfProvider(found)]);
  const local = { files: sources.effects.files, folder: sources.dataFolder };
  const read = await readHosts(
    [{ ...found, forObjects: true, forData: false }],
    state,
    sources.effects,
    local,
    sources.signal,
  );
  refuse(concealDiagnostics(read.diagnostics, conceal));
  const host = read.hosts.get(provider);
  const kind = host?.provider.kinds.get(instance.type);
  if (host === undefined || kind === undefined) throw refusal([unknownKind(block, providers)]);
  const taken = startTakeover(state).take({ kind, host }, instance, id);
  if (!taken.ok) throw refusal(concealDiagnostics([taken.diagnostic], conceal));
  return { instance, provider, attributes: taken.examined.prior.attributes };
}

function destination(
  { configuration }: ImportSources,
  text: string,
): { readonly instance: InstanceAddress; readonly block: ResourceBlock } {
  const instance = parseAddress(text);
  if (instance === undefined) throw refusal([noAddress(text)]);
  if (instance.mode === 'data') throw refusal([dataSource(text)]);
  if (moduleAt(configuration, instance.module) === undefined) throw refusal([noModule(instance)]);
  const block = blockAt(configuration, instance);
  if (block === undefined) throw refusal([noResource(instance)]);
  return { instance, block };
}

function refusal(diagnostics: readonly Diagnostic[]): DiagnosticsError {
  return new DiagnosticsError(diagnostics);
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw refusal(diagnostics);
}

function noAddress(text: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${JSON.stringify(text)} is no address of a resource`,
    action: 'Addresses look like libvirt_domain.web and libvirt_domain.web[0].',
  };
}

function dataSource(text: string): Diagnostic {
  return {
    severity: 'error',
    summary: 'A managed resource address is required',
    detail: `${text} is a data source, which is read anew each time; importing into it is not allowed.`,
    action: 'Name a managed resource.',
  };
}

function noModule({ module }: InstanceAddress): Diagnostic {
  return {
    severity: 'error',
    summary: 'Import to non-existent module',
    detail: `${formatModule(module)} is not defined in the configuration.`,
    action: 'Add configuration for this module before importing into it.',
  };
}

function noResource(instance: InstanceAddress): Diagnostic {
  const { type, name } = instance;
  const resource = formatAddress(resourceOf(instance));
  return {
    severity: 'error',
    summary: `resource address "${resource}" does not exist in the configuration`,
    detail: 'What an object is to be has to be declared before it is imported.',
    action: `Create its configuration first: resource "${type}" "${name}" { … }`,
  };
}

function notConfigured(instance: InstanceAddress): Diagnostic {
  return {
    severity: 'error',
    summary: 'Configuration for import target does not exist',
    detail: `The configuration for the given import ${formatAddress(instance)} does not exist. All target instances must have an associated configuration to be imported.`,
    action: 'Give the address of an instance that count or for_each asks for.',
    address: formatAddress(instance),
  };
}

function managedAlready(instance: InstanceAddress): Diagnostic {
  const address = formatAddress(instance);
  return {
    severity: 'error',
    summary: 'Resource already managed',
    detail: `The state has an object for ${address} already.`,
    action: `To import to this address, remove that from the state first: virtform state rm '${address}'`,
    address,
  };
}
