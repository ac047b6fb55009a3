import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkObject, conform, decode, diff, encode, parseXml, resources, writeXml } from '@virtform/schema';
import type { ResourceType } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { checkCases } from '../../packages/schema/test/check/cases/index.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { release } from '../testbed/release.js';
import { virsh } from '../testbed/virsh.js';

jest.setTimeout(60_000);

const hypervisor = sharedHypervisor();

/** How virsh defines an object of a kind, starts it, reads it back as it is stored, and takes it away. */
const verbs = {
  libvirt_domain: { define: 'define', start: 'start', dump: ['dumpxml', '--inactive'], undefine: 'undefine' },
  libvirt_network: {
    define: 'net-define',
    start: 'net-start',
    dump: ['net-dumpxml', '--inactive'],
    undefine: 'net-undefine',
  },
} as const;

type Defined = keyof typeof verbs;

function isDefined(type: ResourceType): type is Defined {
  return Object.hasOwn(verbs, type);
}

const cases = checkCases.flatMap(({ type, cases: ofType }) =>
  isDefined(type) ? ofType.map((one, index) => ({ type, name: `${type.slice(8)}-${index}`, ...one })) : [],
);

/** What libvirt answers to an object: nothing where it takes it. */
async function define(type: Defined, name: string, value: ValueObject): Promise<string | undefined> {
  const { value: conformed, diagnostics } = conform(resources[type], { ...value, name });
  expect(diagnostics).toEqual([]);
  const folder = path.join(hypervisor().folder, 'documents');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.xml`);
  writeFileSync(file, writeXml(encode(resources[type], conformed)));
  return refusal(verbs[type].define, file);
}

async function refusal(...command: readonly string[]): Promise<string | undefined> {
  try {
    await virsh(hypervisor().uri, ...command);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

// Debian's trixie has the SPICE of QEMU in a package of its own, which the tests do without.
const testable = cases.filter(({ needs }) => needs !== 'spice' || release.installed);
const byWhen = (...whens: readonly string[]) => testable.filter(({ when }) => whens.includes(when));

describe('what is refused before libvirt is asked', () => {
  test.each(byWhen('defined'))('libvirt refuses too: $type, $title', async ({ type, name, refused }) => {
    expect(await define(type, name, refused)).toMatch(/error: /);
  });

  test.each(byWhen('started'))('no $type starts with $title', async ({ type, name, refused }) => {
    expect(await define(type, name, refused)).toBeUndefined();
    expect(await refusal(verbs[type].start, name)).toMatch(/error: /);
    expect(await refusal(verbs[type].undefine, name)).toBeUndefined();
  });

  test.each(byWhen('altered'))(
    'libvirt takes and leaves out: $type, $title',
    async ({ type, name, refused }) => {
      expect(await define(type, name, refused)).toBeUndefined();
      const stored = decode(
        resources[type],
        parseXml(await virsh(hypervisor().uri, ...verbs[type].dump, name)),
      );
      expect(diff(resources[type], stored, { ...refused, name }, { applied: refused })).not.toEqual([]);
      expect(await refusal(verbs[type].undefine, name)).toBeUndefined();
    },
  );
});

describe('what is nearly the same and right', () => {
  test.each(byWhen('defined', 'started', 'altered'))(
    'libvirt takes it: $type, $title',
    async ({ type, name, allowed }) => {
      expect(checkObject(type, { ...allowed, name })).toEqual([]);
      expect(await define(type, name, allowed)).toBeUndefined();
      expect(await refusal(verbs[type].undefine, name)).toBeUndefined();
    },
  );
});
