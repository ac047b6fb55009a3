import { formatPath, isList, isObject, mark, UNKNOWN, type Value, type ValueObject } from '@virtform/values';
import { checkObject, conform, resources, withoutDoubtful, type ResourceType } from '../../src/index';
import { domains } from '../samples/domains';
import { leastDomains } from '../samples/least-domains';
import { domainsElsewhere } from '../samples/least-elsewhere';
import { leastNetworks, leastPools, leastVolumes } from '../samples/least-others';
import { networks } from '../samples/networks';
import { pools } from '../samples/pools';
import { volumes } from '../samples/volumes';
import { checkCases } from './cases/index';

/** What is wrong with an object that fits its schema, in one line each. */
const problems = (type: ResourceType, value: Value) => {
  const conformed = conform(resources[type], value);
  expect(conformed.diagnostics).toEqual([]);
  return checkObject(type, conformed.value).map(
    ({ severity, path = [], summary }) => `${severity} at ${formatPath(path)}: ${summary}`,
  );
};

describe.each(checkCases)('of a $type', ({ type, cases }) => {
  const named = { name: 'x', ...(type === 'libvirt_volume' ? { pool: 'p' } : {}) };

  test.each(cases)('$title', ({ refused, at, says, allowed, severity = 'error' }) => {
    expect(problems(type, { ...named, ...refused })).toEqual([
      expect.stringMatching(new RegExp(`^${severity} at ${escaped(at)}: .*${escaped(says)}`)),
    ]);
    expect(problems(type, { ...named, ...allowed })).toEqual([]);
  });

  test.each(cases)('$title: nothing is said of it while a value is unknown that decides', ({ refused }) => {
    const places = (value: Value) => checkObject(type, value).map(({ path = [] }) => formatPath(path));
    const known = { ...named, ...refused };
    const found = new Set(everyUnknown(known).flatMap(places));
    expect(places(known)).toEqual(expect.arrayContaining([...found]));
  });
});

const samples: readonly (readonly [ResourceType, Readonly<Record<string, ValueObject>>])[] = [
  ['libvirt_domain', domains],
  ['libvirt_domain', leastDomains],
  ['libvirt_domain', domainsElsewhere],
  ['libvirt_network', networks],
  ['libvirt_network', leastNetworks],
  ['libvirt_pool', pools],
  ['libvirt_pool', leastPools],
  ['libvirt_volume', volumes],
  ['libvirt_volume', leastVolumes],
];

test.each(
  samples.flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([title, value]) => [type, title, value] as const),
  ),
)('nothing contradicts itself in a %s: %s', (type, _title, value) => {
  // Some samples say what only libvirt may say, which the rules have nothing to do with.
  const { value: conformed, diagnostics } = conform(resources[type], value);
  expect(checkObject(type, withoutDoubtful(conformed, diagnostics))).toEqual([]);
});

test('all that is wrong is found at once, in the order of its place, below the place of the object', () => {
  const nic = { mac: { address: '52:54:00:00:00:01' } };
  const value = {
    vcpu_current: 2,
    devices: { interfaces: [nic, nic], disks: [{ device: 'cdrom', target: {} }, { target: { dev: 'qda' } }] },
    memory: 1,
    current_memory: 2,
    type: 'xen',
  };
  expect(checkObject('libvirt_domain', value, ['guest']).map(({ path = [] }) => formatPath(path))).toEqual([
    'guest.vcpu_current',
    'guest.devices.interfaces[1].mac.address',
    'guest.devices.disks[0].target.dev',
    'guest.devices.disks[1].target.dev',
    'guest.devices.disks[1].source',
    'guest.current_memory',
  ]);
});

test('what is sensitive is judged and not quoted', () => {
  const target = { dev: mark('vda', ['sensitive']) };
  const disk = { source: { file: { file: '/x' } }, target };
  const [found] = checkObject('libvirt_domain', { devices: { disks: [disk, disk] } });
  expect(found).toMatchObject({ path: ['devices', 'disks', 1, 'target', 'dev'] });
  expect(JSON.stringify(found)).not.toContain('vda');
});

test('a type without rules has nothing wrong', () => {
  expect(checkObject('libvirt_ignition', { name: 'x' })).toEqual([]);
});

describe('what is wrong already', () => {
  test('counts as unknown, and is not reported as missing', () => {
    const { value, diagnostics } = conform(resources.libvirt_domain, {
      name: 'x',
      type: 'kvm',
      devices: { disks: [{ source: { file: { file: '/x' } }, target: { dve: 'vda', dev: ['vda'] } }] },
    });
    expect(diagnostics).toHaveLength(2);
    expect(checkObject('libvirt_domain', value)).toHaveLength(1);
    expect(checkObject('libvirt_domain', withoutDoubtful(value, diagnostics))).toEqual([]);
  });

  test('makes a list unknown of which an element was left out', () => {
    const disk = { source: { file: { file: '/x' } }, target: { dev: 'vda' } };
    const { value, diagnostics } = conform(resources.libvirt_domain, {
      name: 'x',
      type: 'kvm',
      devices: { disks: [disk, 'vdb', disk] },
    });
    expect(diagnostics).toHaveLength(1);
    expect(checkObject('libvirt_domain', withoutDoubtful(value, diagnostics))).toEqual([]);
  });

  test('leaves the rest to be checked, and its marks', () => {
    const value = { memory: mark(1, ['sensitive']), current_memory: 2, devices: mark({}, ['sensitive']) };
    expect(
      withoutDoubtful(value, [{ severity: 'error', summary: 'x', path: ['devices', 'disks', 0] }]),
    ).toEqual({ ...value, devices: mark({ disks: UNKNOWN }, ['sensitive']) });
  });
});

/** The value once for each of its parts, with that part unknown. */
function everyUnknown(value: Value): readonly Value[] {
  if (isList(value)) {
    return value.flatMap((item, index) =>
      [UNKNOWN, ...everyUnknown(item)].map((other) => value.map((own, at) => (at === index ? other : own))),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    [UNKNOWN, ...everyUnknown(part)].map((other) => ({ ...value, [name]: other })),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
