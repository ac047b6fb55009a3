import { isObject, type Value, type ValueObject } from '@virtform/values';
import { resources } from '../../src/index';
import { pack, type Covering } from './pack';
import { randomOf } from './random';
import { traitsOf, trialsOf, type Trial } from './traits';

// Guests are packed for a hypervisor that is made up.

const { libvirt_domain: domain } = resources;

/** One trial of each trait of these attributes, in the plainest guest. */
const trialsOfThese = (...names: readonly string[]): readonly Trial[] =>
  traitsOf(domain)
    .filter((trait) => names.includes(trait.names.join('.')))
    .flatMap((trait) => [...trialsOf(domain, trait)].slice(0, 1));

interface Rules {
  readonly most: number;
  readonly validates: (guest: ValueObject) => boolean;
}

const packFor = (
  names: readonly string[],
  accepts: (guest: ValueObject) => boolean,
  { most = 20, validates = () => true }: Partial<Rules> = {},
): Promise<Covering> =>
  pack(trialsOfThese(...names), {
    schema: domain,
    most,
    random: randomOf(1),
    atOnce: 1,
    refuses: (guest) => Promise.resolve(accepts(guest) ? undefined : 'refused'),
    forbids: (guest) => Promise.resolve(validates(guest) ? undefined : 'forbidden'),
  });

const has = (guest: Value | undefined, ...names: readonly string[]): boolean => {
  const [name, ...rest] = names;
  if (guest === undefined || name === undefined) return guest !== undefined;
  return isObject(guest) && has(guest[name], ...rest);
};

const namesIn = ({ packed }: Covering): readonly (readonly string[])[] =>
  packed.map(({ placed }) => [...new Set(placed.map(({ trait }) => trait.names.join('.')))]);

test('attributes that go together stand in one guest', async () => {
  const names = ['title', 'description', 'io_threads', 'devices.disks.driver.cache', 'devices.rngs.model'];
  const covering = await packFor(names, () => true);
  expect(new Set(namesIn(covering)[0])).toEqual(new Set(names));
  expect(covering.pairs.count('together')).toBe(covering.pairs.total);
  expect(covering.missed).toEqual([]);
});

test('a pair that the hypervisor refuses is none that is missed, and each of the two stands beside all others', async () => {
  const names = ['title', 'description', 'io_threads', 'gen_id'];
  const covering = await packFor(names, (guest) => !(has(guest, 'title') && has(guest, 'description')));
  expect(covering.refused).toEqual([{ names: ['title', 'description'], why: ['refused'] }]);
  expect(covering.pairs.count('together')).toBe(covering.pairs.total - 1);
  expect(covering.missed).toEqual([]);
});

test.each([
  ['the guest itself', 'os.boot_menu.enable', 'os.kernel', 'os'],
  ['one device', 'devices.disks.driver.cache', 'devices.disks.driver.discard', 'devices'],
])('a grammar that forbids two attributes of %s is kept by each guest', async (_what, one, other, part) => {
  const says = (guest: ValueObject, name: string): boolean => {
    const said = JSON.stringify(guest[part] ?? null);
    return said.includes(`"${name.split('.').at(-1) ?? ''}":`);
  };
  const validates = (guest: ValueObject): boolean => !(says(guest, one) && says(guest, other));
  const covering = await packFor(['title', 'description', one, other], () => true, { validates });
  expect(covering.packed.map(({ guest }) => validates(guest))).not.toContain(false);
  expect(covering.refused).toEqual([
    { names: [one, other], why: expect.arrayContaining(['forbidden']) as unknown },
  ]);
  expect(covering.missed).toEqual([]);
});

test('two choices of one element stand side by side', async () => {
  const ofElement = ['devices.audios.alsa.input.dev', 'devices.audios.jack.input.server_name'];
  const covering = await packFor(['title', ...ofElement], () => true);
  expect([...covering.pairs.those('side by side')]).toEqual([ofElement]);
  expect(covering.missed).toEqual([]);
});

describe('a hypervisor that takes any two of three', () => {
  const names = ['title', 'description', 'io_threads'];
  const accepts = (guest: ValueObject): boolean => names.filter((name) => has(guest, name)).length < 3;

  test('gets a guest for each two', async () => {
    const covering = await packFor(names, accepts);
    expect(covering.missed).toEqual([]);
    expect(covering.pairs.count('together')).toBe(3);
  });

  test('and what is missed where there are not as many guests is told by its names', async () => {
    const { packed, missed, pairs } = await packFor(names, accepts, { most: 2 });
    expect(packed).toHaveLength(2);
    const [open = []] = [...pairs.those('open')];
    expect(missed).toEqual([open.join(' and ')]);
  });
});
