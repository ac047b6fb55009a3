import {
  formatAddress,
  type InstanceKey,
  type ModuleStep,
  parseAddress,
  type ResourceAddress,
} from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import { type PrivateParts, readPrivate } from './bookkeeping.js';
import { DAMAGED, StateError } from './errors.js';
import type { AttributeForm, AttributeForms, InstancesAsRead } from './codec.js';
import { JsonSyntaxError, parseJson } from './json-parse.js';
import { withoutNulls } from './schemas.js';
import { parseSensitivePaths } from './sensitive-paths.js';
import { Shape, ShapeError } from './shape.js';
import type { State, StateInstance, StateOutput, StateResource } from './state.js';

/** The keys that we know, on each level; what else stands there is kept as it is. */
const TOP = ['version', 'terraform_version', 'serial', 'lineage', 'outputs', 'resources', 'check_results'];
const RESOURCE = ['module', 'mode', 'type', 'name', 'provider', 'instances'];
const INSTANCE = [
  'index_key',
  'status',
  'deposed',
  'schema_version',
  'attributes',
  'sensitive_attributes',
  'private',
  'dependencies',
  'create_before_destroy',
];

/** See StateCodec.parse. */
export function parseState(
  text: string,
  place: string,
  attributeForms: AttributeForms,
  asRead: InstancesAsRead,
): State | undefined {
  if (text === '') return undefined;
  try {
    const top = new Shape(parseJson(text));
    requireVersion4(top);
    return {
      lineage: top.optionalText('lineage') ?? '',
      serial: top.optionalWhole('serial') ?? 0,
      terraformVersion: top.optionalText('terraform_version') ?? '',
      outputs: new Map(top.members('outputs').map(([name, output]) => [name, parseOutput(output)])),
      resources: distinct(
        top.elements('resources').map((resource) => parseResource(resource, attributeForms, asRead)),
      ),
      checkResults: top.get('check_results') ?? null,
      unknown: top.others(TOP),
    };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError) && !(error instanceof ShapeError)) throw error;
    throw new StateError(
      'format',
      `The state ${place} cannot be read: ${error.message}.`,
      error instanceof ShapeError && error.action !== undefined ? error.action : DAMAGED,
      { cause: error },
    );
  }
}

function requireVersion4(top: Shape): void {
  const version = top.get('version');
  if (version === 4) return;
  if (version === undefined && top.get('encrypted_data') !== undefined) {
    throw new ShapeError([], 'it is encrypted', 'Give the keys that it was encrypted with.');
  }
  if (typeof version === 'number' && version >= 0 && version < 4) {
    throw new ShapeError(
      ['version'],
      `is ${version}, which Terraform before 0.12 wrote; version 4 is expected`,
      'Let Terraform 0.13 write it once (terraform apply), then try again.',
    );
  }
  if (typeof version === 'number' && version > 4) {
    throw new ShapeError(
      ['version'],
      `is ${version}, which is newer than this tool; version 4 is expected`,
      'Use a newer virtform.',
    );
  }
  throw new ShapeError(['version'], 'is missing or no number; this is no state of Terraform');
}

function parseOutput(output: Shape): StateOutput {
  const stored: StateOutput = {
    value: output.get('value') ?? null,
    type: output.get('type') ?? 'dynamic',
    sensitive: output.optionalFlag('sensitive') ?? false,
  };
  return stored;
}

function parseResource(
  resource: Shape,
  attributeForms: AttributeForms,
  asRead: InstancesAsRead,
): StateResource {
  const mode = resource.text('mode');
  if (mode !== 'managed' && mode !== 'data') {
    throw new ShapeError([...resource.path, 'mode'], `is "${mode}"; "managed" or "data" is expected`);
  }
  const address: ResourceAddress = {
    module: parseModule(resource),
    mode,
    type: resource.text('type'),
    name: resource.text('name'),
  };
  const form = attributeForms(address);
  const instances = resource.elements('instances').map((shape) => parseInstance(shape, form, asRead));
  requireDistinct(instances, resource, address);
  return {
    address,
    provider: resource.optionalText('provider') ?? '',
    instances,
    unknown: resource.others(RESOURCE),
  };
}

