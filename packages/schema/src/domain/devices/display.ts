import {
  Attributes,
  bool,
  branch,
  Extra,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  once,
  str,
  variant,
} from '../../dsl.js';
import {
  addition,
  answer,
  between,
  byDefault,
  dropsBare,
  filled,
  idleWhere,
  idleWhereAny,
  idleWithout,
  known,
  leaves,
  oneOf,
  only,
  positive,
  required,
  runtime,
  sensitive,
  veiled,
  since,
  unit,
  unsigned,
  type Where,
} from '../../facts.js';
import { deviceAlias, deviceTailOf } from '../../shapes/address.js';
import { virtioOptions } from '../../shapes/virtio.js';

const listeners = once(() =>
  list(
    'listen',
    'Where connections are waited for',
    () => ({
      address: variant('@type=address', 'An address of the host', () => ({
        address: str('@address', 'Address'),
      })),
      network: variant('@type=network', 'The address of a network of libvirt', () => ({
        address: str('@address', 'Address while the guest runs', filled, runtime),
        network: str('@network', 'Name of the network'),
      })),
      socket: variant('@type=socket', 'A unix socket', () => ({
        socket: str('@socket', 'Path; the host picks one', filled),
      })),
      none: branch(
        '@type=none',
        'Nowhere: only who is handed an open connection gets in',
        since('2.0.0'),
        addition,
      ),
    }),
    filled,
  ),
);

const saying = (...path: readonly string[]): Where => ({ path, isBeside: true, isSet: true });

/** Of a display at a socket, or nowhere, libvirt keeps no port and no address: virDomainGraphicsDefFormat. */
const WITHOUT_PORT = [saying('socket'), saying('listeners', '0', 'socket'), saying('listeners', '0', 'none')];
const ofPort = idleWhereAny(...WITHOUT_PORT);

const port = (at: string, description: string, ...extras: readonly Extra[]) =>
  num(at, description, between(-1, 65535), filled, ofPort, ...extras);
/** A port that is picked where `auto_port` says so, or where all of these ports are -1. */
const pickedWith = (...ports: readonly string[]): Extra => ({
  meaning: { as: 'display-port', auto: 'auto_port', ports },
});
const gl = (...extras: readonly Extra[]) =>
  obj(
    'gl',
    'OpenGL',
    () => ({
      enable: str('@enable', 'Whether it is used', answer),
      render_node: str('@rendernode', 'Device of the host that draws', filled),
    }),
    ...extras,
  );

const picking = (ports: readonly string[], ...extras: readonly Extra[]) =>
  bool(
    '@autoport',
    'The host picks the port',
    filled,
    ofPort,
    { meaning: { as: 'ports-picked', ports } },
    ...extras,
  );

const remote = (...ports: readonly string[]): Attributes => ({
  auto_port: picking(ports),
  listen: str(
    '@listen',
    'Address that connections are waited for at',
    filled,
    idleWhereAny(...WITHOUT_PORT, saying('listeners', '0', 'network')),
  ),
  passwd: str('@passwd', 'Password', sensitive),
  listeners: listeners(),
});

const setting = (
  element: string,
  name: string,
  description: string,
  values: readonly string[],
): ObjectAttribute =>
  obj(element, description, () => ({
    [name]: str(`@${name.replace('_', '')}`, 'Setting', oneOf(...values), required),
  }));

