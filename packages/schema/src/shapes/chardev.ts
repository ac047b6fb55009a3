import {
  Attributes,
  branch,
  Extra,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  once,
  str,
  variant,
} from '../dsl.js';
import {
  answer,
  filled,
  idle,
  idleUnlessBeside,
  idleWithoutBeside,
  oneOf,
  only,
  required,
  runtime,
  since,
  toggle,
  unit,
  unsigned,
} from '../facts.js';

/** `<seclabel>` of a file or device that a guest uses. Its `<source>` is the element the label stands in. */
export const deviceLabels = (within: string, ...extras: readonly Extra[]): ListAttribute =>
  list(
    `${within}seclabel`,
    'Security labels of this file or device',
    () => ({
      model: str('@model', 'Security driver: selinux, dac, apparmor'),
      label_skip: str('@labelskip', 'The file kept the label that it had', answer, filled, runtime),
      relabel: str('@relabel', 'libvirt labels the file', answer),
      label: str('label', 'The label'),
    }),
    ...extras,
  );

const idleLabels = (within: string): ListAttribute => deviceLabels(within, idle);

const reconnect = (within: string, ofReconnect: Extra) =>
  obj(
    `${within}reconnect`,
    'Connects again when the connection is lost',
    () => ({
      enabled: str('@enabled', 'Whether it does', answer, required),
      timeout: num(
        '@timeout',
        'Pause between attempts',
        unit('s'),
        unsigned,
        idleUnlessBeside('enabled', 'yes'),
      ),
    }),
    since('3.7.0'),
    ofReconnect,
  );

/** What libvirt reads of a character device in one place, where it does not read all. */
interface Read {
  readonly labels?: (within: string) => ListAttribute;
  readonly ofMode?: readonly Extra[];
  readonly ofReconnect?: Extra;
}

/**
 * The host's end of a character device. Its kind is the `type` of the element `kind`, the rest stands in the element `at`; both are
 * seen from the object's own element, which is the empty name.
 */
function chardev(
  kind: '' | 'source',
  at: '' | 'source',
  { labels = deviceLabels, ofMode = [filled, idleWithoutBeside('path')], ofReconnect = {} }: Read = {},
): Attributes {
  const within = at === '' ? '' : `${at}/`;
  const is = (type: string) => `${kind}@type=${type}`;
  // UDP takes two elements, one for each direction, and the kind beside them.
  const twoWay = kind === '' && at === 'source';
  const ofDevice: Extra = twoWay ? {} : { refused: 'In this place libvirt takes a unix socket only.' };
  const modes = twoWay
    ? ['bind', 'connect']
    : kind === 'source'
      ? ['server', 'client']
      : ['client', 'connect'];
  return {
    null: branch(is('null'), 'Nothing: what is written is lost', ofDevice),
    vc: branch(is('vc'), 'A console inside the window of the hypervisor', ofDevice),
    pty: variant(
      is('pty'),
      'A pseudo-terminal',
      () => ({
        path: str(`${at}@path`, 'Path of the terminal; the host picks it', filled, runtime, required),
        sec_label: idleLabels(within),
      }),
      ofDevice,
    ),
    dev: variant(
      is('dev'),
      'A device of the host',
      () => ({
        path: str(`${at}@path`, 'Path of the device', required),
        sec_label: labels(within),
      }),
      ofDevice,
    ),
    file: variant(
      is('file'),
      'A file that output goes to',
      () => ({
        path: str(`${at}@path`, 'Path of the file', required),
        append: str(`${at}@append`, 'Earlier output is kept when the guest starts', toggle),
        sec_label: labels(within),
      }),
      ofDevice,
    ),
    pipe: variant(
      is('pipe'),
      'A named pipe',
      () => ({
        path: str(`${at}@path`, 'Path of the pipe', required),
        sec_label: labels(within),
      }),
      ofDevice,
    ),
    std_io: branch(is('stdio'), 'Standard input and output of the hypervisor', ofDevice),
    udp: variant(
      is('udp'),
      'UDP packets',
      () =>
        twoWay
          ? {
              bind_host: str('source[mode=bind]@host', 'Address to receive on', required),
              bind_service: str('source[mode=bind]@service', 'Port to receive on', required),
              connect_host: str('source[mode=connect]@host', 'Address to send to', required),
              connect_service: str('source[mode=connect]@service', 'Port to send to', required),
            }
          : {
              bind_host: str(undefined, 'Address to receive on', required),
              bind_service: str(undefined, 'Port to receive on', required),
              connect_host: str(`${at}@host`, 'Address to send to', required),
              connect_service: str(`${at}@service`, 'Port to send to', required),
            },
      ofDevice,
    ),
    tcp: variant(
      is('tcp'),
      'A TCP connection',
      () => ({
        mode: str(`${at}@mode`, 'Who connects: bind waits for the other side', oneOf('bind', 'connect')),
        host: str(`${at}@host`, 'Address'),
        service: str(`${at}@service`, 'Port'),
        tls: str(`${at}@tls`, 'Encrypts with the certificates of the host', answer, filled),
        reconnect: reconnect(within, ofReconnect),
      }),
      ofDevice,
    ),
    unix: variant(is('unix'), 'A unix socket', () => ({
      // Of a socket that it names itself libvirt stores nothing, and it always waits at it: qemuDomainPrepareChannel.
      mode: str(`${at}@mode`, 'Who connects: bind waits for the other side', oneOf(...modes), ...ofMode),
      path: str(`${at}@path`, 'Path of the socket; the host picks one for a guest agent', filled),
      reconnect: reconnect(within, ofReconnect),
      sec_label: labels(within),
    })),
    spice_vmc: branch(is('spicevmc'), 'The agent channel of SPICE', ofDevice),
    spice_port: variant(
      is('spiceport'),
      'A named channel of SPICE',
      () => ({
        channel: str(`${at}@channel`, 'Name of the channel', required),
      }),
      ofDevice,
    ),
    nmdm: variant(
      is('nmdm'),
      'A pair of null modem devices (bhyve)',
      () => ({
        master: str(`${at}@master`, 'Device of the guest', required),
        slave: str(`${at}@slave`, 'Device of the host', required),
      }),
      only('bhyve'),
      ofDevice,
    ),
    qemu_vd_agent: variant(
      is('qemu-vdagent'),
      'Clipboard and mouse agent inside QEMU',
      () => ({
        mouse: obj(`${within}mouse`, 'Mouse', () => ({
          mode: str('@mode', 'Who draws the pointer', oneOf('server', 'client'), required),
        })),
        clip_board: obj(`${within}clipboard`, 'Clipboard', () => ({
          copy_paste: str('@copypaste', 'The clipboard is shared', answer, required),
        })),
      }),
      since('8.4.0'),
      ofDevice,
      { alsoCalled: ['qemuvd_agent'] },
    ),
    dbus: variant(
      is('dbus'),
      'A channel on D-Bus',
      () => ({
        channel: str(`${at}@channel`, 'Name of the channel'),
      }),
      since('8.4.0'),
      ofDevice,
    ),
  };
}

