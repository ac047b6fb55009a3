import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { HostInterface } from './values.js';

/**
 * Calls on the host's own network interfaces; each is one procedure of libvirt, under libvirt's name. Where libvirt was built on udev
 * instead of netcf, it can look and change nothing; where it has neither, all of it is `unsupported`.
 */
export interface Interfaces {
  /** `flags`: InterfaceListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly HostInterface[]>;
  lookupByName(name: string, options?: CallOptions): Promise<HostInterface>;
  lookupByMacString(mac: string, options?: CallOptions): Promise<HostInterface>;
  /** `flags`: InterfaceXmlFlags. */
  xmlDesc(iface: HostInterface, flags?: number, options?: CallOptions): Promise<string>;
  isActive(iface: HostInterface, options?: CallOptions): Promise<boolean>;
  /** `flags`: InterfaceDefineFlags. */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<HostInterface>;
  undefine(iface: HostInterface, options?: CallOptions): Promise<void>;
  /** Brings it up. */
  create(iface: HostInterface, options?: CallOptions): Promise<void>;
  /** Takes it down. */
  destroy(iface: HostInterface, options?: CallOptions): Promise<void>;
  /** From now on changes can be taken back. */
  changeBegin(options?: CallOptions): Promise<void>;
  /** Keeps the changes since then. */
  changeCommit(options?: CallOptions): Promise<void>;
  /** Takes them back. */
  changeRollback(options?: CallOptions): Promise<void>;
}

/** The calls on the network interfaces of one host. */
export function interfaceCalls(caller: Caller): Interfaces {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('CONNECT_LIST_ALL_INTERFACES', ['flags'], ({ ifaces }) => ifaces, { needResults: 1 }),
    lookupByName: answer('INTERFACE_LOOKUP_BY_NAME', ['name'], ({ iface }) => iface),
    lookupByMacString: answer('INTERFACE_LOOKUP_BY_MAC_STRING', ['mac'], ({ iface }) => iface),
    xmlDesc: answer('INTERFACE_GET_XML_DESC', ['iface', 'flags'], ({ xml }) => xml),
    isActive: answer('INTERFACE_IS_ACTIVE', ['iface'], ({ active }) => active !== 0),
    defineXml: answer('INTERFACE_DEFINE_XML', ['xml', 'flags'], ({ iface }) => iface),
    undefine: action('INTERFACE_UNDEFINE', ['iface']),
    create: action('INTERFACE_CREATE', ['iface'], { flags: 0 }),
    destroy: action('INTERFACE_DESTROY', ['iface'], { flags: 0 }),
    changeBegin: action('INTERFACE_CHANGE_BEGIN', [], { flags: 0 }),
    changeCommit: action('INTERFACE_CHANGE_COMMIT', [], { flags: 0 }),
    changeRollback: action('INTERFACE_CHANGE_ROLLBACK', [], { flags: 0 }),
  };
}
