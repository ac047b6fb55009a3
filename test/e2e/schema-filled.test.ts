import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  attributesOf,
  childElements,
  conform,
  decode,
  diff,
  encode,
  parseXml,
  resources,
  sameMeaning,
  textOf,
  walk,
  writeXml,
  type Attribute,
  type ResourceSchema,
  type XmlElement,
} from '@virtform/schema';
import { isList, isObject, type Value, type ValueObject } from '@virtform/values';
import { domains } from '../../packages/schema/test/samples/domains.js';
import { leastDomains } from '../../packages/schema/test/samples/least-domains.js';
import { domainsElsewhere } from '../../packages/schema/test/samples/least-elsewhere.js';
import {
  LEAST_FOLDER,
  leastNetworks,
  leastPools,
  leastVolumes,
} from '../../packages/schema/test/samples/least-others.js';
import { networks } from '../../packages/schema/test/samples/networks.js';
import { pools } from '../../packages/schema/test/samples/pools.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

jest.setTimeout(60_000);

const hypervisor = sharedHypervisor();
const { libvirt_domain, libvirt_network, libvirt_pool, libvirt_volume } = resources;

const ask = (...args: readonly string[]): Promise<string> => virsh(hypervisor().uri, ...args);

/** Gives a document to a command of virsh that takes one. */
async function give(document: XmlElement, ...command: readonly string[]): Promise<void> {
  const folder = path.join(hypervisor().folder, 'documents');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'document.xml');
  writeFileSync(file, writeXml(document));
  await ask(...command, file);
}

beforeAll(async () => {
  const commands = [
    `mkdir -p ${LEAST_FOLDER}/pool && cd ${LEAST_FOLDER}`,
    'truncate -s 1M a.img b.img c.img d.img',
    'qemu-img create -f qcow2 base.qcow2 1M',
    'qemu-img create -f qcow2 -b base.qcow2 -F qcow2 over.qcow2',
    'chmod -R a+rwX .',
    'ip link add least0 type bridge && ip link set least0 up',
    'ip link add least1 type bridge && ip link set least1 up',
  ];
  const { status, stderr } = await hypervisor().run(['sh', '-ec', commands.join('\n')]);
  if (status !== 0) throw new Error(`The host could not be set up.\n${stderr}`);
  await give(
    encode(libvirt_network, { name: 'least', ips: [{ address: '10.70.0.1', prefix: 24 }] }),
    'net-define',
  );
  await ask('net-start', 'least');
  await ask('pool-create-as', 'least', 'dir', '--target', LEAST_FOLDER);
});

/** Whether a fact says of all of a value that libvirt may put it there unasked. */
function isAccounted(attribute: Attribute, value: Value): boolean {
  if (attribute.filled === true || attribute.presence === 'read-only') return true;
  return (
    attribute.kind === 'object' &&
    isObject(value) &&
    Object.entries(value).every(([name, part]) => {
      const inner = attribute.attributes[name];
      return inner !== undefined && (isAccounted(inner, part) || sameMeaning(inner, undefined, part));
    })
  );
}

/** What libvirt says beyond what it was told, or otherwise, and no fact of the schema accounts for. */
function unaccounted(schema: ResourceSchema, said: ValueObject, told: ValueObject): readonly string[] {
  return diff(schema, told, said)
    .filter(
      ({ before, after, fact }) => after !== undefined || before === undefined || !isAccounted(fact, before),
    )
    .map(
      ({ path: at, before, after }) => `${at.join('.')}: ${JSON.stringify({ said: after, told: before })}`,
    );
}

/** Every element, attribute and text with its place. */
function parts(element: XmlElement, above = ''): readonly string[] {
  const here = `${above}/${element.name}`;
  return [
    here,
    ...[...element.attributes].map(([name, value]) => `${here}@${name}=${value}`),
    ...childElements(element).flatMap((child) => parts(child, here)),
    ...(textOf(element).trim() === '' ? [] : [`${here}#${textOf(element).trim()}`]),
  ];
}

/** What libvirt says and the schema has no place for; of a chain of images it knows the first one below. */
function unknown(schema: ResourceSchema, document: XmlElement): readonly string[] {
  const known = new Set(parts(encode(schema, decode(schema, document))));
  return parts(document).filter((part) => !known.has(part) && !part.includes('/backingStore/backingStore'));
}

