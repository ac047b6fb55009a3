import type { ValueObject } from '@virtform/values';
import { withFirstConsole } from '../../../src/kinds/domain/first-console';

const guest = (
  serials: readonly ValueObject[],
  consoles: readonly ValueObject[],
  type = 'qemu',
): ValueObject => ({ type, devices: { serials, consoles } });

const serial = { source: { std_io: true }, log: { file: '/srv/log' }, alias: { name: 'ua-serial' } };
const target = { type: 'serial', port: 0 };
const said = {
  source: { vc: true },
  log: { file: '/srv/other' },
  acpi: { index: 4 },
  alias: { name: 'ua-console' },
  address: { isa: { io_base: 0x3f8 } },
};

test('the first console says nothing of its own where it is the first serial port', () => {
  expect(withFirstConsole(guest([serial], [{ target, ...said }]))).toEqual(guest([serial], [{ target }]));
});

test.each<[string, ValueObject]>([
  ['there is no serial port', guest([], [{ target, ...said }])],
  ['it is a device of its own', guest([serial], [{ target: { type: 'virtio' }, ...said }])],
  ['the guest is a container', guest([serial], [{ target, ...said }], 'lxc')],
])('it says what it says where %s', (_where, wanted) => {
  expect(withFirstConsole(wanted)).toEqual(wanted);
});

test('other consoles say what they say', () => {
  const other = { target: { type: 'virtio' }, ...said };
  expect(withFirstConsole(guest([serial], [{ target }, other]))).toEqual(
    guest([serial], [{ target }, other]),
  );
});
