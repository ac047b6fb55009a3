import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import type { ResultOf } from '../../wire/procedures.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/** An interface as the guest or a DHCP server sees it; address types: IpAddressType. */
export type DomainInterface = ResultOf<'DOMAIN_INTERFACE_ADDRESSES'>['ifaces'][number];

/** A guest's devices. XML is that of one device. */
export interface DomainDevices {
  /** `flags`: DomainDeviceFlags. */
  attachDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  /** Asks for it; a running guest lets go when it wants to, told by the event domain.device-removed. `flags`: DomainDeviceFlags. */
  detachDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  /** The same by the device's alias; `flags`: DomainDeviceFlags. Since 4.4. */
  detachDeviceAlias(domain: Domain, alias: string, flags: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainDeviceFlags. */
  updateDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  /** `source`: InterfaceAddressesSource. A lease may outlive its guest. Since 1.2.14. */
  interfaceAddresses(
    domain: Domain,
    source: number,
    options?: CallOptions,
  ): Promise<readonly DomainInterface[]>;
  /** The bandwidth of an interface, by its device on the host or its MAC address. `flags`: DomainAffectFlags. */
  interfaceParameters(
    domain: Domain,
    device: string,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly TypedParameter[]>;
  /**
   * `inbound.average`, `inbound.peak`, `inbound.floor`, `outbound.average`, `outbound.peak` (uint, KiB/s), `inbound.burst`,
   * `outbound.burst` (uint, KiB). `flags`: DomainAffectFlags.
   */
  setInterfaceParameters(
    domain: Domain,
    device: string,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Has its graphics server read its certificates again. `type`: GraphicsReloadType. Since 10.2. */
  graphicsReload(domain: Domain, type: number, options?: CallOptions): Promise<void>;
}

/** The calls on devices of guests of one host. */
export function deviceCalls(caller: Caller): DomainDevices {
  const { answer, action, parameters } = methodMaker(caller);
  return {
    attachDevice: action('DOMAIN_ATTACH_DEVICE_FLAGS', ['dom', 'xml', 'flags']),
    detachDevice: action('DOMAIN_DETACH_DEVICE_FLAGS', ['dom', 'xml', 'flags']),
    detachDeviceAlias: action('DOMAIN_DETACH_DEVICE_ALIAS', ['dom', 'alias', 'flags']),
    updateDevice: action('DOMAIN_UPDATE_DEVICE_FLAGS', ['dom', 'xml', 'flags']),
    interfaceAddresses: answer('DOMAIN_INTERFACE_ADDRESSES', ['dom', 'source'], ({ ifaces }) => ifaces, {
      flags: 0,
    }),
    interfaceParameters: parameters('DOMAIN_GET_INTERFACE_PARAMETERS', ['dom', 'device', 'flags']),
    setInterfaceParameters: action('DOMAIN_SET_INTERFACE_PARAMETERS', ['dom', 'device', 'params', 'flags']),
    graphicsReload: action('DOMAIN_GRAPHICS_RELOAD', ['dom', 'type'], { flags: 0 }),
  };
}
