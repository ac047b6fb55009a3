import { branch, knownBy, list, ListAttribute, num, obj, ObjectAttribute, str, variant } from '../../dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  byDefault,
  filePath,
  filled,
  idleUnless,
  known,
  numeral,
  oneOf,
  positive,
  required,
  since,
  sized,
  toggle,
  unit,
  unitOf,
} from '../../facts.js';
import { deviceAddress, deviceTail } from '../../shapes/address.js';
import { virtioDriver, virtioModels } from '../../shapes/virtio.js';
import { egd } from './character.js';

/** `<input>`. */
export const inputs = (): ListAttribute =>
  list(
    'input',
    'Mice, keyboards, tablets; libvirt adds those of PS/2',
    () => ({
      type: str('@type', 'Kind', oneOf('tablet', 'mouse', 'keyboard', 'passthrough', 'evdev'), required),
      bus: str('@bus', 'Bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none'), filled),
      model: str('@model', 'Variant of virtio', virtioModels),
      driver: virtioDriver(),
      source: obj('.', 'Device of the host', () => ({
        // Of an input of another kind libvirt keeps none of them: virDomainInputDefFormat.
        passthrough: variant(
          '@type=passthrough',
          'A device that is passed through',
          () => ({ ev_dev: str('source@evdev', 'Path', required) }),
          idleUnless('type', 'passthrough'),
        ),
        ev_dev: variant(
          '@type=evdev',
          'A device that host and guest take in turn',
          () => ({
            dev: str('source@dev', 'Path', required),
            grab: str('source@grab', 'All devices are taken at once', oneOf('all')),
            grab_toggle: str(
              'source@grabToggle',
              'Keys that switch',
              oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock'),
            ),
            repeat: str('source@repeat', 'Keys repeat', toggle),
          }),
          since('7.4.0'),
          idleUnless('type', 'evdev'),
        ),
      })),
      ...deviceTail(),
    }),
    { alike: ['type', 'bus'] },
    filled,
  );

/** `<hub>`. */
export const hubs = (): ListAttribute =>
  list('hub', 'USB hubs', () => ({
    type: str('@type', 'Kind', oneOf('usb'), required),
    ...deviceTail(),
  }));

/** `<watchdog>`. */
export const watchdogs = (): ListAttribute =>
  list(
    'watchdog',
    'Watchdogs',
    () => ({
      model: str(
        '@model',
        'Device that the guest sees',
        known('i6300esb', 'ib700', 'diag288', 'itco'),
        required,
      ),
      action: str(
        '@action',
        'What happens when the guest does not answer',
        oneOf('reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi'),
        byDefault('reset'),
      ),
      ...deviceTail(),
    }),
    { alike: ['model'] },
    filled,
  );

/** `<rng>`. */
export const rngs = (): ListAttribute =>
  list(
    'rng',
    'Random number generators',
    () => ({
      model: str('@model', 'Device that the guest sees', virtioModels, required),
      driver: virtioDriver(),
      rate: obj('rate', 'Limit', () => ({
        bytes: num('@bytes', 'Most in a period', unit('bytes'), positive, required),
        period: num('@period', 'Length of a period', unit('ms'), positive, byDefault(1000)),
      })),
      backend: obj('backend', 'Where the numbers come from', () => ({
        random: str('.', 'A device of the host, such as /dev/urandom', { when: '@model=random' }),
        egd: variant('@model=egd', 'A daemon', egd),
        built_in: branch('@model=builtin', 'The hypervisor itself', since('6.1.0')),
      })),
      ...deviceTail(),
    }),
    { alike: ['backend.egd'] },
  );

/** `<panic>`. */
export const panics = (): ListAttribute =>
  list(
    'panic',
    'Devices by which a guest tells that it crashed',
    () => ({
      model: str(
        '@model',
        'Device that the guest sees',
        known('isa', 'pseries', 'hyperv', 's390', 'pvpanic'),
        filled,
      ),
      ...deviceTail(),
    }),
    { alike: ['model'] },
  );

