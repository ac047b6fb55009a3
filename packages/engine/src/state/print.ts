import { isObject, type JsonObject, type ValueObject } from '@virtform/values';
import { formatAddress, type InstanceKey, type ResourceAddress } from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import { printPrivate } from './bookkeeping.js';
import type { AttributeForm, AttributeForms, InstancesAsRead, PrivatesPrinted } from './codec.js';
import {
  compareText,
  printAsRead,
  printInOrder,
  type PrintedMember,
  printList,
  printMembers,
  printString,
  printValue,
} from './json-print.js';
import { withoutNulls } from './schemas.js';
import { sensitivePathsJson } from './sensitive-paths.js';
import type { State, StateInstance, StateOutput, StateResource } from './state.js';

/** The order of Terraform's Go structs. Identity came with 1.12, `attributes_flat` and `each` are from the time of 0.12. */
const INSTANCE_ORDER = [
  'index_key',
  'status',
  'deposed',
  'schema_version',
  'attributes',
  'attributes_flat',
  'sensitive_attributes',
  'identity_schema_version',
  'identity',
  'private',
  'dependencies',
  'create_before_destroy',
];
const RESOURCE_ORDER = ['module', 'mode', 'type', 'name', 'each', 'provider', 'instances'];

/** Where instances and resources begin, in spaces. */
const RESOURCE_INDENT = 4;
const INSTANCE_INDENT = 8;
const MEMBER_INDENT = INSTANCE_INDENT + 2;

/**
 * Prints states in pieces, one a resource; joined they are the file. What did not change is the same piece as last time.
 *
 * @param privates takes what is printed as `private`
 */
export function createPrinter(
  attributeForms: AttributeForms,
  asRead: InstancesAsRead,
  privates: PrivatesPrinted,
): (state: State) => Generator<Buffer> {
  const instanceTexts = new WeakMap<StateInstance, string>();
  const resourcePieces = new WeakMap<StateResource, Buffer>();
  const sortKeys = new WeakMap<ResourceAddress, readonly string[]>();

  const sortKey = ({ address }: StateResource): readonly string[] => {
    const known = sortKeys.get(address);
    if (known !== undefined) return known;
    const key = [moduleText(address), address.mode, address.type, address.name];
    sortKeys.set(address, key);
    return key;
  };

  const printEdited = (resource: StateResource, instance: StateInstance): string => {
    const form = attributeForms(resource.address);
    const { attributes } = instance;
    const written = form === undefined ? attributes : form.write(attributes);
    // Attributes by a schema come in its order; all else is in Terraform's already.
    const printed =
      form === undefined ? printInOrder(written, MEMBER_INDENT) : printAttributes(written, form);
    const { bookkeeping, trying, restarting, foreignPrivate: foreign } = instance;
    const sparse = form === undefined ? written : withoutNulls(written);
    const privateText = printPrivate({ bookkeeping, trying, restarting, foreign }, sparse);
    if (privateText !== undefined) privates.set(instance, privateText);
    const members = instanceMembers(instance, privateText);
    return printInstanceMembers([
      ['attributes', printed],
      ...Object.entries(members).map(([name, value]): PrintedMember => [
        name,
        printInOrder(value, MEMBER_INDENT),
      ]),
    ]);
  };

  const instanceText = (resource: StateResource, instance: StateInstance): string => {
    const known = instanceTexts.get(instance);
    if (known !== undefined) return known;
    const read = asRead.get(instance);
    const text = read === undefined ? printEdited(resource, instance) : printUntouched(read);
    // Of a single instance the resource's piece is kept, which is the same text again.
    if (resource.instances.length > 1) instanceTexts.set(instance, text);
    return text;
  };

  const resourcePiece = (resource: StateResource): Buffer => {
    const known = resourcePieces.get(resource);
    if (known !== undefined) return known;
    const instances = [...resource.instances]
      .sort(compareInstances)
      .map((instance) => instanceText(resource, instance));
    const piece = Buffer.from(printResource(resource, instances), 'utf8');
    resourcePieces.set(resource, piece);
    return piece;
  };

  return function* (state) {
    const resources = [...state.resources].sort((left, right) => compareKeys(sortKey(left), sortKey(right)));
    const before = printMembers(
      [
        ['version', '4'],
        ['terraform_version', printString(state.terraformVersion)],
        ['serial', String(state.serial)],
        ['lineage', printString(state.lineage)],
        ['outputs', printOutputs(state.outputs)],
      ],
      0,
    );
    const after = printMembers(
      [
        ['check_results', printAsRead(state.checkResults, 2)],
        ...Object.entries(state.unknown).map(([name, value]) => [name, printAsRead(value, 2)] as const),
      ],
      0,
    );
    const [open, between, close] = around(printList(['', ''], 2));
    yield Buffer.from(`${before.slice(0, -CLOSED.length)},\n  "resources": `, 'utf8');
    if (resources.length === 0) yield Buffer.from('[]');
    for (const [index, resource] of resources.entries()) {
      yield index === 0 ? open : between;
      yield resourcePiece(resource);
    }
    if (resources.length > 0) yield close;
    yield Buffer.from(`,${after.slice('{'.length)}\n`, 'utf8');
  };
}

