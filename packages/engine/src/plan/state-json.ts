import type { Json, JsonObject } from '@virtform/values';
import { formatAddress, formatModule } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { State, StateInstance, StateResource } from '../state/state.js';
import { unlessEmpty } from './configuration-json.js';
import { moduleJson } from './module-json.js';
import type { ResourceInModule } from './module-json.js';
import { providerSource } from './providers.js';
import { completed, knownPart, sensitivePart } from './json-values.js';

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
  return {
    format_version: '1.0',
    terraform_version: state.terraformVersion,
    ...valuesJson(outputs, resources),
  };
}

/** What a state holds, where it holds anything. */
export function valuesJson(outputs: JsonObject, resources: readonly ResourceInModule[]): JsonObject {
  if (resources.length === 0 && Object.keys(outputs).length === 0) return {};
  return { values: { ...unlessEmpty('outputs', outputs), root_module: moduleJson(resources) } };
}

/** One instance as it stands in the JSON of its state. */
export function instanceStateJson({ address, provider }: StateResource, instance: StateInstance): JsonObject {
  const { key, deposed, tainted, attributes, sensitive, dependencies } = instance;
  const place = key === undefined ? address : { ...address, key };
  const values = completed(address.type, attributes);
  return {
    ...objectJson(place, provider),
    schema_version: instance.schemaVersion,
    values: knownPart(values),
    sensitive_values: sensitivePart(values, sensitive),
    ...(dependencies.length === 0 ? {} : { depends_on: dependencies }),
    ...(tainted ? { tainted } : {}),
    ...(deposed === undefined ? {} : { deposed_key: deposed }),
  };
}
