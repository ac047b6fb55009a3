import type { DataKind } from '../data-kind.js';
import type { HostSource } from '../sources.js';
import { interfaceAddressesKind } from './interface-addresses.js';
import { nodeDeviceInfoKind } from './node-device-info.js';
import { nodeDevicesKind } from './node-devices.js';
import { nodeInfoKind } from './node-info.js';

/** What can be looked at on a libvirt host. A new data source is a file here and a line in this list. */
export const hostDataKinds: readonly DataKind<HostSource>[] = [
  interfaceAddressesKind,
  nodeDeviceInfoKind,
  nodeDevicesKind,
  nodeInfoKind,
];
