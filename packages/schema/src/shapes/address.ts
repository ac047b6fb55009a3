import { Attributes, Extra, hex, num, obj, ObjectAttribute, once, str, variant } from '../dsl.js';
import { addition, atLeast, between, byDefault, filled, leaves, since, toggle, unsigned } from '../facts.js';

/** `domain:bus:slot.function` as attributes of the element `at`, which is the object's own where the name is empty. */
export const pciNumbers = (at = ''): Attributes => ({
  domain: hex(4, `${at}@domain`, 'PCI domain', unsigned),
  bus: hex(2, `${at}@bus`, 'PCI bus', between(0, 0xff)),
  slot: hex(2, `${at}@slot`, 'PCI slot', between(0, 0x1f)),
  function: hex(1, `${at}@function`, 'PCI function', between(0, 7)),
});

/** What a PCI address has besides its numbers, with what is known of it in this place. */
export const pciExtras = (at = '', ...extras: readonly Extra[]): Attributes => ({
  multi_function: str(
    `${at}@multifunction`,
    'Other functions of the slot are in use too',
    toggle,
    byDefault('off'),
    filled,
    ...extras,
  ),
  zpci: obj(
    at === '' ? 'zpci' : `${at}/zpci`,
    'Identifiers of the device on s390x',
    () => ({
      uid: hex(4, '@uid', 'User-defined identifier', between(1, 0xffff)),
      fid: hex(8, '@fid', 'Function identifier', between(0, 0xffffffff)),
    }),
    ...extras,
  ),
});

/** With what is known of it beside. */
const addressWith = (...extras: readonly Extra[]): ObjectAttribute =>
  obj(
    'address',
    'Where the device is plugged in',
    () => ({
      pci: variant(
        '@type=pci',
        'A place on a PCI bus',
        () => ({ ...pciNumbers(), ...pciExtras() }),
        // virPCIDeviceAddressIsEmpty: with these at 0 libvirt chooses the place, and drops what else is said of it.
        leaves({ domain: 0, bus: 0, slot: 0 }),
        addition,
      ),
      drive: variant(
        '@type=drive',
        'A place on a disk controller',
        () => ({
          controller: num('@controller', 'Index of the controller', between(0, 0xffff)),
          bus: num('@bus', 'Bus of the controller', between(0, 0xff)),
          target: num('@target', 'Target on the bus', between(0, 0xffff)),
          unit: num('@unit', 'Unit of the target', between(0, 0xffff)),
        }),
        addition,
      ),
      usb: variant(
        '@type=usb',
        'A port of a USB controller',
        () => ({
          bus: num('@bus', 'Index of the USB controller', between(0, 0xffff)),
          port: str('@port', 'Port, through hubs with dots: 1.2'),
        }),
        addition,
      ),
      virtio_serial: variant(
        '@type=virtio-serial',
        'A port of a virtio-serial controller',
        () => ({
          controller: num('@controller', 'Index of the controller', between(0, 0xffff)),
          bus: num('@bus', 'Bus of the controller', between(0, 0xff)),
          // 0 is that of the console, and with others a port to be chosen.
          port: num('@port', 'Port on the bus', between(0, 511), leaves(0)),
        }),
        addition,
      ),
      ccid: variant(
        '@type=ccid',
        'A slot of a smartcard controller',
        () => ({
          controller: num('@controller', 'Index of the controller', between(0, 0xffff)),
          slot: num('@slot', 'Slot of the controller', between(0, 0xff)),
        }),
        addition,
      ),
      isa: variant(
        '@type=isa',
        'A place on the ISA bus',
        () => ({
          io_base: hex(3, '@iobase', 'First I/O port', between(0, 0xffff), byDefault(0)),
          irq: hex(1, '@irq', 'Interrupt', between(0, 15), byDefault(0)),
        }),
        addition,
      ),
      ccw: variant(
        '@type=ccw',
        'A channel address on s390x',
        () => ({
          cssid: hex(2, '@cssid', 'Channel subsystem', between(0, 0xfe)),
          ssid: hex(1, '@ssid', 'Subchannel set', between(0, 3)),
          devno: hex(4, '@devno', 'Device number', between(0, 0xffff)),
        }),
        addition,
      ),
      virtio_mmio: variant(
        '@type=virtio-mmio',
        'A virtio-mmio transport of an ARM board',
        () => ({}),
        addition,
      ),
      spapr_vio: variant(
        '@type=spapr-vio',
        'A place on the virtual I/O bus of a POWER machine',
        () => ({ reg: hex(8, '@reg', 'Register of the device', between(0, 0xffffffff)) }),
        addition,
      ),
      dimm: variant(
        '@type=dimm',
        'A memory slot',
        () => ({
          slot: num('@slot', 'Slot', between(0, 255)),
          base: hex(1, '@base', 'Guest address', atLeast(0)),
        }),
        addition,
      ),
      unassigned: variant(
        '@type=unassigned',
        'Given to nobody: kept from the host, not plugged into the guest',
        () => ({}),
        addition,
      ),
    }),
    filled,
    ...extras,
  );

/**
 * `<address>`: where a device is plugged in. libvirt assigns it, and it has to stay as it is: a guest takes a device at a new
 * address for a new device.
 */
export const deviceAddress = once((): ObjectAttribute => addressWith());

/** `<alias name>` of a device. */
export const deviceAlias = (...extras: readonly Extra[]): ObjectAttribute =>
  obj(
    'alias',
    'Name of the device inside libvirt',
    () => ({
      name: str('@name', 'The name; one of your own begins with ua-', filled, { presence: 'required' }),
    }),
    filled,
    ...extras,
  );

/** `<acpi index>`, `<alias name>` and `<address>` of a device, with what is known of them beside. */
export const deviceTailOf = (...extras: readonly Extra[]): Attributes => ({
  acpi: obj(
    'acpi',
    'How the device shows in ACPI',
    () => ({
      index: num(
        '@index',
        'Index from which Linux makes names such as eno1',
        between(1, 16383),
        since('7.3.0'),
      ),
    }),
    ...extras,
  ),
  alias: deviceAlias(...extras),
  address: addressWith(...extras),
});

/** The same of any device: they are made once. */
export const deviceTail = once((): Attributes => deviceTailOf());
