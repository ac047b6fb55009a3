import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  childNamed,
  conform,
  decode,
  diff,
  documents,
  encode,
  parseXml,
  resources,
  textOf,
  writeXml,
  type ResourceSchema,
  type XmlElement,
} from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { nwfilters } from '../../packages/schema/test/samples/nwfilters.js';
import { secrets } from '../../packages/schema/test/samples/secrets.js';
import { volumes } from '../../packages/schema/test/samples/volumes.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { releaseUsr } from '../testbed/release.js';
import { virsh } from '../testbed/virsh.js';

const { checkpoint, nwfilter, secret, snapshot } = documents;
const { libvirt_volume: volume } = resources;

const hypervisor = sharedHypervisor();

const say = (...args: readonly string[]): Promise<string> => virsh(hypervisor().uri, ...args);

let files = 0;

/** A document as a file, for virsh. */
function file(document: XmlElement): string {
  const folder = path.join(hypervisor().folder, 'documents');
  mkdirSync(folder, { recursive: true });
  const name = path.join(folder, `${files++}.xml`);
  writeFileSync(name, writeXml(document));
  return name;
}

/** What a document says, written by us. */
const rewritten = (schema: ResourceSchema, text: string): XmlElement =>
  encode(schema, decode(schema, parseXml(text)));

/** What is wanted is taken as it is, and is in what libvirt made of it. */
function expectSaid(schema: ResourceSchema, wanted: ValueObject, text: string): void {
  expect(conform(schema, wanted).diagnostics).toEqual([]);
  const left = diff(schema, decode(schema, parseXml(text)), wanted, { applied: wanted });
  expect(
    left
      // The pool of a volume is no part of its document.
      .filter(({ fact }) => fact.at !== undefined)
      .map(({ path: at, before, after }) => ({ at, before, after })),
  ).toEqual([]);
}

describe('a secret', () => {
  const known = async (): Promise<readonly string[]> =>
    (await say('secret-list')).match(/[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}/g) ?? [];
  const define = async (document: XmlElement): Promise<string> => {
    const before = await known();
    await say('secret-define', '--validate', file(document));
    const own = childNamed(document, 'uuid');
    const added = (await known()).find((uuid) => !before.includes(uuid)) ?? '';
    return say('secret-dumpxml', own === undefined ? added : textOf(own));
  };

  test.each(Object.entries(secrets))('%s', async (_title, wanted) => {
    const stored = await define(encode(secret, wanted));
    expectSaid(secret, wanted, stored);
    expect(await define(rewritten(secret, stored))).toBe(stored);
  });
});

/**
 * What libvirt reads and writes, and its own schema refuses: several elements in a rule, masks of ARP, options of TCP. All that
 * may be said of the spanning tree at once keeps libxml2 busy for ever.
 */
const BEYOND_SCHEMA = new Set([
  'what has to hold, and what must not',
  'the spanning tree',
  'ARP and RARP',
  'what IPv4 carries',
]);

describe('a network filter', () => {
  const define = async (document: XmlElement, ...flags: readonly string[]): Promise<string> => {
    await say('nwfilter-define', ...flags, file(document));
    return say('nwfilter-dumpxml', document.attributes.get('name') ?? '');
  };

  test.each(Object.entries(nwfilters).map(([title, value], index) => [title, value, index] as const))(
    '%s',
    async (title, value, index) => {
      const wanted = { ...value, name: `filter-${index}` };
      const flags = BEYOND_SCHEMA.has(title) ? [] : ['--validate'];
      const stored = await define(encode(nwfilter, wanted), ...flags);
      expectSaid(nwfilter, wanted, stored);
      expect(await define(rewritten(nwfilter, stored), ...flags)).toBe(stored);
    },
  );

  test("each of libvirt's own", async () => {
    const folder = path.join((await releaseUsr()) ?? '/usr', 'share/libvirt/nwfilter');
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const own = parseXml(readFileSync(path.join(folder, name), 'utf8'));
      const stored = await define(own, '--validate');
      expectSaid(nwfilter, decode(nwfilter, own), stored);
      expect(await define(rewritten(nwfilter, stored), '--validate')).toBe(stored);
    }
  });
});

/** Pool `images` in the folder for disks; `below` in it, for images that lie over another. */
async function makePool(): Promise<void> {
  const target = path.join(hypervisor().scratch, 'images');
  mkdirSync(target);
  await say('pool-define-as', 'images', 'dir', '--target', target);
  await say('pool-start', 'images');
  await say('vol-create-as', 'images', 'below', '1M', '--format', 'qcow2');
}

beforeAll(makePool);

const image = (name: string): string => path.join(hypervisor().scratch, 'images', name);

/** Where the kernel tells no time of its processors, QEMU does not set up LUKS: it measures how long a key takes. */
const elsewhere = new Set(['an encrypted one']);

describe('a volume', () => {
  const create = async (document: XmlElement, name: string): Promise<string> => {
    // libvirt 9.0 has a flag to validate them and then refuses it.
    await say('vol-create', 'images', file(document));
    return say('vol-dumpxml', '--pool', 'images', name);
  };
  /** Made twice, it has been made at two times. */
  const timeless = (text: string): string => text.replaceAll(/ *<timestamps>(.|\n)*?<\/timestamps>\n/g, '');

  const testable = Object.entries(volumes).filter(([title]) => !elsewhere.has(title));
  test.each(testable.map(([title, value], index) => [title, value, index] as const))(
    '%s',
    async (_title, value, index) => {
      const name = `volume-${index}`;
      const over = value.backing_store === undefined ? {} : { path: image('below') };
      const backing_store = { format: { type: 'qcow2' }, ...over };
      const wanted: ValueObject = {
        ...value,
        name,
        pool: 'images',
        ...(value.backing_store === undefined ? {} : { backing_store }),
      };
      const stored = await create(encode(volume, wanted), name);
      expectSaid(volume, wanted, stored);
      await say('vol-delete', '--pool', 'images', name);
      expect(timeless(await create(rewritten(volume, stored), name))).toBe(timeless(stored));
    },
  );
});