const spice = () =>
  variant('@type=spice', 'SPICE', () => ({
    port: port('@port', 'Port; -1: picked', pickedWith('port', 'tls_port')),
    tls_port: port('@tlsPort', 'Port with TLS; -1: picked', pickedWith('port', 'tls_port')),
    ...remote('port', 'tls_port'),
    auto_port: picking(['port', 'tls_port'], byDefault(false)),
    keymap: str('@keymap', 'Keyboard layout'),
    default_mode: str(
      '@defaultMode',
      'Whether channels are encrypted',
      oneOf('any', 'secure', 'insecure'),
      byDefault('any'),
    ),
    passwd_valid_to: str(
      '@passwdValidTo',
      'End of the password: 2030-01-31T15:00:00',
      idleWithout('spice.passwd'),
      veiled,
    ),
    connected: str(
      '@connected',
      'What becomes of connections at a change of the password',
      oneOf('fail', 'disconnect', 'keep'),
      idleWithout('spice.passwd'),
      veiled,
    ),
    channel: list(
      'channel',
      'A channel',
      () => ({
        name: str(
          '@name',
          'Which',
          oneOf('main', 'display', 'inputs', 'cursor', 'playback', 'record', 'smartcard', 'usbredir'),
          required,
        ),
        mode: str(
          '@mode',
          'Whether it is encrypted',
          oneOf('any', 'secure', 'insecure'),
          byDefault('any'),
          required,
        ),
      }),
      knownBy('name'),
      dropsBare,
    ),
    image: setting('image', 'compression', 'Compression of pictures', [
      'auto_glz',
      'auto_lz',
      'quic',
      'glz',
      'lz',
      'off',
    ]),
    jpeg: setting('jpeg', 'compression', 'JPEG over slow links', ['auto', 'never', 'always']),
    zlib: setting('zlib', 'compression', 'zlib over slow links', ['auto', 'never', 'always']),
    playback: setting('playback', 'compression', 'Compression of sound', ['on', 'off']),
    streaming: setting('streaming', 'mode', 'Video streams', ['filter', 'all', 'off']),
    mouse: setting('mouse', 'mode', 'Who draws the pointer', ['server', 'client']),
    clip_board: setting('clipboard', 'copy_paste', 'The clipboard is shared', ['yes', 'no']),
    file_transfer: setting('filetransfer', 'enable', 'Files may be sent to the guest', ['yes', 'no']),
    gl: gl(),
  }));

/** `<graphics>`. */
export const graphics = (): ListAttribute =>
  list(
    'graphics',
    'Displays',
    () => ({
      sdl: variant('@type=sdl', 'A window on the host', () => ({
        display: str('@display', 'X display', filled),
        xauth: str('@xauth', 'Path of the X authority file'),
        full_screen: str('@fullscreen', 'It fills the screen', answer, byDefault('no')),
        gl: obj('gl', 'OpenGL', () => ({
          enable: str('@enable', 'Whether it is used', answer),
        })),
      })),
      vnc: variant('@type=vnc', 'VNC', () => ({
        socket: str('@socket', 'Path of a unix socket', filled),
        port: port('@port', 'Port; -1: picked', pickedWith('port')),
        web_socket: port('@websocket', 'Port for web sockets; -1: picked'),
        ...remote('port'),
        keymap: str('@keymap', 'Keyboard layout'),
        share_policy: str(
          '@sharePolicy',
          'Who may share the display',
          oneOf('allow-exclusive', 'force-shared', 'ignore'),
        ),
        passwd_valid_to: str(
          '@passwdValidTo',
          'End of the password: 2030-01-31T15:00:00',
          idleWithout('vnc.passwd'),
          veiled,
        ),
        connected: str(
          '@connected',
          'What becomes of connections at a change of the password',
          oneOf('keep'),
          idleWithout('vnc.passwd'),
          veiled,
        ),
        power_control: str('@powerControl', 'The viewer may switch the guest off', answer, since('7.1.0')),
      })),
      rdp: variant('@type=rdp', 'RDP', () => ({
        port: port('@port', 'Port; -1: picked', pickedWith('port')),
        ...remote('port'),
        replace_user: str('@replaceUser', 'A new connection ends the old one', answer),
        multi_user: str('@multiUser', 'Several connections at once', answer),
        username: str('@username', 'User', since('11.1.0')),
      })),
      desktop: variant('@type=desktop', 'The window of a desktop program', () => ({
        display: str('@display', 'X display', filled),
        full_screen: str('@fullscreen', 'It fills the screen', answer, byDefault('no')),
      })),
      spice: spice(),
      egl_headless: variant(
        '@type=egl-headless',
        'OpenGL without a window',
        () => ({
          gl: obj('gl', 'OpenGL', () => ({
            render_node: str('@rendernode', 'Device of the host that draws', filled),
          })),
        }),
        since('4.6.0'),
      ),
      dbus: variant(
        '@type=dbus',
        'A display on D-Bus',
        () => ({
          address: str('@address', 'Address of the bus', filled),
          p2p: str('@p2p', 'Without a bus', answer, byDefault('no')),
          gl: gl(),
        }),
        since('8.4.0'),
      ),
      audio: obj(
        'audio',
        'Sound that goes with it',
        () => ({
          id: num('@id', 'Number of the audio backend', between(1, 255)),
        }),
        since('7.2.0'),
      ),
    }),
    { alike: ['sdl', 'vnc', 'rdp', 'desktop', 'spice', 'egl_headless', 'dbus'] },
  );