function requireDistinct(
  instances: readonly StateInstance[],
  resource: Shape,
  address: ResourceAddress,
): void {
  // Most resources have one, and a set for each of ten thousand is felt.
  if (instances.length < 2) return;
  const taken = new Set<string>();
  for (const [index, { key, deposed }] of instances.entries()) {
    const name = JSON.stringify([key, deposed]);
    if (taken.has(name)) {
      throw new ShapeError(
        [...resource.path, 'instances', index],
        `says again what another instance of ${formatAddress(address)} says`,
      );
    }
    taken.add(name);
  }
}

function distinct(resources: readonly StateResource[]): readonly StateResource[] {
  const taken = new Set<string>();
  for (const [index, { address }] of resources.entries()) {
    const name = formatAddress(address);
    if (taken.has(name)) throw new ShapeError(['resources', index], `is ${name} a second time`);
    taken.add(name);
  }
  return resources;
}

function parseModule(resource: Shape): readonly ModuleStep[] {
  const text = resource.optionalText('module');
  if (text === undefined || text === '') return [];
  const module = parseAddress(`${text}.type.name`)?.module;
  if (module === undefined || module.length === 0) {
    throw new ShapeError(
      [...resource.path, 'module'],
      `is ${JSON.stringify(text)}, which is no module's address`,
    );
  }
  return module;
}

function parseInstance(
  shape: Shape,
  form: AttributeForm | undefined,
  asRead: InstancesAsRead,
): StateInstance {
  const status = shape.optionalText('status');
  if (status !== undefined && status !== '' && status !== 'tainted') {
    throw new ShapeError([...shape.path, 'status'], `is "${status}"; "tainted" or nothing is expected`);
  }
  const raw = shape.inner(shape.get('attributes') ?? {}, 'attributes').object;
  const { paths, mapKeys } = parseSensitivePaths(shape);
  const privateText = shape.optionalText('private');

  // Taking out nulls and reading `private` costs more than reading the file, and few instances are ever asked for all of it.
  let attributes: Attributes | undefined;
  let parts: PrivateParts | undefined;
  const readAttributes = (): Attributes => (attributes ??= form === undefined ? raw : form.read(raw));
  const readParts = (): PrivateParts =>
    (parts ??= readPrivate(privateText ?? '', form === undefined ? raw : withoutNulls(raw)));
  const instance: StateInstance = {
    key: parseKey(shape),
    deposed: shape.optionalText('deposed'),
    tainted: status === 'tainted',
    schemaVersion: shape.optionalWhole('schema_version') ?? 0,
    get attributes() {
      return readAttributes();
    },
    sensitive: paths,
    ...(mapKeys.length > 0 ? { mapKeys } : {}),
    dependencies: shape.texts('dependencies'),
    createBeforeDestroy: shape.optionalFlag('create_before_destroy') ?? false,
    get bookkeeping() {
      return privateText === undefined ? undefined : readParts().bookkeeping;
    },
    get trying() {
      return privateText === undefined ? undefined : readParts().trying;
    },
    get restarting() {
      return privateText === undefined ? undefined : readParts().restarting;
    },
    get foreignPrivate() {
      return privateText === undefined ? undefined : readParts().foreign;
    },
    unknown: shape.others(INSTANCE),
  };
  asRead.set(instance, shape.object);
  return instance;
}

function parseKey(shape: Shape): InstanceKey | undefined {
  const key = shape.get('index_key') ?? undefined;
  if (key === undefined || typeof key === 'string' || (typeof key === 'number' && Number.isInteger(key))) {
    return key;
  }
  throw new ShapeError([...shape.path, 'index_key'], 'is neither a text nor a whole number');
}
