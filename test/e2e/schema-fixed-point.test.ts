import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  applyEdits,
  conform,
  decode,
  diff,
  encode,
  parseXml,
  project,
  resources,
  writeXml,
  type ResourceSchema,
  type XmlElement,
} from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { domains } from '../../packages/schema/test/samples/domains.js';
import { networks } from '../../packages/schema/test/samples/networks.js';
import { pools } from '../../packages/schema/test/samples/pools.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

jest.setTimeout(120_000);

const hypervisor = sharedHypervisor();

/** How virsh defines a document of a kind and reads it back, as it is stored. */
const verbs = {
  libvirt_domain: { define: ['define', '--validate'], dump: ['dumpxml', '--inactive', '--security-info'] },
  libvirt_network: { define: ['net-define', '--validate'], dump: ['net-dumpxml', '--inactive'] },
  libvirt_pool: { define: ['pool-define', '--validate'], dump: ['pool-dumpxml', '--inactive'] },
} as const;

async function store(type: keyof typeof verbs, name: string, document: XmlElement): Promise<XmlElement> {
  const folder = path.join(hypervisor().folder, 'documents');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.xml`);
  writeFileSync(file, writeXml(document));
  await virsh(hypervisor().uri, ...verbs[type].define, file);
  return parseXml(await virsh(hypervisor().uri, ...verbs[type].dump, name));
}

test('what other programs keep in the metadata of a guest outlives a change to the letter', async () => {
  const theirs = "<x:a xmlns:x='urn:x'><!-- by hand -->\n  one<x:b/> <?x run?></x:a>";
  const { libvirt_domain: domain } = resources;
  const said = encode(domain, { ...domains.least, name: 'marked', metadata: { xml: theirs } });
  const stored = await store('libvirt_domain', 'marked', said);
  const changed = applyEdits(domain, stored, [{ path: ['title'], value: 'Changed' }]);
  const again = await store('libvirt_domain', 'marked', changed);
  expect(decode(domain, again)).toMatchObject({ title: 'Changed', metadata: { xml: theirs } });
});

/** What the host of the tests cannot hold: no SR-IOV, no Ceph. */
const elsewhere = new Set(['devices by address', 'Ceph']);

const samples = (['libvirt_domain', 'libvirt_network', 'libvirt_pool'] as const).flatMap((type) =>
  Object.entries({ libvirt_domain: domains, libvirt_network: networks, libvirt_pool: pools }[type]).map(
    ([title, value], index) => ({ type, title, value, name: `${type.slice(8)}-${index}` }),
  ),
);

const testable = samples.filter(({ title }) => !elsewhere.has(title));

describe('what libvirt makes of what a configuration says', () => {
  test.each(testable)('$type: $title', async ({ type, value, name }) => {
    const schema: ResourceSchema = resources[type];
    const wanted: ValueObject = { ...value, name };
    const conformed = conform(schema, wanted);
    expect(conformed.diagnostics).toEqual([]);

    const stored = await store(type, name, encode(schema, conformed.value));
    const actual = decode(schema, stored);
    const left = diff(schema, actual, wanted, { applied: wanted });
    expect(left.map(({ path: at, before, after }) => ({ at, before, after }))).toEqual([]);
    expect(project(schema, wanted, actual)).toMatchObject(wanted);

    // libvirt sorts some controllers anew once it reads what it had added; from then on nothing moves.
    const again = await store(type, name, encode(schema, actual));
    expect(diff(schema, actual, decode(schema, again))).toEqual([]);
    const third = await store(type, name, encode(schema, decode(schema, again)));
    expect(writeXml(third)).toBe(writeXml(again));
  });
});