/** How an object ends that has members. */
const CLOSED = '\n}';

/** What stands before, between and behind two elements of a list. */
function around(listOfTwo: string): readonly [open: Buffer, between: Buffer, close: Buffer] {
  const comma = listOfTwo.indexOf(',');
  const open = listOfTwo.slice(0, comma);
  const between = listOfTwo.slice(comma, comma + open.length);
  return [Buffer.from(open), Buffer.from(between), Buffer.from(listOfTwo.slice(comma + open.length))];
}

function printOutputs(outputs: ReadonlyMap<string, StateOutput>): string {
  const members = [...outputs]
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, stored]): PrintedMember => {
      const { value, type, sensitive } = stored;
      const output: readonly (PrintedMember | undefined)[] = [
        ['value', printValue(value, 6)],
        ['type', printValue(type, 6)],
        sensitive ? ['sensitive', 'true'] : undefined,
      ];
      return [name, printMembers(output, 4)];
    });
  return printMembers(members, 2);
}

function printResource(resource: StateResource, instances: readonly string[]): string {
  const { address, provider, unknown } = resource;
  const module = moduleText(address);
  const texts = new Map<string, string>([
    ...(module === '' ? [] : [['module', printString(module)] as const]),
    ['mode', printString(address.mode)],
    ['type', printString(address.type)],
    ['name', printString(address.name)],
    ...(provider === '' ? [] : [['provider', printString(provider)] as const]),
    ['instances', printList(instances, RESOURCE_INDENT + 2)],
    ...Object.entries(unknown).map(
      ([name, value]) => [name, printAsRead(value, RESOURCE_INDENT + 2)] as const,
    ),
  ]);
  return printMembers(inOrder(texts, RESOURCE_ORDER), RESOURCE_INDENT);
}

/** Values of any type have an order of their own; all else is in the order of bytes. */
function printAttributes(written: Attributes, { dynamic }: AttributeForm): string {
  const members = Object.keys(written)
    .sort(compareText)
    .map((name): PrintedMember => {
      const value = written[name] ?? null;
      const inner = MEMBER_INDENT + 2;
      if (!dynamic.has(name) || !isObject(value)) return [name, printValue(value, inner)];
      const { value: said = null, type = null } = value;
      const parts: readonly PrintedMember[] = [
        ['value', printValue(said, inner + 2)],
        ['type', printValue(type, inner + 2)],
      ];
      return [name, printMembers(parts, inner)];
    });
  return printMembers(members, MEMBER_INDENT);
}

/** An instance's members beside its attributes: what Terraform leaves out is absent. */
function instanceMembers(instance: StateInstance, privateText: string | undefined): ValueObject {
  const { key, deposed, tainted, unknown } = instance;
  return {
    ...(key === undefined ? {} : { index_key: key }),
    ...(tainted ? { status: 'tainted' } : {}),
    ...(deposed === undefined ? {} : { deposed }),
    schema_version: instance.schemaVersion,
    sensitive_attributes: sensitivePathsJson(instance.sensitive, instance.mapKeys ?? []),
    ...(privateText === undefined ? {} : { private: privateText }),
    ...(instance.dependencies.length === 0 ? {} : { dependencies: instance.dependencies }),
    ...(instance.createBeforeDestroy ? { create_before_destroy: true } : {}),
    ...unknown,
  };
}

function printUntouched(read: JsonObject): string {
  return printInstanceMembers(
    Object.entries(read).map(([name, value]) => [name, printAsRead(value, MEMBER_INDENT)]),
  );
}

function printInstanceMembers(members: readonly PrintedMember[]): string {
  return printMembers(inOrder(new Map(members), INSTANCE_ORDER), INSTANCE_INDENT);
}

/** The members that have a fixed place, then the others as they come. */
function inOrder(texts: ReadonlyMap<string, string>, order: readonly string[]): readonly PrintedMember[] {
  const placed = order.flatMap((name): readonly PrintedMember[] => {
    const text = texts.get(name);
    return text === undefined ? [] : [[name, text]];
  });
  return [...placed, ...[...texts].filter(([name]) => !order.includes(name))];
}

function moduleText({ module }: ResourceAddress): string {
  const inside = formatAddress({ module, mode: 'managed', type: 'type', name: 'name' });
  return inside.slice(0, -'type.name'.length).replace(/\.$/, '');
}

/** Module, mode, type, name. */
function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const order = compareText(part, right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** No key, then numbers, then texts; the current instance before deposed ones. */
function compareInstances(left: StateInstance, right: StateInstance): number {
  return compareInstanceKeys(left.key, right.key) || compareText(left.deposed ?? '', right.deposed ?? '');
}

function compareInstanceKeys(left: InstanceKey | undefined, right: InstanceKey | undefined): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return keyRank(left) - keyRank(right);
}

function keyRank(key: InstanceKey | undefined): number {
  return key === undefined ? 0 : typeof key === 'number' ? 1 : 2;
}