/** `<lease>`. */
export const leases = (): ListAttribute =>
  list(
    'lease',
    'Leases of a lock manager that are held while the guest runs',
    () => ({
      lockspace: str('lockspace', 'Lockspace', required),
      key: str('key', 'Resource', required),
      target: obj('target', 'Where the lease is', () => ({
        path: str('@path', 'Path', required),
        offset: num('@offset', 'Offset there', unit('bytes'), atLeast(0), byDefault(0)),
      })),
    }),
    knownBy('lockspace key'),
  );

/** `<nvram>` among the devices. */
export const nvram = (): ObjectAttribute => obj('nvram', 'NVRAM device (POWER)', deviceTail);

/** `<iommu>`. */
export const iommu = (): ObjectAttribute =>
  obj('iommu', 'IOMMU of the guest', () => ({
    model: str('@model', 'Device that the guest sees', known('intel', 'smmuv3', 'virtio', 'amd'), required),
    driver: obj('driver', 'Options', () => ({
      int_remap: str('@intremap', 'Interrupts are remapped', toggle),
      caching_mode: str('@caching_mode', 'For devices that are passed through', toggle),
      eim: str('@eim', 'Extended interrupts', toggle),
      iotlb: str('@iotlb', 'Cache of the host', toggle),
      aw_bits: num('@aw_bits', 'Width of addresses', unit('bit'), between(32, 64), since('6.5.0')),
      dma_translation: str('@dma_translation', 'DMA is translated', toggle, since('10.7.0')),
      passthrough: str('@passthrough', 'Devices may go past it (amd)', toggle, since('11.5.0')),
      xt_sup: str('@xtsup', 'x2APIC (amd)', toggle, since('11.5.0')),
    })),
    ...deviceTail(),
  }));

/** `<vsock>`. */
export const vsock = (): ObjectAttribute =>
  obj(
    'vsock',
    'Sockets between host and guest',
    () => ({
      model: str('@model', 'Device that the guest sees', virtioModels, filled),
      cid: obj('cid', 'Number of the guest', () => ({
        auto: str('@auto', 'The host picks it', answer, filled),
        address: str('@address', 'The number', numeral, between(3, 0xffffffff), filled),
      })),
      driver: virtioDriver(since('7.1.0')),
      ...deviceTail(),
    }),
    since('4.4.0'),
  );

/** `<crypto>`. */
export const crypto = (): ListAttribute =>
  list(
    'crypto',
    'Crypto accelerators',
    () => ({
      model: str('@model', 'Device that the guest sees', oneOf('virtio'), byDefault('virtio'), filled),
      type: str('@type', 'Kind', oneOf('qemu'), byDefault('qemu'), filled),
      backend: obj('backend', 'Who computes', () => ({
        built_in: branch('@model=builtin', 'The hypervisor itself'),
        lkcf: branch('@model=lkcf', 'The kernel of the host'),
        queues: num('@queues', 'Queues', positive),
      })),
      driver: virtioDriver(addition),
      alias: obj(
        'alias',
        'Name of the device inside libvirt',
        () => ({
          name: str('@name', 'The name; one of your own begins with ua-', filled, required),
        }),
        filled,
      ),
      address: deviceAddress(),
    }),
    since('9.1.0'),
  );

/** `<pstore>`. */
export const pstore = (): ObjectAttribute =>
  obj(
    'pstore',
    'Storage for crash logs of the guest',
    () => ({
      backend: str('@backend', 'Kind', oneOf('acpi-erst'), required),
      path: str('path', 'Path of the file', filePath, filled, required),
      size: num('size', 'Size', sized('size_unit', 'KiB'), required),
      size_unit: str('size@unit', 'Unit of size', unitOf('size')),
      ...deviceTail(),
    }),
    since('10.6.0'),
  );
