import {
  Attributes,
  Extra,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  str,
  variant,
} from '../../dsl.js';
import {
  answer,
  between,
  byDefault,
  filled,
  idleWhereAny,
  known,
  oneOf,
  positive,
  required,
  since,
  unit,
  unsigned,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import { virtioDriver } from '../../shapes/virtio.js';

/** What every backend says of one direction. */
const channel = (own: Attributes): Attributes => ({
  ...own,
  mixing_engine: str('@mixingEngine', 'QEMU mixes and converts', answer),
  fixed_settings: str('@fixedSettings', 'The settings below hold', answer),
  voices: num('@voices', 'Voices', positive),
  buffer_length: num('@bufferLength', 'Length of the buffer', unit('µs'), positive),
  settings: obj('settings', 'Format of the sound', () => ({
    frequency: num('@frequency', 'Samples in a second', unit('Hz'), positive),
    channels: num('@channels', 'Channels', positive),
    format: str('@format', 'Format of a sample', oneOf('s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32')),
  })),
});

const backend = (
  type: string,
  description: string,
  own: Attributes = {},
  direction: Attributes = {},
  ...extras: readonly Extra[]
): ObjectAttribute =>
  variant(
    `@type=${type}`,
    description,
    () => ({
      ...own,
      input: obj('input', 'What the guest records', () => channel(direction)),
      output: obj('output', 'What the guest plays', () => channel(direction)),
    }),
    ...extras,
  );

const bufferCount = (): Attributes => ({
  buffer_count: num('@bufferCount', 'Buffers', unsigned, byDefault(0)),
});
const stream = (): Attributes => ({
  name: str('@name', 'Sink or source'),
  stream_name: str('@streamName', 'Name of the stream'),
  latency: num('@latency', 'Latency that is aimed at', unit('µs'), unsigned, byDefault(0)),
});

/** `<audio>`: where sound goes on the host. */
export const audios = (): ListAttribute =>
  list(
    'audio',
    'Where sound goes on the host',
    () => ({
      id: num('@id', 'Number that sound devices refer to', between(1, 255), required),
      timer_period: num('@timerPeriod', 'Period of the timer', unit('µs'), positive),
      none: backend('none', 'Nowhere'),
      alsa: backend('alsa', 'ALSA', {}, { dev: str('@dev', 'Device') }),
      core_audio: backend('coreaudio', 'Core Audio', {}, bufferCount()),
      jack: backend(
        'jack',
        'JACK',
        {},
        {
          server_name: str('@serverName', 'Server'),
          client_name: str('@clientName', 'Name of the guest there'),
          connect_ports: str('@connectPorts', 'Ports that are connected, as a regular expression'),
          exact_name: str('@exactName', 'The name is taken as it is', answer),
        },
      ),
      oss: backend(
        'oss',
        'OSS',
        {
          try_m_map: str('@tryMMap', 'Memory is mapped where possible', answer),
          exclusive: str('@exclusive', 'The device is the guest alone', answer),
          dsp_policy: num('@dspPolicy', 'Timing policy', between(-1, 10)),
        },
        {
          dev: str('@dev', 'Device'),
          ...bufferCount(),
          try_poll: str('@tryPoll', 'The device is polled', answer),
        },
      ),
      pulse_audio: backend(
        'pulseaudio',
        'PulseAudio',
        { server_name: str('@serverName', 'Server') },
        stream(),
      ),
      sdl: backend(
        'sdl',
        'SDL',
        {
          driver: str('@driver', 'Driver of SDL', known('esd', 'alsa', 'arts', 'pulseaudio')),
        },
        bufferCount(),
      ),
      spice: backend('spice', 'The SPICE display'),
      file: backend('file', 'A WAV file', { path: str('@path', 'Path') }),
      dbus: backend('dbus', 'D-Bus', {}, {}, since('8.4.0')),
      pipe_wire: backend(
        'pipewire',
        'PipeWire',
        {
          runtime_dir: str('@runtimeDir', 'Folder of its socket'),
        },
        stream(),
        since('9.10.0'),
      ),
    }),
    knownBy('id'),
    filled,
    since('7.2.0'),
  );

/** `<sound>`. */
export const sounds = (): ListAttribute =>
  list(
    'sound',
    'Sound cards',
    () => ({
      model: str(
        '@model',
        'Device that the guest sees',
        known('es1370', 'sb16', 'ac97', 'ich6', 'ich7', 'ich9', 'usb', 'pcspk', 'virtio'),
        required,
      ),
      multi_channel: str('@multichannel', 'More than two channels (usb)', answer, since('9.4.0')),
      streams: num('@streams', 'Streams (virtio)', positive, byDefault(2), since('10.4.0')),
      codec: list(
        'codec',
        'Codecs (ich6, ich9)',
        () => ({
          type: str('@type', 'Kind', oneOf('duplex', 'micro', 'output'), required),
        }),
        // libvirt drops them of other cards (seen).
        idleWhereAny({ path: ['model'], isNoneOf: ['ich6', 'ich9'] }),
      ),
      audio: obj(
        'audio',
        'Where its sound goes',
        () => ({
          id: num('@id', 'Number of the audio backend', between(1, 255), required),
        }),
        filled,
        since('7.2.0'),
      ),
      driver: virtioDriver(since('10.4.0')),
      ...deviceTail(),
    }),
    { alike: ['model'] },
  );
