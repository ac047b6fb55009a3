import { volume } from '@virtform/schema';
import { UNKNOWN } from '@virtform/values';
import { createResourceValues } from '../../src/plan/resource-values.js';

const ADDRESS = 'libvirt_volume.disk';

test('what an instance says is read when a reference asks for it, and once', () => {
  const read = jest.fn(() => ({ name: 'disk.qcow2', pool: 'lab' }));
  const values = createResourceValues();
  values.declare(ADDRESS, 'single', volume);
  values.set(ADDRESS, undefined, read, []);
  expect(read).not.toHaveBeenCalled();
  expect(values.value(ADDRESS)).toMatchObject({ name: 'disk.qcow2', pool: 'lab', capacity: null });
  expect(values.instance(ADDRESS, undefined)).toBe(values.value(ADDRESS));
  expect(read).toHaveBeenCalledTimes(1);
});

test('a reference is to an object, to a list of them, or to an object of them', () => {
  const values = createResourceValues();
  values.declare('libvirt_volume.counted', 'count', volume);
  [2, 0, 1].forEach((key) => values.set('libvirt_volume.counted', key, { name: `n${key}` }, []));
  expect(values.value('libvirt_volume.counted')).toMatchObject([
    { name: 'n0' },
    { name: 'n1' },
    { name: 'n2' },
  ]);
  values.declare('libvirt_volume.each', 'for-each', volume);
  values.set('libvirt_volume.each', 'a', { name: 'a' }, []);
  values.set('libvirt_volume.each', 'b', UNKNOWN, []);
  values.set('libvirt_volume.each', 'c', { name: 'c' }, []);
  values.set('libvirt_volume.each', 'c', undefined, []);
  expect(values.value('libvirt_volume.each')).toMatchObject({ a: { name: 'a' }, b: UNKNOWN });
  expect(Object.keys(values.value('libvirt_volume.each') ?? {})).toEqual(['a', 'b']);
});

test('nothing is known of what was not declared', () => {
  const values = createResourceValues();
  values.set(ADDRESS, undefined, { name: 'disk.qcow2' }, []);
  expect(values.value(ADDRESS)).toBeUndefined();
});

test('what a reference is to is put together once, and again when an instance has changed', () => {
  const values = createResourceValues();
  values.declare(ADDRESS, 'for-each', volume);
  values.set(ADDRESS, 'a', { name: 'a' }, []);
  const first = values.value(ADDRESS);
  expect(values.value(ADDRESS)).toBe(first);
  values.set(ADDRESS, 'a', { name: 'b' }, []);
  expect(values.value(ADDRESS)).toMatchObject({ a: { name: 'b' } });
  values.set(ADDRESS, 'a', undefined, []);
  expect(values.value(ADDRESS)).toEqual({});
  expect(first).toMatchObject({ a: { name: 'a' } });
});
