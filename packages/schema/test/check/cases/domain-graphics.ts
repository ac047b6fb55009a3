import type { ValueObject } from '@virtform/values';
import type { CheckCase } from './case.js';
import { guest } from './guest.js';

const listening = (...addresses: readonly string[]) =>
  guest({ graphics: [{ vnc: { listeners: addresses.map((address) => ({ address: { address } })) } }] });
const vnc = (said: ValueObject) => guest({ graphics: [{ vnc: said }] });
const usb = { bus: 'usb', source: { spice_vmc: true } };
const none = { id: 1, none: {} };

/** Displays of a guest. */
export const domainGraphics: readonly CheckCase[] = [
  {
    title: 'a display that waits at two addresses',
    refused: listening('127.0.0.1', '127.0.0.2'),
    at: 'devices.graphics[0].vnc.listeners[1]',
    says: 'QEMU waits at one place for vnc, and 2 are given',
    allowed: listening('127.0.0.1'),
    when: 'started',
  },
  {
    title: 'a display that waits at a network without a name',
    refused: guest({ graphics: [{ vnc: { listeners: [{ network: {} }] } }] }),
    at: 'devices.graphics[0].vnc.listeners[0].network.network',
    says: 'a network that is not named',
    allowed: guest({ graphics: [{ vnc: { listeners: [{ network: { network: 'default' } }] } }] }),
    when: 'defined',
  },
  ...[{ address: { address: '127.0.0.1' } }, { network: { network: 'default' } }, { none: true }].map(
    (listener): CheckCase => ({
      title: `a display that waits at a socket, and by its listener elsewhere: ${Object.keys(listener).join()}`,
      refused: vnc({ socket: '/run/vnc.sock', listeners: [listener] }),
      at: 'devices.graphics[0].vnc.socket',
      says: 'its listener says something else',
      allowed: vnc({ socket: '/run/vnc.sock', listeners: [{ socket: {} }] }),
      when: 'altered',
    }),
  ),
  {
    title: 'a display that waits at two sockets',
    refused: vnc({ socket: '/run/vnc.sock', listeners: [{ socket: { socket: '/run/other.sock' } }] }),
    at: 'devices.graphics[0].vnc.socket',
    says: 'its listener says something else',
    allowed: vnc({ socket: '/run/vnc.sock', listeners: [{ socket: { socket: '/run/vnc.sock' } }] }),
    when: 'defined',
  },
  {
    title: 'a port of VNC that is neither named nor picked',
    refused: vnc({ auto_port: false }),
    at: 'devices.graphics[0].vnc.auto_port',
    says: 'neither named nor picked',
    allowed: vnc({ auto_port: false, port: 5977 }),
    when: 'started',
  },
  {
    title: 'a port of VNC that is to be picked, and is not picked',
    refused: vnc({ auto_port: false, port: -1 }),
    at: 'devices.graphics[0].vnc.port',
    says: 'neither named nor picked',
    allowed: vnc({ port: -1 }),
    when: 'started',
  },
  {
    title: 'a port that VNC has not',
    refused: vnc({ port: 77 }),
    at: 'devices.graphics[0].vnc.port',
    says: 'VNC has no port 77',
    allowed: vnc({ auto_port: false, port: 77, listeners: [{ none: true }] }),
    when: 'started',
  },
  {
    title: 'a sound card that names an audio backend that is not there',
    refused: guest({ sounds: [{ model: 'ich9', audio: { id: 2 } }], audios: [none] }),
    at: 'devices.sounds[0].audio.id',
    says: 'there is no audio backend 2',
    allowed: guest({ sounds: [{ model: 'ich9', audio: { id: 1 } }], audios: [none] }),
    when: 'defined',
  },
  {
    title: 'headless OpenGL for a window',
    refused: guest({ graphics: [{ egl_headless: {} }, { sdl: {} }] }),
    at: 'devices.graphics[1].sdl',
    says: 'egl_headless goes with VNC and SPICE alone',
    allowed: guest({ graphics: [{ egl_headless: {} }, { vnc: {} }] }),
    when: 'defined',
  },
  {
    title: 'OpenGL twice',
    refused: guest({ graphics: [{ egl_headless: {} }, { spice: { gl: { enable: 'yes' } } }] }),
    at: 'devices.graphics[1].spice.gl.enable',
    says: 'would both draw',
    allowed: guest({ graphics: [{ egl_headless: {} }, { spice: { gl: { enable: 'no' } } }] }),
    when: 'defined',
  },
  {
    title: 'a VNC password that is too long',
    refused: guest({ graphics: [{ vnc: { passwd: '123456789' } }] }),
    at: 'devices.graphics[0].vnc.passwd',
    says: 'the VNC password is too long',
    allowed: guest({ graphics: [{ vnc: { passwd: '12345678' } }] }),
    when: 'defined',
  },
  {
    title: 'a VNC password that is empty',
    refused: guest({ graphics: [{ vnc: { passwd: '' } }] }),
    at: 'devices.graphics[0].vnc.passwd',
    says: 'the VNC password is empty',
    allowed: guest({ graphics: [{ vnc: {} }] }),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'USB redirection over SPICE without SPICE',
    refused: guest({ redir_devs: [usb], graphics: [{ vnc: {} }] }),
    at: 'devices.redir_devs[0].source.spice_vmc',
    says: 'the guest has no SPICE display',
    allowed: guest({ redir_devs: [usb], graphics: [{ spice: {} }] }),
    when: 'defined',
  },
];
