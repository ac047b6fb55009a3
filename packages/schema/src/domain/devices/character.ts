import {
  alikeIn,
  Attributes,
  branch,
  hex,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  str,
  variant,
} from '../../dsl.js';
import {
  addition,
  answer,
  between,
  filled,
  idle,
  ip,
  known,
  oneOf,
  required,
  runtime,
  unsigned,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import { chardevLog, chardevParts, chardevProtocol, chardevWithoutLabels } from '../../shapes/chardev.js';
import { bootOrder } from '../../shapes/network.js';

/** `<serial>`. */
export const serials = (): ListAttribute =>
  list(
    'serial',
    'Serial ports',
    () => ({
      ...chardevParts(),
      target: obj(
        'target',
        'The port in the guest',
        () => ({
          type: str(
            '@type',
            'Kind',
            known(
              'isa-serial',
              'usb-serial',
              'pci-serial',
              'spapr-vio-serial',
              'system-serial',
              'sclp-serial',
              'isa-debug',
            ),
            filled,
          ),
          port: num('@port', 'Number of the port', unsigned, filled),
          model: obj(
            'model',
            'Device that the guest sees',
            () => ({
              name: str(
                '@name',
                'Name',
                known(
                  'isa-serial',
                  'usb-serial',
                  'pci-serial',
                  '16550a',
                  'pl011',
                  'spapr-vty',
                  'sclpconsole',
                  'sclplmconsole',
                  'isa-debugcon',
                ),
                filled,
              ),
            }),
            filled,
          ),
        }),
        filled,
      ),
      ...deviceTail(),
    }),
    knownBy('target.port'),
    { initially: '@type=pty' },
    filled,
  );

/** `<parallel>`. */
export const parallels = (): ListAttribute =>
  list(
    'parallel',
    'Parallel ports',
    () => ({
      ...chardevParts(),
      target: obj(
        'target',
        'The port in the guest',
        () => ({
          type: str('@type', 'Kind', { refused: 'libvirt knows one kind only.' }),
          port: num('@port', 'Number of the port', unsigned, filled),
        }),
        filled,
      ),
      ...deviceTail(),
    }),
    knownBy('target.port'),
    { initially: '@type=pty' },
  );

/** `<console>`. */
export const consoles = (): ListAttribute =>
  list(
    'console',
    'Consoles; the first is the first serial port again',
    () => ({
      tty: str('@tty', 'Terminal of the host while the guest runs', filled, runtime),
      // The first console takes them over from the first serial port.
      ...chardevParts(filled),
      target: obj(
        'target',
        'The console in the guest',
        () => ({
          type: str(
            '@type',
            'Kind',
            known('serial', 'virtio', 'xen', 'lxc', 'openvz', 'sclp', 'sclplm'),
            filled,
          ),
          // Counted from the first one of all, or of its kind, as the guest was read last; what is asked for never counts (seen).
          port: num('@port', 'Number of the console', unsigned, filled, idle),
        }),
        filled,
      ),
      ...deviceTail(),
    }),
    knownBy('alias.name'),
    // The one that libvirt makes of the first serial port stands before those that are wanted beside it.
    alikeIn('target.type'),
    { initially: '@type=pty' },
    filled,
  );

/** `<channel>`. */
export const channels = (): ListAttribute =>
  list(
    'channel',
    'Channels between host and guest, such as that of the guest agent',
    () => ({
      ...chardevParts(),
      target: obj('target', 'The channel in the guest', () => ({
        virt_io: variant('@type=virtio', 'A virtio port', () => ({
          name: str('@name', 'Name that the guest sees, such as org.qemu.guest_agent.0', filled),
          state: str(
            '@state',
            'Whether the guest has opened it, while it runs',
            oneOf('connected', 'disconnected'),
            filled,
            runtime,
          ),
        })),
        xen: variant('@type=xen', 'A Xen channel', () => ({
          name: str('@name', 'Name that the guest sees'),
          state: str(
            '@state',
            'Whether the guest has opened it, while it runs',
            oneOf('connected', 'disconnected'),
            filled,
            runtime,
          ),
        })),
        guest_fwd: variant('@type=guestfwd', 'A TCP address inside a user network', () => ({
          address: str('@address', 'Address', ip),
          port: str('@port', 'Port'),
        })),
      })),
      ...deviceTail(),
    }),
    knownBy('target.virt_io.name', 'target.xen.name', 'target.guest_fwd.address target.guest_fwd.port'),
    { initially: '@type=pty' },
  );

/** `<redirdev>`. */
export const redirDevs = (): ListAttribute =>
  list('redirdev', 'USB devices redirected from a viewer', () => ({
    bus: str('@bus', 'Bus', oneOf('usb')),
    source: obj('.', "The host's end", chardevWithoutLabels),
    protocol: chardevProtocol('source'),
    log: chardevLog(addition),
    boot: bootOrder(),
    ...deviceTail(),
  }));

/** `<redirfilter>`. */
export const redirFilters = (): ListAttribute =>
  list('redirfilter', 'Which devices may be redirected', () => ({
    usb: list('usbdev', 'A rule; the first that fits counts', () => ({
      class: hex(2, '@class', 'Class; -1: any', between(-1, 0xff)),
      vendor: hex(4, '@vendor', 'Vendor; -1: any', between(-1, 0xffff)),
      product: hex(4, '@product', 'Product; -1: any', between(-1, 0xffff)),
      version: str('@version', 'Version, such as 2.00', { meaning: { as: 'decimal' } }),
      allow: str('@allow', 'Whether it may', answer, required),
    })),
  }));

/** `<smartcard>`. */
export const smartcards = (): ListAttribute =>
  list('smartcard', 'Smartcard readers', () => ({
    host: branch('@mode=host', "The host's own reader"),
    passthrough: variant(
      '@mode=passthrough',
      'A card at the other end of a character device',
      chardevWithoutLabels,
    ),
    host_certs: list(
      'certificate',
      'Certificates of the host that make a card; three of them',
      () => ({
        file: str('.', 'Name of the certificate', required),
      }),
      { when: '@mode=host-certificates' },
    ),
    database: str('database', 'Folder of the certificates', { when: '@mode=host-certificates' }),
    protocol: chardevProtocol('passthrough'),
    log: chardevLog(addition),
    ...deviceTail(),
  }));

/** The backend of a random number generator that asks a daemon. */
export const egd = (): Attributes => ({
  source: obj('.', "The host's end", chardevWithoutLabels),
  protocol: chardevProtocol('source'),
  log: chardevLog(addition),
});
