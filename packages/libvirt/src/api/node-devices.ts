import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { NodeDevice } from './values.js';

/** Calls on devices of the host; each is one procedure of libvirt, under libvirt's name. */
export interface NodeDevices {
  /** `flags`: NodeDeviceListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly NodeDevice[]>;
  lookupByName(name: string, options?: CallOptions): Promise<NodeDevice>;
  /** A host bus adapter by its world-wide names. Since 1.0.3. */
  lookupScsiHostByWwn(wwnn: string, wwpn: string, options?: CallOptions): Promise<NodeDevice>;
  /** `flags`: NodeDeviceXmlFlags. */
  xmlDesc(device: NodeDevice, flags?: number, options?: CallOptions): Promise<string>;
  /** The name of the device that it sits on; undefined for the one below all others. */
  parent(device: NodeDevice, options?: CallOptions): Promise<string | undefined>;
  /** What it can do: `pci`, `net` … */
  listCaps(device: NodeDevice, options?: CallOptions): Promise<readonly string[]>;
  isActive(device: NodeDevice, options?: CallOptions): Promise<boolean>;
  isPersistent(device: NodeDevice, options?: CallOptions): Promise<boolean>;
  /** Since 7.8, as is the next. */
  autostart(device: NodeDevice, options?: CallOptions): Promise<boolean>;
  setAutostart(device: NodeDevice, autostart: boolean, options?: CallOptions): Promise<void>;
  /** Makes a virtual device: a mediated one, a virtual host bus adapter. `flags`: NodeDeviceCreateFlags. */
  createXml(xml: string, flags?: number, options?: CallOptions): Promise<NodeDevice>;
  /** `flags`: NodeDeviceDefineFlags. Since 7.3. */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<NodeDevice>;
  /** Starts a defined one. Since 7.3. */
  create(device: NodeDevice, options?: CallOptions): Promise<void>;
  /** Takes a virtual device away. */
  destroy(device: NodeDevice, options?: CallOptions): Promise<void>;
  /** Since 7.3. */
  undefine(device: NodeDevice, options?: CallOptions): Promise<void>;
  /** `flags`: NodeDeviceUpdateFlags. Since 10.1. */
  update(device: NodeDevice, xml: string, flags?: number, options?: CallOptions): Promise<void>;
  /** Takes it from the host's driver, for a guest. `driver`: `vfio`, or libvirt's choice. */
  detach(device: NodeDevice, driver?: string, options?: CallOptions): Promise<void>;
  /** Gives it back to the host's driver. */
  reAttach(device: NodeDevice, options?: CallOptions): Promise<void>;
  reset(device: NodeDevice, options?: CallOptions): Promise<void>;
}

/** Capabilities that one device can have at most; libvirt has some twenty. */
const CAPS_MAX = 256;

/** The calls on devices of one host. */
export function nodeDeviceCalls(caller: Caller): NodeDevices {
  const { answer } = methodMaker(caller);
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  // On the wire, a device is its name.
  return {
    list: answer('CONNECT_LIST_ALL_NODE_DEVICES', ['flags'], ({ devices }) => devices, { needResults: 1 }),
    lookupByName: answer('NODE_DEVICE_LOOKUP_BY_NAME', ['name'], ({ dev }) => dev),
    lookupScsiHostByWwn: answer('NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN', ['wwnn', 'wwpn'], ({ dev }) => dev, {
      flags: 0,
    }),
    xmlDesc: async ({ name }, flags = 0, options) =>
      (await call('NODE_DEVICE_GET_XML_DESC', { name, flags }, options)).xml,
    parent: async ({ name }, options) => (await call('NODE_DEVICE_GET_PARENT', { name }, options)).parentName,
    listCaps: async ({ name }, options) =>
      (await call('NODE_DEVICE_LIST_CAPS', { name, maxnames: CAPS_MAX }, options)).names,
    isActive: async ({ name }, options) =>
      (await call('NODE_DEVICE_IS_ACTIVE', { name }, options)).active !== 0,
    isPersistent: async ({ name }, options) =>
      (await call('NODE_DEVICE_IS_PERSISTENT', { name }, options)).persistent !== 0,
    autostart: async ({ name }, options) =>
      (await call('NODE_DEVICE_GET_AUTOSTART', { name }, options)).autostart !== 0,
    setAutostart: async ({ name }, autostart, options) => {
      await call('NODE_DEVICE_SET_AUTOSTART', { name, autostart: autostart ? 1 : 0 }, options);
    },
    createXml: answer('NODE_DEVICE_CREATE_XML', ['xmlDesc', 'flags'], ({ dev }) => dev),
    defineXml: answer('NODE_DEVICE_DEFINE_XML', ['xmlDesc', 'flags'], ({ dev }) => dev),
    create: async ({ name }, options) => {
      await call('NODE_DEVICE_CREATE', { name, flags: 0 }, options);
    },
    destroy: async ({ name }, options) => {
      await call('NODE_DEVICE_DESTROY', { name }, options);
    },
    undefine: async ({ name }, options) => {
      await call('NODE_DEVICE_UNDEFINE', { name, flags: 0 }, options);
    },
    update: async ({ name }, xmlDesc, flags = 0, options) => {
      await call('NODE_DEVICE_UPDATE', { name, xmlDesc, flags }, options);
    },
    detach: async ({ name }, driverName, options) => {
      await call('NODE_DEVICE_DETACH_FLAGS', { name, driverName, flags: 0 }, options);
    },
    reAttach: async ({ name }, options) => {
      await call('NODE_DEVICE_RE_ATTACH', { name }, options);
    },
    reset: async ({ name }, options) => {
      await call('NODE_DEVICE_RESET', { name }, options);
    },
  };
}
