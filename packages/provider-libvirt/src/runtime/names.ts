/** What holds attributes: a resource or data source, the provider, an object within one. */
export type Holder = 'resource' | 'provider' | 'object';

/** Members of cdktf's own classes that an attribute of the same name would hide. */
const TAKEN: Readonly<Record<Holder, ReadonlySet<string>>> = {
  resource: new Set([
    ...['fqn', 'cdktfStack', 'friendlyUniqueId', 'constructNodeMetadata', 'rawOverrides'],
    ...['terraformResourceType', 'terraformGeneratorMetadata', 'terraformMetaArguments'],
    ...['connection', 'count', 'dependsOn', 'forEach', 'lifecycle', 'provider', 'provisioners'],
    ...['addOverride', 'toString', 'toTerraform', 'toMetadata', 'constructor'],
  ]),
  provider: new Set([
    ...['fqn', 'cdktfStack', 'friendlyUniqueId', 'constructNodeMetadata', 'rawOverrides', 'alias'],
    ...['terraformResourceType', 'terraformGeneratorMetadata', 'terraformProviderSource', 'metaAttributes'],
    ...['addOverride', 'toString', 'toTerraform', 'toMetadata', 'constructor'],
  ]),
  object: new Set([
    ...['fqn', 'creationStack', 'internalValue', 'terraformResource', 'terraformAttribute'],
    ...['resolve', 'toString', 'computeFqn', 'interpolationForAttribute', 'constructor'],
  ]),
};

/** Names that cdktf's generator keeps free wherever they stand: constructs need them, or the languages that jsii serves. */
const KEPT_FREE: ReadonlySet<string> = new Set([
  ...['node', 'tfResourceType', 'importFrom', 'moveTo'],
  ...['self', 'build', 'system', 'software'],
]);

/**
 * `io_thread_i_ds` → `ioThreadIDs`, `e820host` → `e820Host`: what cdktf's own generator makes of an attribute's name. A letter
 * after a digit begins a word.
 */
export function camelCase(attribute: string): string {
  return attribute
    .replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/\d[a-z]/g, (pair) => pair.toUpperCase());
}

/** `ioThreadIDs` → `io_thread_i_ds` for most names; the way back for keys that no schema knows. */
export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `devices` → `Devices`, for `putDevices` and `resetDevices`. */
export function capitalize(property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1);
}

/** The property that stands for an attribute; a name that is not free is changed, as in every prebuilt provider. */
export function propertyName(attribute: string, holder: Holder): string {
  const property = camelCase(attribute);
  if (/^get[A-Za-z]/.test(property)) return property.replace('get', 'fetch');
  if (property === 'equals') return 'equalTo';
  return KEPT_FREE.has(property) || TAKEN[holder].has(property) ? `${property}Attribute` : property;
}
