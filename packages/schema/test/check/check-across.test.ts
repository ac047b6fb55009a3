import { formatPath, mark, UNKNOWN, type Value } from '@virtform/values';
import { checkAcross, conform, resources, type ResourceType } from '../../src/index';
import { acrossCases, type Objects } from './cases/across';

const isType = (type: string): type is ResourceType => Object.hasOwn(resources, type);

/** What is wrong among objects that fit their schemas, in one line each. */
const problems = (objects: Objects) =>
  found(
    Object.entries(objects).map(([address, value]) => {
      const type = address.slice(0, address.indexOf('.'));
      if (!isType(type)) throw new TypeError(`there is no type ${type}`);
      const conformed = conform(resources[type], value);
      expect(conformed.diagnostics).toEqual([]);
      return { type, address, value: conformed.value };
    }),
  );

const found = (objects: Parameters<typeof checkAcross>[0]) =>
  checkAcross(objects).map(
    ({ severity, address = '', path = [], summary }) =>
      `${severity} of ${address} at ${formatPath(path)}: ${summary}`,
  );

test.each(acrossCases)('$title', ({ refused, at, says, allowed, severity = 'error' }) => {
  const last = Object.keys(refused).at(-1) ?? '';
  const [line = '', ...others] = problems(refused);
  expect(others).toEqual([]);
  expect(line).toContain(`${severity} of ${last} at ${at}: `);
  expect(line).toContain(says);
  expect(problems(allowed)).toEqual([]);
});

describe('names and addresses', () => {
  const network = (address: string, value: Value) => ({ type: 'libvirt_network', address, value });

  test('that are not known collide with nothing', () => {
    const ips = [{ address: UNKNOWN, prefix: 24 }];
    expect(found([network('a', { name: UNKNOWN, ips }), network('b', { name: UNKNOWN, ips })])).toEqual([]);
  });

  test('that are sensitive are not quoted', () => {
    const name = mark('secret-lab', ['sensitive']);
    const [line = ''] = found([network('a', { name }), network('b', { name })]);
    expect(line).toContain('two networks are called the same');
    expect(line).not.toContain('secret-lab');
  });
});

test.each([
  [
    'a pool of another kind',
    [{ type: 'libvirt_pool', address: 'p', value: { name: 'group', type: 'logical' } }],
  ],
  ['a pool of nobody', []],
])('of a volume in %s nothing is known', (_pool, pools) => {
  const value = { name: 'disk', pool: 'group', capacity: 1, backing_store: { path: '/dev/group/base' } };
  expect(found([...pools, { type: 'libvirt_volume', address: 'v', value }])).toEqual([]);
});

test.each(['raw', 'qcow2'])('a %s volume may be encrypted with LUKS', (type) => {
  const encryption = {
    format: 'luks',
    secret: { type: 'passphrase', uuid: '6de76374-2292-4164-a848-4c992db9fd42' },
  };
  const value = { name: 'disk', pool: 'files', target: { format: { type }, encryption } };
  const pool = { type: 'libvirt_pool', address: 'p', value: { name: 'files', type: 'dir' } };
  expect(found([pool, { type: 'libvirt_volume', address: 'v', value }])).toEqual([]);
});

test('an object without others has nothing wrong', () => {
  expect(found([])).toEqual([]);
});