/** Of no card libvirt keeps nothing but its name: virDomainDefPostParseVideo. */
const ofCard = idleWhere('model.type', 'none');

/** `<video>`. */
export const videos = (): ListAttribute =>
  list(
    'video',
    'Graphics cards',
    () => ({
      driver: obj(
        'driver',
        'How the host draws',
        () => ({
          name: str('@name', 'Who does it', oneOf('qemu', 'vhostuser'), byDefault('qemu'), since('5.8.0')),
          vga_conf: str('@vgaconf', 'VGA mode', oneOf('io', 'on', 'off'), only('bhyve')),
          ...virtioOptions(),
        }),
        ofCard,
      ),
      model: obj('model', 'Device that the guest sees', () => ({
        type: str(
          '@type',
          'Kind',
          known('vga', 'cirrus', 'vmvga', 'xen', 'vbox', 'qxl', 'virtio', 'gop', 'bochs', 'ramfb', 'none'),
          filled,
        ),
        vram: num('@vram', 'Memory', unit('KiB'), unsigned, filled, ofCard),
        ram: num('@ram', 'Second memory (qxl)', unit('KiB'), unsigned, filled, ofCard),
        vram64: num(
          '@vram64',
          'Second memory above 4 GiB (qxl)',
          unit('KiB'),
          unsigned,
          byDefault(0),
          filled,
          ofCard,
        ),
        vga_mem: num('@vgamem', 'Memory of the VGA part (qxl)', unit('KiB'), unsigned, filled, ofCard),
        heads: num('@heads', 'Screens', positive, filled, ofCard),
        primary: str('@primary', 'The first card', answer, filled, leaves('no'), ofCard),
        blob: str('@blob', 'Shared buffers (virtio)', oneOf('on', 'off'), since('9.2.0'), ofCard),
        edid: str('@edid', 'Description of the screen', oneOf('on', 'off'), since('10.1.0'), ofCard),
        accel: obj(
          'acceleration',
          'Acceleration',
          () => ({
            accel2d: str('@accel2d', 'In the plane', answer),
            accel3d: str('@accel3d', 'In space', answer),
            render_node: str('@rendernode', 'Device of the host that draws', filled, since('5.8.0')),
          }),
          ofCard,
        ),
        resolution: obj(
          'resolution',
          'Resolution at the start',
          () => ({
            x: num('@x', 'Width', positive, required),
            y: num('@y', 'Height', positive, required),
          }),
          since('5.9.0'),
          ofCard,
        ),
      })),
      ...deviceTailOf(ofCard),
      // Its name alone is kept.
      alias: deviceAlias(),
    }),
    // `virDomainDefParseXML` puts the one that is primary before the others.
    { alike: ['model.type'], leading: 'model.primary' },
    filled,
  );
