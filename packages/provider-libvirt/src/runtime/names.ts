/** What holds attributes: a resource or data source, the provider, an object within one. */
export type Holder = 'resource' | 'provider' | 'object';

/** Members of cdktf's own classes that an attribute of the same name would hide. */
const TAKEN: Readonly<Record<Holder, ReadonlySet<string>>> = {
  resource: new Set([
    ...['node', 'fqn', 'cdktfStack', 'friendlyUniqueId', 'constructNodeMetadata', 'rawOverrides'],
    ...['terraformResourceType', 'terraformGeneratorMetadata', 'terraformMetaArguments'],
    ...['connection', 'count', 'dependsOn', 'forEach', 'lifecycle', 'provider', 'provisioners'],
    ...['addOverride', 'importFrom', 'moveTo', 'toString', 'toTerraform', 'toMetadata', 'constructor'],
  ]),
  provider: new Set([
    ...['node', 'fqn', 'cdktfStack', 'friendlyUniqueId', 'constructNodeMetadata', 'rawOverrides', 'alias'],
    ...['terraformResourceType', 'terraformGeneratorMetadata', 'terraformProviderSource', 'metaAttributes'],
    ...['addOverride', 'toString', 'toTerraform', 'toMetadata', 'constructor'],
  ]),
  object: new Set([
    ...['fqn', 'creationStack', 'internalValue', 'terraformResource', 'terraformAttribute'],
    ...['resolve', 'toString', 'computeFqn', 'interpolationForAttribute', 'constructor'],
  ]),
};

/** `io_thread_i_ds` → `ioThreadIDs`: what cdktf's own generator makes of an attribute's name. */
export function camelCase(attribute: string): string {
  return attribute.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `ioThreadIDs` → `io_thread_i_ds` for most names; the way back for keys that no schema knows. */
export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `devices` → `Devices`, for `putDevices` and `resetDevices`. */
export function capitalize(property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1);
}

/** The property that stands for an attribute; one that cdktf needs itself gets a suffix, as in every prebuilt provider. */
export function propertyName(attribute: string, holder: Holder): string {
  const property = camelCase(attribute);
  return TAKEN[holder].has(property) ? `${property}Attribute` : property;
}