/** Attributes that are there only while an object runs, and yet are there. */
function early(schema: ResourceSchema, told: ValueObject): readonly string[] {
  const holds = (value: Value | undefined, names: readonly string[]): boolean => {
    const [name, ...rest] = names;
    if (name === undefined) return value !== undefined;
    if (value !== undefined && isList(value)) return value.some((item) => holds(item, names));
    return value !== undefined && isObject(value) && holds(value[name], rest);
  };
  return walk(schema)
    .filter(({ attribute }) => attribute.runtime === true && attributesOf(attribute) === undefined)
    .filter(({ path: names }) => holds(told, names))
    .map(({ path: names }) => names.join('.'));
}

/** Holds what libvirt says against what it was told. */
function judge(
  schema: ResourceSchema,
  said: ValueObject,
  document: XmlElement,
  state: 'stored' | 'running' = 'stored',
): void {
  const told = decode(schema, document);
  expect({
    unaccounted: unaccounted(schema, said, told),
    unknown: unknown(schema, document),
    early: state === 'stored' ? early(schema, told) : [],
  }).toEqual({ unaccounted: [], unknown: [], early: [] });
}

/** With names that no other sample has: one that fails stays where it is. */
const named = (
  prefix: string,
  samples: Readonly<Record<string, ValueObject>>,
): readonly (readonly [string, ValueObject])[] =>
  Object.entries(samples)
    // The backend for Ceph is installed nowhere here.
    .filter(([, { type }]) => type !== 'rbd')
    .map(([title, value], index) => [title, { ...value, name: `${prefix}-${index}` }]);

const nameOf = ({ name }: ValueObject): string => (typeof name === 'string' ? name : '');

async function read(...command: readonly string[]): Promise<XmlElement> {
  return parseXml(await ask(...command));
}

describe('all that libvirt adds to a domain is known and marked as filled in', () => {
  const stored = (name: string): Promise<XmlElement> =>
    read('dumpxml', '--inactive', '--security-info', name);

  test.each(named('least', leastDomains))('%s', async (_title, value) => {
    expect(conform(libvirt_domain, value).diagnostics).toEqual([]);
    const name = nameOf(value);
    await give(encode(libvirt_domain, value), 'define', '--validate');
    judge(libvirt_domain, value, await stored(name));
    await ask('start', '--paused', name);
    const running = await read('dumpxml', '--security-info', name);
    await ask('destroy', name);
    judge(libvirt_domain, value, running, 'running');
    judge(libvirt_domain, value, await stored(name));
  });

  test.each([...named('elsewhere', domainsElsewhere), ...named('much', domains)])(
    'that cannot run here: %s',
    async (_title, value) => {
      await give(encode(libvirt_domain, value), 'define', '--validate');
      judge(libvirt_domain, value, await stored(nameOf(value)));
    },
  );
});

describe('all that libvirt adds to a network is known and marked as filled in', () => {
  test.each(named('least', leastNetworks))('%s', async (_title, value) => {
    expect(conform(libvirt_network, value).diagnostics).toEqual([]);
    const name = nameOf(value);
    await give(encode(libvirt_network, value), 'net-define', '--validate');
    judge(libvirt_network, value, await read('net-dumpxml', '--inactive', name));
    await ask('net-start', name);
    const running = await read('net-dumpxml', name);
    await ask('net-destroy', name);
    judge(libvirt_network, value, running, 'running');
  });

  test.each(named('much', networks).filter(([title]) => title !== 'devices by address'))(
    'where it says much: %s',
    async (_title, value) => {
      await give(encode(libvirt_network, value), 'net-define', '--validate');
      judge(libvirt_network, value, await read('net-dumpxml', '--inactive', nameOf(value)));
    },
  );
});

describe('all that libvirt adds to a pool is known and marked as filled in', () => {
  test.each([...named('least', leastPools), ...named('much', pools)])('%s', async (_title, value) => {
    const name = nameOf(value);
    await give(encode(libvirt_pool, value), 'pool-define', '--validate');
    judge(libvirt_pool, value, await read('pool-dumpxml', '--inactive', name));
    // Two pools must not be made of the same.
    await ask('pool-undefine', name);
  });
});

test('and to a pool that runs', async () => {
  const value: ValueObject = { type: 'dir', name: 'least', target: { path: LEAST_FOLDER } };
  judge(libvirt_pool, value, await read('pool-dumpxml', 'least'), 'running');
});

describe('all that libvirt adds to a volume is known and marked as filled in', () => {
  test.each(named('least', leastVolumes))('%s', async (_title, value) => {
    await give(encode(libvirt_volume, value), 'vol-create', 'least');
    judge(libvirt_volume, value, await read('vol-dumpxml', '--pool', 'least', nameOf(value)));
  });
});
