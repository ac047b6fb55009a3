import { list, num, obj, resource, str, type Attributes } from '../../src/dsl';
import { attributeAt } from '../../src/index';
import { onlyValue, shapesOf } from '../../scripts/docs/shapes';

const address = (): Attributes => ({ bus: num('@bus', 'Bus'), slot: num('@slot', 'Slot') });
const machine = resource('machine', { description: 'It.', root: 'machine', computed: [] }, () => ({
  name: str('name', 'Name'),
  mtu: obj('mtu', 'Size of frames', () => ({ size: num('@size', 'Largest frame') })),
  disks: list('disk', 'Disks', () => ({
    serial: str('serial', 'Serial'),
    address: obj('address', 'Where', address),
  })),
  nics: list('nic', 'NICs', () => ({
    model: str('model', 'Model'),
    address: obj('address', 'Where', address),
  })),
}));

test('what recurs with the same content is one shape, in all its places', () => {
  const shapes = shapesOf(machine);
  const shape = shapes.at('disks.address');
  expect(shape).toBe(shapes.at('nics.address'));
  expect(shape?.paths).toEqual([
    ['disks', 'address'],
    ['nics', 'address'],
  ]);
  expect(shape?.holders.map((holder) => holder.shape)).toEqual([shapes.at('disks'), shapes.at('nics')]);
  expect(shapes.all).toHaveLength(4);
});

test('an object that holds one value alone is told as that value', () => {
  const mtu = attributeAt(machine, ['mtu']);
  const disks = attributeAt(machine, ['disks']);
  if (mtu === undefined || disks === undefined) throw new Error('no such attributes');
  expect(onlyValue(mtu)?.name).toBe('size');
  expect(onlyValue(disks)).toBeUndefined();
  expect(shapesOf(machine).at('mtu')).toBeUndefined();
});
