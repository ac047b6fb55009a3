import { samePath } from '@virtform/values';
import type { Conceal, Json, JsonObject, Path } from '@virtform/values';
import { formatAddress, formatModule } from '../address.js';
import type { InstanceAddress } from '../address.js';
import { shownResults } from '../checks/shown-json.js';
import { readStateResults } from '../checks/state-json.js';
import { isJsonList, isJsonObject } from '../state/shape.js';
import type { State, StateInstance, StateResource } from '../state/state.js';
import { unlessEmpty } from './configuration-json.js';
import { moduleJson } from './module-json.js';
import type { ResourceInModule } from './module-json.js';
import { providerSource } from './providers.js';
import { completed, knownPart, sensitivePart } from './json-values.js';
import { sensitivePathsOf } from './secrets.js';

/** Who and what an instance is where its change is told, as Terraform's JSON says it. */
export function instanceJson(instance: InstanceAddress, provider: string): JsonObject {
  const { address = '', ...rest } = objectJson(instance, provider);
  return { address, ...unlessEmpty('module_address', formatModule(instance.module)), ...rest };
}

/** The same where the module around it is told already. */
export function objectJson(instance: InstanceAddress, provider: string): JsonObject {
  return {
    address: formatAddress(instance),
    mode: instance.mode,
    type: instance.type,
    name: instance.name,
    ...(instance.key === undefined ? {} : { index: instance.key }),
    provider_name: providerSource(provider),
  };
}

/** A state as `terraform show -json` prints it: format 1.0. Without a state only the format. */
export function stateJson(state: State | undefined): JsonObject {
  if (state === undefined) return { format_version: '1.0' };
  const outputs = Object.fromEntries(
    [...state.outputs].map(([name, { value, type, sensitive }]): [string, Json] => [
      name,
      { sensitive, value, type },
    ]),
  );
  const resources = state.resources.flatMap((resource) =>
    resource.instances.map((instance) => ({
      module: resource.address.module,
      json: instanceStateJson(resource, instance),
    })),
  );
  const empty = resources.length === 0 && state.outputs.size === 0;
  return {
    format_version: '1.0',
    terraform_version: state.terraformVersion,
    ...valuesJson(outputs, resources),
    // Of a state that holds nothing Terraform shows nothing else either.
    ...(empty ? {} : unlessEmpty('checks', shownResults(readStateResults(state.checkResults)))),
  };
}

/** What a state holds, where it holds anything. */
export function valuesJson(outputs: JsonObject, resources: readonly ResourceInModule[]): JsonObject {
  if (resources.length === 0 && Object.keys(outputs).length === 0) return {};
  return { values: { ...unlessEmpty('outputs', outputs), root_module: moduleJson(resources) } };
}

/** One instance as it may be shown: what is secret is null, and left out of what else is said. */
export function shownInstanceJson(
  resource: StateResource,
  instance: StateInstance,
  conceal: Conceal,
): JsonObject {
  const json = instanceStateJson(resource, instance);
  const sensitive = sensitivePathsOf(resource, instance);
  return { ...json, values: shownValues(json.values ?? null, [], sensitive, conceal) };
}

function shownValues(value: Json, at: Path, sensitive: readonly Path[], conceal: Conceal): Json {
  if (sensitive.some((path) => samePath(path, at))) return null;
  if (typeof value === 'string') return conceal(value);
  if (isJsonList(value)) {
    return value.map((part, index) => shownValues(part, [...at, index], sensitive, conceal));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, shownValues(part, [...at, name], sensitive, conceal)]),
  );
}

/** One instance as it stands in the JSON of its state. */
function instanceStateJson(resource: StateResource, instance: StateInstance): JsonObject {
  const { address, provider } = resource;
  const { key, deposed, tainted, attributes, dependencies } = instance;
  const place = key === undefined ? address : { ...address, key };
  const values = completed(address, attributes);
  return {
    ...objectJson(place, provider),
    schema_version: instance.schemaVersion,
    values: knownPart(values),
    sensitive_values: sensitivePart(values, sensitivePathsOf(resource, instance)),
    ...(dependencies.length === 0 ? {} : { depends_on: dependencies }),
    ...(tainted ? { tainted } : {}),
    ...(deposed === undefined ? {} : { deposed_key: deposed }),
  };
}
