import {
  libvirt,
  LibvirtError,
  type NodeDevice,
  type NodeDevices,
  NodeDeviceListFlags,
} from '@virtform/libvirt';
import { nodeDevices } from '@virtform/schema';
import { SetValue, suggest } from '@virtform/values';
import { DataError, type DataKind } from '../data-kind.js';
import type { HostSource } from '../sources.js';
import { textAt } from '../shared/attributes.js';
import { hashedId } from './hashed-id.js';

/** The flag that lists the devices with a capability, by the name that libvirt's XML and `virsh nodedev-list --cap` have for it. */
const CAPABILITIES: ReadonlyMap<string, number> = new Map([
  ['system', NodeDeviceListFlags.CAP_SYSTEM],
  ['pci', NodeDeviceListFlags.CAP_PCI_DEV],
  ['usb_device', NodeDeviceListFlags.CAP_USB_DEV],
  ['usb', NodeDeviceListFlags.CAP_USB_INTERFACE],
  ['net', NodeDeviceListFlags.CAP_NET],
  ['scsi_host', NodeDeviceListFlags.CAP_SCSI_HOST],
  ['scsi_target', NodeDeviceListFlags.CAP_SCSI_TARGET],
  ['scsi', NodeDeviceListFlags.CAP_SCSI],
  ['storage', NodeDeviceListFlags.CAP_STORAGE],
  ['fc_host', NodeDeviceListFlags.CAP_FC_HOST],
  ['vports', NodeDeviceListFlags.CAP_VPORTS],
  ['scsi_generic', NodeDeviceListFlags.CAP_SCSI_GENERIC],
  ['drm', NodeDeviceListFlags.CAP_DRM],
  ['mdev_types', NodeDeviceListFlags.CAP_MDEV_TYPES],
  ['mdev', NodeDeviceListFlags.CAP_MDEV],
  ['ccw', NodeDeviceListFlags.CAP_CCW_DEV],
  ['css', NodeDeviceListFlags.CAP_CSS_DEV],
  ['vdpa', NodeDeviceListFlags.CAP_VDPA],
  ['ap_card', NodeDeviceListFlags.CAP_AP_CARD],
  ['ap_queue', NodeDeviceListFlags.CAP_AP_QUEUE],
  ['ap_matrix', NodeDeviceListFlags.CAP_AP_MATRIX],
  ['vpd', NodeDeviceListFlags.CAP_VPD],
  ['ccwgroup', NodeDeviceListFlags.CAP_CCWGROUP_DEV],
  ['ccwgroup_member', NodeDeviceListFlags.CAP_CCWGROUP_MEMBER],
]);

/** `libvirt_node_devices`: the names of the host's devices. */
export const nodeDevicesKind: DataKind<HostSource> = {
  type: 'libvirt_node_devices',
  schema: nodeDevices,
  async read(wanted, source) {
    const capability = textAt(wanted, ['capability']);
    const flag = capability === undefined ? 0 : flagOf(capability);
    const found = await listActive(libvirt(await source.read()).nodeDevices, flag);
    const names = found.map(({ name }) => name).sort();
    return {
      attributes: {
        id: hashedId(`${capability ?? 'all'}-${names.length}`),
        devices: new SetValue(names),
      },
      diagnostics: [],
    };
  },
};

function flagOf(capability: string): number {
  const flag = CAPABILITIES.get(capability);
  if (flag !== undefined) return flag;
  const near = suggest(capability, CAPABILITIES.keys());
  throw new DataError(
    `libvirt knows no capability ${JSON.stringify(capability)} of devices.`,
    near === undefined ? `It knows ${[...CAPABILITIES.keys()].join(', ')}.` : `Did you mean ${near}?`,
  );
}

/** What is only defined is no device yet. A daemon before 7.3 has nothing of that kind, and refuses to be asked. */
async function listActive(devices: NodeDevices, flag: number): Promise<readonly NodeDevice[]> {
  try {
    return await devices.list((flag | NodeDeviceListFlags.ACTIVE) >>> 0);
  } catch (error) {
    if (error instanceof LibvirtError && error.codeName === 'VIR_ERR_INVALID_ARG') return devices.list(flag);
    throw error;
  }
}
