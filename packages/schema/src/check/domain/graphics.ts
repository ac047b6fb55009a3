import type { Diagnostic } from '@virtform/values';
import { elementsAt, hasAllElements, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import { doubted, refused, type Rule } from '../rule.js';
import { isQemu } from './machine.js';

/** Displays, and what goes with them. */
export const graphicsRules: Rule = (domain) => [
  ...listeners(domain),
  ...sockets(domain),
  ...audio(domain),
  ...(isQemu(domain)
    ? [...together(domain), ...vncPorts(domain), ...passwords(domain), ...spiceChannels(domain)]
    : []),
];

const KINDS = ['vnc', 'spice', 'rdp'] as const;

/** `virDomainGraphicsDefListensValidate`; more than one listener is refused when QEMU starts: `qemuProcessStartValidateGraphics`. */
function listeners(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'graphics').flatMap((display) =>
    KINDS.flatMap((kind) => {
      const all = elementsAt(display, kind, 'listeners');
      const nameless = all
        .map((listener) => partAt(listener, 'network'))
        .filter((network) => isSet(network) && isUnset(partAt(network, 'network')));
      const [, second] = kind === 'rdp' || !isQemu(domain) ? [] : all;
      return [
        ...nameless.map((network) =>
          refused(partAt(network, 'network'), {
            summary: 'the display waits at a network that is not named',
            action: 'Give the name of the network, or wait at an address.',
          }),
        ),
        ...(second === undefined
          ? []
          : [
              refused(second, {
                summary: `QEMU waits at one place for ${kind}, and ${all.length} are given`,
                action: 'Keep one; the address 0.0.0.0 stands for all of the host.',
              }),
            ]),
      ];
    }),
  );
}

/**
 * `virDomainGraphicsListenDefParseXML`: a socket that is named beside the listeners takes the place of the first one, unless that
 * one is none: then the socket goes. Another socket is refused.
 */
function sockets(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'graphics').flatMap((display) => {
    const place = partAt(display, 'vnc', 'socket');
    const [first] = elementsAt(display, 'vnc', 'listeners');
    const socket = textAt(place);
    if (socket === undefined || first === undefined) return [];
    const other = textAt(first, 'socket', 'socket') ?? socket;
    const isElsewhere =
      ['address', 'network'].some((kind) => isSet(partAt(first, kind))) ||
      partAt(first, 'none').value === true;
    if (!isElsewhere && other === socket) return [];
    return [
      refused(place, {
        summary: 'the display waits at a socket, and its listener says something else',
        action: 'Take out socket, or the listener.',
      }),
    ];
  });
}

/** Where devices name an audio backend: `virDomainEnsureAudioID`. */
function audio(domain: Part): readonly Diagnostic[] {
  if (!hasAllElements(domain, 'devices', 'audios')) return [];
  const backends = elementsAt(domain, 'devices', 'audios').map((backend) => partAt(backend, 'id'));
  // libvirt adds a backend of its own where none is given, and nobody knows its number.
  if (backends.length === 0 || backends.some((id) => numberAt(id) === undefined)) return [];
  const there = backends.map((id) => numberAt(id));
  return [
    ...elementsAt(domain, 'devices', 'sounds'),
    ...elementsAt(domain, 'devices', 'graphics').filter((display) => isSet(partAt(display, 'vnc'))),
  ].flatMap((device) => {
    const place = partAt(device, 'audio', 'id');
    const id = numberAt(place);
    if (id === undefined || there.includes(id)) return [];
    return [
      refused(place, {
        summary: `there is no audio backend ${id}`,
        action: `Give it in devices.audios; there ${there.length === 1 ? 'is' : 'are'} ${there.join(', ')}.`,
      }),
    ];
  });
}

