import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  checkAcross,
  checkObject,
  conform,
  decode,
  diff,
  encode,
  parseXml,
  resources,
  writeXml,
} from '@virtform/schema';
import type { ResourceType } from '@virtform/schema';
import type { Value, ValueObject } from '@virtform/values';
import { acrossCases, type Objects } from '../../packages/schema/test/check/cases/across.js';
import { checkCases } from '../../packages/schema/test/check/cases/index.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { release } from '../testbed/release.js';
import { virsh } from '../testbed/virsh.js';

jest.setTimeout(60_000);

const hypervisor = sharedHypervisor();

/** What was made, with what takes it away again; last made, first undone. */
const undo: (readonly string[])[] = [];

afterEach(async () => {
  for (const command of undo.splice(0).reverse()) await refusal(...command);
});

/** The words of virsh for an object of a kind. */
interface Words {
  readonly define: readonly string[];
  readonly start: readonly string[];
  readonly dump: readonly string[];
  readonly undo: readonly (readonly string[])[];
}

function wordsFor(type: ResourceType, name: string, value: ValueObject): Words {
  switch (type) {
    case 'libvirt_domain':
      return {
        define: ['define'],
        start: ['start', name],
        dump: ['dumpxml', '--inactive', name],
        undo: [
          ['undefine', name],
          ['destroy', name],
        ],
      };
    case 'libvirt_network':
      return {
        define: ['net-define'],
        start: ['net-start', name],
        dump: ['net-dumpxml', '--inactive', name],
        undo: [
          ['net-undefine', name],
          ['net-destroy', name],
        ],
      };
    case 'libvirt_pool':
      return {
        define: ['pool-define'],
        start: ['pool-start', '--build', name],
        dump: ['pool-dumpxml', '--inactive', name],
        undo: [
          ['pool-undefine', name],
          ['pool-destroy', name],
        ],
      };
    case 'libvirt_volume': {
      const pool = textOf(value.pool);
      return {
        define: ['vol-create', pool],
        start: [],
        dump: [],
        undo: [['vol-delete', '--pool', pool, name]],
      };
    }
  }
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** What libvirt answers to an object: nothing where it takes it. */
async function define(type: ResourceType, value: ValueObject): Promise<string | undefined> {
  const { value: conformed, diagnostics } = conform(resources[type], value);
  expect(diagnostics).toEqual([]);
  const name = textOf(value.name);
  const words = wordsFor(type, name, value);
  const folder = path.join(hypervisor().folder, 'documents');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${type}-${name}.xml`);
  writeFileSync(
    file,
    writeXml(encode(resources[type], conformed)).replaceAll('/srv/', `${hypervisor().scratch}/`),
  );
  const answer = await refusal(...words.define, file);
  if (answer === undefined) undo.push(...words.undo);
  return answer;
}

async function refusal(...command: readonly string[]): Promise<string | undefined> {
  try {
    await virsh(hypervisor().uri, ...command);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const REFUSED: unknown = expect.stringContaining('error: ');

describe('one object', () => {
  const cases = checkCases.flatMap(({ type, cases: ofType }) =>
    ofType
      // Debian's trixie has firmware in a package of its own, which the tests do without.
      .filter(({ needs }) => needs === undefined || release.installed)
      .map(({ refused, allowed, ...one }, index) => {
        const name = `${type.slice(8)}-${index}`;
        return { ...one, type, name, refused: { ...refused, name }, allowed: { ...allowed, name } };
      }),
  );
  const byWhen = (...whens: readonly string[]) => cases.filter(({ when }) => whens.includes(when));

  test.each(byWhen('defined'))('libvirt refuses it: $type, $title', async ({ type, refused }) => {
    expect(await define(type, refused)).toEqual(REFUSED);
  });

  test.each(byWhen('started'))('it does not start: $type, $title', async ({ type, name, refused }) => {
    expect(await define(type, refused)).toBeUndefined();
    expect(await refusal(...wordsFor(type, name, refused).start)).toEqual(REFUSED);
  });

  test.each(byWhen('altered'))('libvirt leaves it out: $type, $title', async ({ type, name, refused }) => {
    expect(await define(type, refused)).toBeUndefined();
    const document = parseXml(await virsh(hypervisor().uri, ...wordsFor(type, name, refused).dump));
    expect(
      diff(resources[type], decode(resources[type], document), refused, { applied: refused }),
    ).not.toEqual([]);
  });

  describe('once its daemon starts anew', () => {
    const forgotten = byWhen('forgotten');
    let known: readonly string[];

    beforeAll(async () => {
      for (const { type, refused, allowed } of forgotten) {
        for (const [suffix, value] of [
          ['', refused],
          ['-right', allowed],
        ] as const)
          expect(await define(type, { ...value, name: `${textOf(value.name)}${suffix}` })).toBeUndefined();
      }
      await hypervisor().restartDaemon();
      known = (await virsh(hypervisor().uri, 'list', '--all', '--name')).split('\n');
    });

    test.each(forgotten)('libvirt knows no longer of: $type, $title', ({ name }) => {
      expect(known).toContain(`${name}-right`);
      expect(known).not.toContain(name);
    });
  });

  test.each(byWhen('defined', 'started', 'altered', 'forgotten'))(
    'libvirt takes what is nearly the same and right: $type, $title',
    async ({ type, allowed }) => {
      expect(checkObject(type, allowed)).toEqual([]);
      expect(await define(type, allowed)).toBeUndefined();
    },
  );
});

describe('several objects', () => {
  const isType = (type: string): type is ResourceType => Object.hasOwn(resources, type);

  /** Makes the objects one after the other, and tells what libvirt answers to the last one. */
  async function make(
    objects: Objects,
    { started }: { readonly started: boolean },
  ): Promise<string | undefined> {
    let answer: string | undefined;
    for (const [address, value] of Object.entries(objects)) {
      expect(answer).toBeUndefined();
      const type = address.slice(0, address.indexOf('.'));
      if (!isType(type)) throw new TypeError(`there is no type ${type}`);
      const name = textOf(value.name);
      answer = await define(type, value);
      const holdsVolumes = type === 'libvirt_pool' && name === 'files';
      if (answer === undefined && (started || holdsVolumes)) {
        answer = await refusal(...wordsFor(type, name, value).start);
      }
      if (holdsVolumes)
        await virsh(hypervisor().uri, 'vol-create-as', name, 'base', '1M', '--format', 'qcow2');
      if (holdsVolumes) undo.push(['vol-delete', '--pool', name, 'base']);
    }
    return answer;
  }

  const cases = acrossCases.filter(({ when }) => when !== 'elsewhere');

  test.each(cases)('libvirt refuses the second: $title', async ({ refused, when }) => {
    expect(await make(refused, { started: when === 'started' })).toEqual(REFUSED);
  });

  test.each(cases)('libvirt takes what is nearly the same and right: $title', async ({ allowed, when }) => {
    const objects = Object.entries(allowed).map(([address, value]) => ({
      type: address.slice(0, address.indexOf('.')),
      address,
      value,
    }));
    expect(checkAcross(objects)).toEqual([]);
    expect(await make(allowed, { started: when === 'started' })).toBeUndefined();
  });
});
