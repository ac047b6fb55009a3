import { Unknown, type ValueObject } from '@virtform/values';
import { withNumaCells } from '../../../src/kinds/domain/numa-cells';

const guest = (...cell: readonly ValueObject[]): ValueObject => ({
  type: 'qemu',
  vcpu: 4,
  cpu: { numa: { cell } },
});

test('where there are none, the guest is as it says', () => {
  const plain = { type: 'qemu', memory: 64, memory_unit: 'MiB', vcpu: 4 };
  expect(withNumaCells(plain)).toBe(plain);
});

test('their sum counts, whatever memory says', () => {
  const cells = guest({ id: 0, cpus: '0-3', memory: 64, unit: 'MiB' });
  expect(withNumaCells({ ...cells, memory: 128, memory_unit: 'MiB' })).toEqual(cells);
});

// What is said, and what libvirt 9.0 stored of it.
test.each<[string, ValueObject, ValueObject]>([
  [
    'those that no cell has',
    guest({ id: 0, cpus: '0' }, { id: 1, cpus: '1' }),
    guest({ id: 0, cpus: '0,2,3' }, { id: 1, cpus: '1' }),
  ],
  [
    'those that no cell has, wherever it stands',
    guest({ id: 1, cpus: '1' }, { id: 0, cpus: '0' }),
    guest({ id: 1, cpus: '1' }, { id: 0, cpus: '0,2,3' }),
  ],
  [
    'those that no cell has, where the cells are counted by their place',
    guest({ cpus: '0' }, { cpus: '1-2' }),
    guest({ cpus: '0,3' }, { cpus: '1-2' }),
  ],
  [
    'none but its own, where each has a cell',
    guest({ id: 0, cpus: '0,1' }, { id: 1, cpus: '2-3' }),
    guest({ id: 0, cpus: '0,1' }, { id: 1, cpus: '2-3' }),
  ],
  [
    'what libvirt chooses, where nothing is said of it',
    guest({ id: 0 }, { id: 1, cpus: '1' }),
    guest({ id: 0 }, { id: 1, cpus: '1' }),
  ],
  [
    'what it says, where it is not known what others have',
    guest({ id: 0, cpus: '0' }, { id: 1, cpus: new Unknown('string') }),
    guest({ id: 0, cpus: '0' }, { id: 1, cpus: new Unknown('string') }),
  ],
  [
    'what it says, of a container',
    { ...guest({ id: 0, cpus: '0' }), type: 'lxc' },
    { ...guest({ id: 0, cpus: '0' }), type: 'lxc' },
  ],
])('cell 0 has %s', (_what, said, stored) => {
  expect(withNumaCells(said)).toEqual(stored);
});