/** `qemuValidateDomainDeviceDefGraphics`: egl-headless draws for VNC and SPICE alone, and only one display draws. */
function together(domain: Part): readonly Diagnostic[] {
  const displays = elementsAt(domain, 'devices', 'graphics');
  if (!displays.some((display) => isSet(partAt(display, 'egl_headless')))) return [];
  return displays.flatMap((display) => [
    ...['sdl', 'rdp', 'desktop', 'dbus']
      .map((kind) => partAt(display, kind))
      .filter(isSet)
      .map((place) =>
        refused(place, {
          summary: 'egl_headless goes with VNC and SPICE alone',
          action: 'Take out the other display, or egl_headless.',
        }),
      ),
    ...(textAt(display, 'spice', 'gl', 'enable') === 'yes'
      ? [
          refused(partAt(display, 'spice', 'gl', 'enable'), {
            summary: 'SPICE and egl_headless would both draw with OpenGL',
            action: 'Switch gl off, or take egl_headless out.',
          }),
        ]
      : []),
  ]);
}

/** The number that QEMU counts displays of VNC from: `qemuBuildGraphicsVNCCommandLine`. */
const FIRST_VNC_PORT = 5900;

/** `virDomainGraphicsDefParseXMLVNC`: a port is picked where none is named, or -1 is, and nothing else is said. */
function vncPorts(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'graphics').flatMap((display) => {
    const vnc = partAt(display, 'vnc');
    const [port, auto, listeners] = [partAt(vnc, 'port'), partAt(vnc, 'auto_port'), partAt(vnc, 'listeners')];
    const [first] = elementsAt(listeners);
    const isAtPort =
      isUnset(partAt(vnc, 'socket')) &&
      (first === undefined
        ? hasAllElements(listeners)
        : ['socket', 'none'].every((kind) => isUnset(partAt(first, kind))));
    const number = isUnset(port) ? -1 : numberAt(port);
    const isNamed = auto.value === false || (isUnset(auto) && number !== -1);
    if (!isSet(vnc) || !isAtPort || !isNamed || number === undefined || number >= FIRST_VNC_PORT) return [];
    return [
      refused(isUnset(port) ? auto : port, {
        summary:
          number > 0 ? `VNC has no port ${number}` : 'the port of the display is neither named nor picked',
        action: `Name one from ${FIRST_VNC_PORT} on, or set auto_port.`,
      }),
    ];
  });
}

/** VNC takes no longer ones: `qemuValidateDomainDeviceDefVNCGraphics`. */
const LONGEST_VNC_PASSWORD = 8;

function passwords(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'graphics').flatMap((display) => {
    const place = partAt(display, 'vnc', 'passwd');
    if (place.value === '') {
      return [
        doubted(place, {
          summary: 'the VNC password is empty',
          detail: 'It asks for none, and by their versions libvirt and QEMU then let in everybody or nobody.',
          action: 'Give one, or leave it out where everybody who reaches the display may use it.',
        }),
      ];
    }
    if (Buffer.byteLength(textAt(place) ?? '') <= LONGEST_VNC_PASSWORD) return [];
    return [
      refused(place, {
        summary: 'the VNC password is too long',
        action: `Give one of at most ${LONGEST_VNC_PASSWORD} bytes: VNC knows no longer ones.`,
      }),
    ];
  });
}

/** `qemuValidateDomainChrSourceDef`: a channel of SPICE needs SPICE. */
function spiceChannels(domain: Part): readonly Diagnostic[] {
  const displays = elementsAt(domain, 'devices', 'graphics');
  const possible =
    !hasAllElements(domain, 'devices', 'graphics') ||
    displays.some((display) => !isUnset(partAt(display, 'spice')));
  if (possible) return [];
  return ['channels', 'redir_devs', 'smartcards', 'serials', 'parallels', 'consoles'].flatMap((list) =>
    elementsAt(domain, 'devices', list).flatMap((device) =>
      ['spice_vmc', 'spice_port']
        .map((kind) => partAt(device, 'source', kind))
        .filter(isSet)
        .map((place) =>
          refused(place, {
            summary: 'the device is a channel of SPICE, and the guest has no SPICE display',
            action: 'Give the guest one in devices.graphics, or choose another source.',
          }),
        ),
    ),
  );
}
