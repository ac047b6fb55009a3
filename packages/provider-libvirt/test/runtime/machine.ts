import { bool, list, num, obj, resource, str, strings } from '@virtform/schema/lib/dsl';
import { readOnly, required } from '@virtform/schema/lib/facts';
import { resourceClass } from '../../src/runtime/index.js';

/** A resource with one attribute of every shape. */
export const machine = resource(
  'libvirt_machine',
  { description: 'A machine.', root: 'machine', computed: ['id'] },
  () => ({
    id: str(undefined, 'Its id.', readOnly),
    name: str('name', 'Its name.', required),
    memory_unit: str('memory@unit', 'The unit.'),
    io_thread_i_ds: num('iothreads', 'A name with an odd plural.'),
    running: bool(undefined, 'Whether it runs.'),
    features: strings('features', 'A list of texts.'),
    devices: obj('devices', 'Its devices.', () => ({
      disks: list('disk', 'Its disks.', () => ({
        serial: str('serial', 'The serial number.'),
        read_only: bool('readonly', 'Whether it can be written to.'),
        target: obj('target', 'How the guest names it.', () => ({ dev: str('@dev', 'vda.') })),
      })),
    })),
  }),
);

export const Machine = resourceClass('Machine', machine);
