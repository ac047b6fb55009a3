import { isObject, type Value, type ValueObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, elementsAt, textAt } from '../shared/attributes.js';

/** What there is only so much of in a guest: ports of PCI Express, slots of conventional PCI and of memory, the one watchdog. */
export type Socket = 'pci-express' | 'pci' | 'memory-slot' | 'watchdog' | 'vsock';

/** A device that comes or goes, and the guest that runs. */
export interface Plugged {
  readonly device: ValueObject;
  readonly event: 'add' | 'remove';
  readonly running: Attributes;
}

/** undefined: it can neither come nor go while the guest runs. */
type SocketRule = (plugged: Plugged) => readonly Socket[] | undefined;

/** What a device of a list under `devices` takes while the guest runs (QEMU driver of libvirt 9.0: qemu_hotplug.c). */
export function socketsOf(list: string, plugged: Plugged): readonly Socket[] | undefined {
  return SOCKETS[list]?.(plugged);
}

/** It goes where nothing runs out. */
const NONE: readonly Socket[] = [];
const EXPRESS: readonly Socket[] = ['pci-express'];
const CONVENTIONAL: readonly Socket[] = ['pci'];

/** The variants of virtio that behave as the first devices of its kind fit in slots of conventional PCI alone. */
function virtio(model: string | undefined): readonly Socket[] {
  return model === 'virtio-transitional' ? CONVENTIONAL : EXPRESS;
}

const modelled: SocketRule = ({ device }) => virtio(textAt(device, ['model']));

const disk: SocketRule = ({ device, event, running }) => {
  const kind = textAt(device, ['device']) ?? 'disk';
  const bus = textAt(device, ['target', 'bus']) ?? busOf(textAt(device, ['target', 'dev']) ?? '');
  if (kind === 'floppy') return undefined;
  // libvirt fails to plug in an empty drive: "argument key 'filename' must not have null value" (seen).
  if (kind === 'cdrom' && (bus === 'virtio' || (event === 'add' && device.source === undefined)))
    return undefined;
  switch (bus) {
    case 'virtio':
      return virtio(textAt(device, ['model']));
    case 'scsi':
      // Where there is no controller yet, libvirt plugs one in first, of a model for conventional PCI.
      return event === 'add' && !hasController(running, 'scsi') ? CONVENTIONAL : NONE;
    case 'usb':
      return usb(running);
    default:
      // SATA, IDE and floppy controllers of QEMU have no hot-plug.
      return undefined;
  }
};

/** libvirt guesses the bus from the name of the target. */
function busOf(target: string): string {
  const prefixes: Readonly<Record<string, string>> = { vd: 'virtio', sd: 'scsi', ub: 'usb' };
  return prefixes[target.slice(0, 2)] ?? 'unknown';
}

/** Models of network cards that are devices of PCI Express; the others are conventional ones. */
const EXPRESS_CARDS: ReadonlySet<string> = new Set(['virtio', 'virtio-non-transitional', 'e1000e', 'igb']);

const networkCard: SocketRule = ({ device, running }) => {
  const model = textAt(device, ['model', 'type']) ?? defaultCard(running);
  if (model === 'usb-net') return usb(running);
  const handedOver = attributeAt(device, ['source', 'hostdev']) !== undefined;
  return handedOver || EXPRESS_CARDS.has(model) ? EXPRESS : CONVENTIONAL;
};

/** What libvirt takes where no model is said: qemuDomainDefaultNetModel. */
function defaultCard(running: Attributes): string {
  const arch = textAt(running, ['os', 'type_arch']) ?? 'x86_64';
  return ['x86_64', 'i686'].includes(arch) ? 'rtl8139' : 'virtio';
}

const hostDevice: SocketRule = ({ device, running }) => {
  if (device.subsys_usb !== undefined) return usb(running);
  if (device.subsys_scsi !== undefined) return NONE;
  // Devices that can be handed over are nearly all of PCI Express.
  const express = ['subsys_pci', 'subsys_m_dev', 'subsys_scsi_host'];
  return express.some((kind) => device[kind] !== undefined) ? EXPRESS : undefined;
};

