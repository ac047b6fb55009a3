import type { JsonObject } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { Proposal } from '../../../src/kinds/kind.js';
import { ask, labHost, WEB } from '../lab-host.js';

// What cannot change while a guest of another hypervisor runs is planned so.

const guest = (type: string, more: JsonObject = {}): JsonObject => ({
  name: 'web',
  type,
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  vcpu_current: 2,
  running: true,
  ...more,
});

function propose(type: string, more: JsonObject): Proposal {
  const view = labHost({ alter: (xml) => xml.replace(/<domain type='[^']*'/, `<domain type='${type}'`) });
  return ask(
    domainKind,
    view,
    { uuid: WEB, name: 'web' },
    { applied: guest(type), wanted: guest(type, more) },
  );
}

const [VCPUS, BALLOON, TITLE, SHARES, QUOTA, PIN, CARD, RNG, BLOCK, CHAR] = [
  { vcpu_current: 3 },
  { current_memory: 32, current_memory_unit: 'MiB' },
  { title: 'New' },
  { cpu_tune: { shares: 512 } },
  { cpu_tune: { global_quota: 20_000 } },
  { cpu_tune: { emulator_pin: { cpu_set: '0' } } },
  {
    devices: {
      interfaces: [{ mac: { address: '52:54:00:00:00:99' }, source: { network: { network: 'other' } } }],
    },
  },
  { devices: { rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }] } },
  { devices: { hostdevs: [{ caps_storage: { source: { block: '/dev/sda' } } }] } },
  { devices: { hostdevs: [{ caps_misc: { source: { char: '/dev/fuse' } } }] } },
];

test.each<[type: string, live: readonly JsonObject[], waits: readonly JsonObject[]]>([
  ['lxc', [BALLOON, TITLE, SHARES, CARD, BLOCK], [VCPUS, QUOTA, PIN, RNG, CHAR]],
  ['xen', [VCPUS, BALLOON, TITLE, PIN, CARD], [SHARES, RNG]],
  ['vz', [VCPUS, BALLOON, CARD], [TITLE, SHARES, PIN, RNG]],
  ['bhyve', [TITLE], [VCPUS, BALLOON, SHARES, PIN, CARD, RNG]],
  ['ch', [PIN], [VCPUS, BALLOON, TITLE, SHARES, CARD, RNG]],
  ['vbox', [], [VCPUS, BALLOON, TITLE, SHARES, PIN, CARD, RNG]],
])('%s', (type, live, waits) => {
  const effects = (changes: readonly JsonObject[]): readonly string[] =>
    changes.flatMap((more) => propose(type, more).steps.map(({ effect }) => effect));
  expect(effects(live)).not.toContain('redefine');
  expect(effects(live)).toHaveLength(live.length);
  expect(effects(waits)).toEqual(waits.map(() => 'redefine'));
});