/** A guest with two qcow2 disks and one on a server; it boots into nothing. */
const guest = (): ValueObject => ({
  name: 'guest',
  type: 'qemu',
  memory: 32,
  memory_unit: 'MiB',
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  devices: {
    disks: ['a', 'b'].map((name) => ({
      driver: { name: 'qemu', type: 'qcow2' },
      source: { file: { file: image(`guest-${name}`) } },
      target: { dev: `vd${name}`, bus: 'virtio' },
    })),
  },
});

async function makeGuest(): Promise<void> {
  for (const name of ['a', 'b']) {
    // Without a word about it libvirt makes images of the old kind, which hold no bitmaps.
    const target = { format: { type: 'qcow2' }, compat: '1.1' };
    await say(
      'vol-create',
      'images',
      file(encode(volume, { name: `guest-${name}`, capacity: 16777216, target })),
    );
  }
  await say('define', file(encode(resources.libvirt_domain, guest())));
}

/** Drops what libvirt noted of a moment of the guest, gives it back, and reads it again. */
async function givenBack(
  kind: 'snapshot' | 'checkpoint',
  name: string,
): Promise<{ readonly stored: string; readonly again: string }> {
  const dump = (): Promise<string> => say(`${kind}-dumpxml`, 'guest', name, '--security-info');
  const stored = await dump();
  const document = rewritten(documents[kind], stored);
  const flags = kind === 'snapshot' ? ['--current', '--validate'] : ['--redefine-validate'];
  await say(`${kind}-delete`, 'guest', name, '--metadata');
  await say(`${kind}-create`, 'guest', file(document), '--redefine', ...flags);
  return { stored, again: await dump() };
}

describe('a snapshot', () => {
  beforeAll(makeGuest);
  afterAll(async () => {
    await say('undefine', 'guest', '--snapshots-metadata');
  });

  const disk = (name: string, more: ValueObject): ValueObject => ({ name: `vd${name}`, ...more });
  const overlay = (name: string, file: string): ValueObject =>
    disk(name, { snapshot: 'external', driver: { type: 'qcow2' }, source: { file: { file: image(file) } } });

  test.each<[string, 'off' | 'on', readonly string[], () => ValueObject]>([
    ['of a guest that is off', 'off', [], () => ({ description: 'off & on' })],
    [
      'of each of its disks',
      'off',
      [],
      () => ({ disks: { disks: ['a', 'b'].map((name) => disk(name, { snapshot: 'internal' })) } }),
    ],
    ['of a guest that runs, inside its images', 'on', [], () => ({ memory: { snapshot: 'internal' } })],
    [
      'of its memory and disks, beside its images',
      'on',
      [],
      () => ({
        memory: { snapshot: 'external', file: image('memory') },
        disks: { disks: [overlay('a', 'guest-a.1'), disk('b', { snapshot: 'no' })] },
      }),
    ],
    [
      'of its disks alone while it runs',
      'on',
      ['--disk-only'],
      () => ({ disks: { disks: [overlay('a', 'guest-a.2'), overlay('b', 'guest-b.2')] } }),
    ],
    [
      'of a disk that others keep',
      'on',
      ['--disk-only'],
      () => ({ disks: { disks: [disk('a', { snapshot: 'manual' }), overlay('b', 'guest-b.3')] } }),
    ],
    [
      'of its disks alone while it is off',
      'off',
      ['--disk-only'],
      () => ({ disks: { disks: [overlay('a', 'guest-a.3'), disk('b', { snapshot: 'no' })] } }),
    ],
  ])('%s', async (title, state, flags, wanted) => {
    const name = title.replaceAll(/\W+/g, '-');
    const value = { name, ...wanted() };
    const runs = (await say('domstate', 'guest')) !== 'shut off';
    if (runs !== (state === 'on')) await say(runs ? 'destroy' : 'start', 'guest');
    await say('snapshot-create', 'guest', file(encode(snapshot, value)), '--validate', ...flags);
    const { stored, again } = await givenBack('snapshot', name);
    expectSaid(snapshot, value, stored);
    expect(again).toBe(stored);
  });
});

describe('a checkpoint', () => {
  beforeAll(async () => {
    for (const name of ['a', 'b']) await say('vol-delete', '--pool', 'images', `guest-${name}`);
    await makeGuest();
    await say('start', 'guest');
  });
  afterAll(async () => {
    await say('destroy', 'guest');
    await say('undefine', 'guest', '--checkpoints-metadata');
  });

  test.each<[string, ValueObject]>([
    ['of all disks', { description: 'first' }],
    [
      'of one disk',
      {
        disks: {
          disks: [
            { name: 'vda', checkpoint: 'bitmap', bitmap: 'of-one-disk' },
            { name: 'vdb', checkpoint: 'no' },
          ],
        },
      },
    ],
  ])('%s', async (title, wanted) => {
    const name = title.replaceAll(/\W+/g, '-');
    await say('checkpoint-create', 'guest', file(encode(checkpoint, { name, ...wanted })));
    const { stored, again } = await givenBack('checkpoint', name);
    expectSaid(checkpoint, { name, ...wanted }, stored);
    expect(again).toBe(stored);
    const sized = decode(checkpoint, parseXml(await say('checkpoint-dumpxml', 'guest', name, '--size')));
    expect(sized).toMatchObject({ disks: { disks: [{ name: 'vda', size: 0 }, { name: 'vdb' }] } });
  });
});
