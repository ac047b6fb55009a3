import { alikeIn, knownBy, list, ListAttribute, num, obj, str, variant } from '../../dsl.js';
import {
  addition,
  atLeast,
  between,
  filled,
  known,
  only,
  required,
  since,
  sized,
  toggle,
  unit,
  unitOf,
  unsigned,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import { virtioOptions } from '../../shapes/virtio.js';
import { queueThreads } from './disk.js';

const pci = () =>
  variant('@type=pci', 'What PCI controllers have', () => ({
    model: obj(
      'model',
      'Device that implements it',
      () => ({
        name: str('@name', 'Name such as pcie-root-port', required),
      }),
      filled,
    ),
    target: obj(
      'target',
      'Its place and size',
      () => ({
        chassis_nr: num(
          '@chassisNr',
          'Number of the chassis (pci-bridge)',
          between(1, 255),
          filled,
          addition,
        ),
        chassis: num('@chassis', 'Chassis (pcie-root-port)', between(0, 255), filled, addition),
        port: str('@port', 'Port (pcie-root-port), such as 0x8', filled, addition),
        bus_nr: num('@busNr', 'First bus (expander buses)', between(1, 254), filled, addition),
        index: num('@index', 'Number of the host bridge (POWER)', between(0, 30), filled, addition),
        numa_node: num('node', 'Node of the guest that it belongs to', between(0, 255), addition),
        hotplug: str(
          '@hotplug',
          'Devices can be plugged while the guest runs',
          toggle,
          addition,
          since('6.3.0'),
        ),
        mem_reserve: num(
          '@memReserve',
          'Memory that is kept for devices',
          unit('KiB'),
          atLeast(1),
          addition,
          since('10.3.0'),
        ),
      }),
      filled,
    ),
    hole64: num('pcihole64', 'Window above 4 GiB', sized('hole64_unit', 'KiB')),
    hole64_unit: str('pcihole64@unit', 'Unit of hole64', unitOf('hole64')),
  }));

/** `<controller>`. */
export const controllers = (): ListAttribute =>
  list(
    'controller',
    'Controllers: what buses hang on; libvirt adds those that devices need',
    () => ({
      type: str(
        '@type',
        'Kind',
        known('ide', 'fdc', 'scsi', 'sata', 'virtio-serial', 'usb', 'ccid', 'pci', 'xenbus', 'isa', 'nvme'),
        required,
      ),
      index: num('@index', 'Number among those of its kind', unsigned, filled),
      model: str('@model', 'Device that the guest sees', filled),
      driver: obj('driver', 'How the host serves it', () => ({
        queues: num('@queues', 'Queues', unsigned),
        cmd_per_lun: num('@cmd_per_lun', 'Commands that wait at a unit', unsigned),
        max_sectors: num('@max_sectors', 'Most sectors of 512 bytes that one command moves', unsigned),
        io_event_fd: str('@ioeventfd', 'Requests are handled apart from the vCPU', toggle),
        io_thread: num('@iothread', 'I/O thread that serves it', unsigned),
        ...virtioOptions(),
        io_threads: queueThreads('11.2.0'),
      })),
      pci: pci(),
      usb: variant('@type=usb', 'What USB controllers have', () => ({
        port: num('@ports', 'Ports', between(1, 15)),
        master: obj(
          'master',
          'The controller that this one belongs to',
          () => ({
            start_port: num('@startport', 'First port there', between(0, 15), required),
          }),
          filled,
        ),
      })),
      virt_io_serial: variant('@type=virtio-serial', 'What virtio-serial controllers have', () => ({
        ports: num('@ports', 'Ports', between(1, 511)),
        vectors: num('@vectors', 'Interrupt vectors', unsigned),
      })),
      xen_bus: variant(
        '@type=xenbus',
        'What the Xen bus has',
        () => ({
          max_grant_frames: num('@maxGrantFrames', 'Most grant frames', unsigned),
          max_event_channels: num('@maxEventChannels', 'Most event channels', unsigned, since('6.3.0')),
        }),
        only('xen'),
        since('5.2.0'),
      ),
      nvme: variant(
        '@type=nvme',
        'What NVMe controllers have',
        () => ({
          serial: str('serial', 'Serial number'),
        }),
        since('11.5.0'),
      ),
      ...deviceTail(),
    }),
    knownBy('type index'),
    alikeIn('type', 'model'),
    filled,
  );
