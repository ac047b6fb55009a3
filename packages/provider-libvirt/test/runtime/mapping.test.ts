import { Lazy, TerraformIterator, Token } from 'cdktf';
import { toAttributes } from '../../src/runtime/mapping.js';
import { machine } from './machine.js';

const map = (values: Readonly<Record<string, unknown>>) =>
  toAttributes(machine.attributes, values, 'resource');

describe('what a program said becomes attributes', () => {
  it.each([
    ['names in snake case', { memoryUnit: 'GiB' }, { memory_unit: 'GiB' }],
    ['odd names as the schema spells them', { ioThreadIDs: 2 }, { io_thread_i_ds: 2 }],
    ['null is kept', { memoryUnit: null }, { memory_unit: null }],
    ['undefined is dropped', { memoryUnit: undefined }, {}],
    [
      'and an object that says nothing else with it',
      { devices: { disks: [{ target: { dev: undefined } }] } },
      { devices: { disks: [{}] } },
    ],
    ['however deep', { devices: { disks: undefined } }, {}],
    ['an empty object is kept', { devices: {} }, { devices: {} }],
    ['lists of texts', { features: ['a', 'b'] }, { features: ['a', 'b'] }],
    [
      'objects and lists, all the way down',
      { devices: { disks: [{ readOnly: true, target: { dev: 'vda' } }] } },
      { devices: { disks: [{ read_only: true, target: { dev: 'vda' } }] } },
    ],
    [
      'unknown keys stay, for the engine to refuse',
      { memoryUnits: 'GiB', devices: { disks: [{ readonlyMode: 1 }] } },
      { memory_units: 'GiB', devices: { disks: [{ readonly_mode: 1 }] } },
    ],
  ])('%s', (_, values, expected) => {
    expect(map(values)).toEqual(expected);
  });

  it('leaves a token that stands for an object or a list as it is', () => {
    const devices = Lazy.anyValue({ produce: () => ({ disks: [] }) });
    const disks = Token.asAny('${var.disks}');
    expect(map({ devices }).devices).toBe(devices);
    expect(map({ devices: { disks } })).toEqual({ devices: { disks } });
  });

  it.each([
    ['properties', { readOnly: true, target: { dev: 'vda' } }],
    ['attributes', { read_only: true, target: { dev: 'vda' } }],
  ])('maps what an iterator repeats, written by %s', (_, content) => {
    const disks = TerraformIterator.fromList(['a']).dynamic(content);
    expect(map({ devices: { disks } })).toMatchObject({
      devices: { disks: { content: { read_only: true, target: { dev: 'vda' } } } },
    });
  });
});
