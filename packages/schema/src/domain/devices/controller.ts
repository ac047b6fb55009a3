import { alikeIn, knownBy, list, ListAttribute, num, obj, str, variant } from '../../dsl.js';
import {
  addition,
  atLeast,
  between,
  filled,
  known,
  required,
  since,
  sized,
  toggle,
  unitOf,
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
        index: num('@index', 'Number of the host bridge (POWER)', between(0, 31), filled, addition),
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
          { unit: 'KiB' },
          addition,
          since('11.3.0'),
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
      index: num('@index', 'Number among those of its kind', atLeast(0), filled),
      model: str('@model', 'Device that the guest sees', filled),
      driver: obj('driver', 'How the host serves it', () => ({
        queues: num('@queues', 'Queues', atLeast(1)),
        cmd_per_lun: num('@cmd_per_lun', 'Commands that wait at a unit', atLeast(1)),
        max_sectors: num('@max_sectors', 'Most that one command moves, in 512 bytes', atLeast(1)),
        io_event_fd: str('@ioeventfd', 'Requests are handled apart from the vCPU', toggle),
        io_thread: num('@iothread', 'I/O thread that serves it', atLeast(1)),
        ...virtioOptions(),
        io_threads: queueThreads(),
      })),
      pci: pci(),
      usb: variant('@type=usb', 'What USB controllers have', () => ({
        port: num('@ports', 'Ports', between(1, 15)),
        master: obj(
          'master',
          'The controller that this one belongs to',
          () => ({
            start_port: num('@startport', 'First port there', atLeast(0), required),
          }),
          filled,
        ),
      })),
      virt_io_serial: variant('@type=virtio-serial', 'What virtio-serial controllers have', () => ({
        ports: num('@ports', 'Ports', between(1, 511)),
        vectors: num('@vectors', 'Interrupt vectors', atLeast(0)),
      })),
      xen_bus: variant('@type=xenbus', 'What the Xen bus has', () => ({
        max_grant_frames: num('@maxGrantFrames', 'Most grant frames', atLeast(0)),
        max_event_channels: num('@maxEventChannels', 'Most event channels', atLeast(0)),
      })),
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
