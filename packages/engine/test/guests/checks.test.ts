import { checkGuest, Declared, SeenInside } from '../../src/guests/checks.js';

const declared: Declared = {
  uuid: '8b0d6f6e-0f1c-4b43-9a55-5a1c5e0f6b11',
  vcpus: 2,
  macs: ['52:54:00:aa:bb:cc'],
};
const seen: SeenInside = {
  dmidecode: [
    'Handle 0x0100, DMI type 1, 27 bytes',
    'System Information',
    '\tManufacturer: QEMU',
    '\tUUID: 8B0D6F6E-0F1C-4B43-9A55-5A1C5E0F6B11',
  ].join('\n'),
  cpuinfo: 'processor\t: 0\nmodel name\t: QEMU\n\nprocessor\t: 1\nmodel name\t: processor of QEMU\n',
  macs: ['52:54:00:aa:bb:cc', '52:54:00:00:00:01'],
};

test('a guest that is what was declared', () => {
  expect(checkGuest(declared, seen).map((check) => check.holds)).toEqual([true, true, true]);
});

test.each<[string, Partial<SeenInside>, string, string]>([
  [
    'another machine answers',
    { dmidecode: '\tUUID: 00000000-0f1c-4b43-9a55-5a1c5e0f6b11' },
    'system UUID (dmidecode)',
    '00000000-0f1c-4b43-9a55-5a1c5e0f6b11',
  ],
  ['dmidecode saw nothing', { dmidecode: '' }, 'system UUID (dmidecode)', 'none'],
  ['a processor is missing', { cpuinfo: 'processor\t: 0\n' }, 'processors (/proc/cpuinfo)', '1'],
  ['a network card is missing', { macs: [] }, 'network card (agent)', 'none'],
])('%s', (_, change, what, found) => {
  const failing = checkGuest(declared, { ...seen, ...change }).filter((check) => !check.holds);
  expect(failing).toEqual([expect.objectContaining({ what, seen: found })]);
});