const input: SocketRule = ({ device, running }) => {
  switch (textAt(device, ['bus'])) {
    case 'usb':
      return usb(running);
    case 'virtio':
      return virtio(textAt(device, ['model']));
    case undefined:
      return textAt(device, ['type']) === 'tablet' ? usb(running) : undefined;
    default:
      return undefined;
  }
};

/** One at most, and of the models for a PC only the one that is a PCI device. */
const watchdog: SocketRule = ({ device }) =>
  textAt(device, ['model']) === 'i6300esb' ? ['watchdog', 'pci'] : undefined;

const vsock: SocketRule = ({ device }) => ['vsock', ...virtio(textAt(device, ['model']))];

const sharedMemory: SocketRule = ({ device }) =>
  ['ivshmem-plain', 'ivshmem-doorbell'].includes(textAt(device, ['model', 'type']) ?? '')
    ? CONVENTIONAL
    : undefined;

/** A daemon on the host serves it, out of memory that it shares with the guest from the start; 9p has no hot-plug. */
const folder: SocketRule = ({ device, event, running }) => {
  if (textAt(device, ['driver', 'type']) !== 'virtiofs') return undefined;
  const shared = textAt(running, ['memory_backing', 'memory_access', 'mode']) === 'shared';
  return event === 'remove' || shared ? EXPRESS : undefined;
};

/** Memory needs slots that the guest was started with: `maximum_memory_slots`. */
const memory: SocketRule = ({ device, event }) => {
  switch (textAt(device, ['model'])) {
    case 'dimm':
    case 'nvdimm':
      return ['memory-slot'];
    case 'virtio-mem':
    case 'virtio-pmem':
      // "virtio based memory devices cannot be unplugged" (QEMU 7.2, seen).
      return event === 'add' ? ['memory-slot', 'pci-express'] : undefined;
    default:
      return undefined;
  }
};

const channel: SocketRule = ({ device, running }) => {
  if (attributeAt(device, ['target', 'guest_fwd']) !== undefined) return NONE;
  return attributeAt(device, ['target', 'virt_io']) === undefined ? undefined : virtioPort(running);
};

/** The first console of most guests is their serial port by another name. */
const console: SocketRule = ({ device, running }) =>
  textAt(device, ['target', 'type']) === 'virtio' ? virtioPort(running) : undefined;

const serial: SocketRule = ({ device, running }) => {
  switch (textAt(device, ['target', 'type'])) {
    case 'usb-serial':
      return usb(running);
    case 'pci-serial':
      return CONVENTIONAL;
    default:
      return undefined;
  }
};

/** Of controllers, those of SCSI alone. */
const controller: SocketRule = ({ device }) => {
  if (textAt(device, ['type']) !== 'scsi') return undefined;
  return ['virtio-scsi', 'virtio-non-transitional'].includes(textAt(device, ['model']) ?? '')
    ? EXPRESS
    : CONVENTIONAL;
};

const redirected: SocketRule = ({ running }) => usb(running);

const SOCKETS: Readonly<Record<string, SocketRule>> = {
  disks: disk,
  interfaces: networkCard,
  hostdevs: hostDevice,
  rngs: modelled,
  inputs: input,
  watchdogs: watchdog,
  shmems: sharedMemory,
  filesystems: folder,
  memorydevs: memory,
  channels: channel,
  consoles: console,
  serials: serial,
  controllers: controller,
  redir_devs: redirected,
  vsock,
};

/** libvirt adds hubs where ports run out, but no controller. */
function usb(running: Attributes): readonly Socket[] | undefined {
  return hasController(running, 'usb') ? NONE : undefined;
}

/** "no virtio-serial controllers are available" (seen): one that is missing comes with the next start. */
function virtioPort(running: Attributes): readonly Socket[] | undefined {
  return hasController(running, 'virtio-serial') ? NONE : undefined;
}

function hasController(running: Attributes, type: string): boolean {
  return elementsAt(running, ['devices', 'controllers']).some(
    (each: Value) => isObject(each) && each.type === type && each.model !== 'none',
  );
}
