import type { Json, JsonObject } from '@virtform/values';
import { formatAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { State, StateInstance, StateResource } from '../state/state.js';
import { providerSource } from './providers.js';
import { completed, knownPart, sensitivePart } from './json-values.js';

/** Who and what an instance is, as Terraform's JSON says it. */
export function instanceJson(instance: InstanceAddress, provider: string): JsonObject {
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
  return {
    format_version: '1.0',
    terraform_version: state.terraformVersion,
    values: { outputs, root_module: { resources: stateResources(state) } },
  };
}

function stateResources(state: State): readonly JsonObject[] {
  return state.resources.flatMap((resource) =>
    resource.instances.map((instance) => instanceStateJson(resource, instance)),
  );
}

/** One instance as it stands in the JSON of its state. */
export function instanceStateJson({ address, provider }: StateResource, instance: StateInstance): JsonObject {
  const { key, deposed, tainted, attributes, sensitive, dependencies } = instance;
  const place = key === undefined ? address : { ...address, key };
  const values = completed(address.type, attributes);
  return {
    ...instanceJson(place, provider),
    schema_version: instance.schemaVersion,
    values: knownPart(values),
    sensitive_values: sensitivePart(values, sensitive),
    ...(dependencies.length === 0 ? {} : { depends_on: dependencies }),
    ...(tainted ? { tainted } : {}),
    ...(deposed === undefined ? {} : { deposed_key: deposed }),
  };
}