/** The kind stands in the element of the device, the rest in its `<source>`. */
export const chardevOfDevice = once(() => chardev('', 'source'));

/** The same where libvirt keeps no labels. */
export const chardevWithoutLabels = once(() => chardev('', 'source', { labels: idleLabels }));

/** Kind and the rest stand in the `<source>` that is the object's own element. */
export const chardevOfSource = once(() => chardev('', ''));

/** The same of a vhost-user-blk server: virDomainDiskSourceVHostUserParse reads the path of the socket and how it is held open. */
export const chardevOfServer = once(() => chardev('', '', { labels: idleLabels, ofMode: [idle] }));

/** The same of the helper for persistent reservations: virStoragePRDefParseXML reads the path and the mode. */
export const chardevOfHelper = once(() => chardev('', '', { labels: idleLabels, ofReconnect: idle }));

/** Kind and the rest stand in the `<source>` of the object's element; libvirt keeps no labels there either. */
export const chardevInSource = once(() => chardev('source', 'source', { labels: idleLabels }));

/** `<protocol>` of a character device, whose host's end has this name beside it. */
export const chardevProtocol = (source: string, ...extras: readonly Extra[]): ObjectAttribute =>
  obj(
    'protocol',
    'What is spoken over TCP',
    () => ({
      type: str('@type', 'Protocol', oneOf('raw', 'telnet', 'telnets', 'tls'), required),
    }),
    filled,
    // virDomainChrSourceDefFormat writes it of a TCP connection alone.
    idleWithoutBeside(`${source}.tcp`),
    ...extras,
  );

/** `<log>` of a character device. */
export const chardevLog = (...extras: readonly Extra[]): ObjectAttribute =>
  obj(
    'log',
    'A file that also gets the output',
    () => ({
      file: str('@file', 'Path of the file', required),
      append: str('@append', 'Earlier output is kept when the guest starts', toggle),
    }),
    ...extras,
  );

/** `<source>`, `<protocol>` and `<log>` of a serial port, a console, a channel. */
export const chardevParts = (...extras: readonly Extra[]): Attributes => ({
  source: obj('.', "The host's end", chardevOfDevice, ...extras),
  protocol: chardevProtocol('source', ...extras),
  log: chardevLog(...extras),
});
