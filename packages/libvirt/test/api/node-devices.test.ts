import { NodeDeviceListFlags } from '../../src/api/flags/host.js';
import { nodeDeviceCalls } from '../../src/api/node-devices.js';
import { specifyMethods } from './methods.js';

const name = 'pci_0000_00_1f_2';
const dev = { name };
const xml = '<device/>';

specifyMethods(nodeDeviceCalls, {
  calls: [
    [
      'list',
      // `|` makes a negative number of this; on the wire it is none.
      [NodeDeviceListFlags.ACTIVE | NodeDeviceListFlags.CAP_NET],
      ['CONNECT_LIST_ALL_NODE_DEVICES', { needResults: 1, flags: 0x8000_0010 }],
    ],
    ['lookupByName', [name], ['NODE_DEVICE_LOOKUP_BY_NAME', { name }]],
    [
      'lookupScsiHostByWwn',
      ['20', '50'],
      ['NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN', { wwnn: '20', wwpn: '50', flags: 0 }],
    ],
    ['xmlDesc', [dev, 1], ['NODE_DEVICE_GET_XML_DESC', { name, flags: 1 }]],
    ['parent', [dev], ['NODE_DEVICE_GET_PARENT', { name }]],
    ['listCaps', [dev], ['NODE_DEVICE_LIST_CAPS', { name, maxnames: 256 }]],
    ['isActive', [dev], ['NODE_DEVICE_IS_ACTIVE', { name }]],
    ['isPersistent', [dev], ['NODE_DEVICE_IS_PERSISTENT', { name }]],
    ['autostart', [dev], ['NODE_DEVICE_GET_AUTOSTART', { name }]],
    ['setAutostart', [dev, true], ['NODE_DEVICE_SET_AUTOSTART', { name, autostart: 1 }]],
    ['createXml', [xml, 1], ['NODE_DEVICE_CREATE_XML', { xmlDesc: xml, flags: 1 }]],
    ['defineXml', [xml, 1], ['NODE_DEVICE_DEFINE_XML', { xmlDesc: xml, flags: 1 }]],
    ['create', [dev], ['NODE_DEVICE_CREATE', { name, flags: 0 }]],
    ['destroy', [dev], ['NODE_DEVICE_DESTROY', { name }]],
    ['undefine', [dev], ['NODE_DEVICE_UNDEFINE', { name, flags: 0 }]],
    ['update', [dev, xml, 2], ['NODE_DEVICE_UPDATE', { name, xmlDesc: xml, flags: 2 }]],
    ['detach', [dev, 'vfio'], ['NODE_DEVICE_DETACH_FLAGS', { name, driverName: 'vfio', flags: 0 }]],
    ['reAttach', [dev], ['NODE_DEVICE_RE_ATTACH', { name }]],
    ['reset', [dev], ['NODE_DEVICE_RESET', { name }]],
  ],
  defaults: [
    ['xmlDesc', [dev], ['NODE_DEVICE_GET_XML_DESC', { name, flags: 0 }]],
    ['setAutostart', [dev, false], ['NODE_DEVICE_SET_AUTOSTART', { name, autostart: 0 }]],
    ['update', [dev, xml], ['NODE_DEVICE_UPDATE', { name, xmlDesc: xml, flags: 0 }]],
    ['detach', [dev], ['NODE_DEVICE_DETACH_FLAGS', { name, flags: 0 }]],
  ],
  results: [
    ['list', [], { CONNECT_LIST_ALL_NODE_DEVICES: { devices: [dev], ret: 1 } }, [dev]],
    ['parent', [dev], { NODE_DEVICE_GET_PARENT: { parentName: 'computer' } }, 'computer'],
    ['parent', [dev], {}, undefined],
    ['listCaps', [dev], { NODE_DEVICE_LIST_CAPS: { names: ['pci'] } }, ['pci']],
    ['isActive', [dev], { NODE_DEVICE_IS_ACTIVE: { active: 1 } }, true],
    ['isPersistent', [dev], { NODE_DEVICE_IS_PERSISTENT: { persistent: 1 } }, true],
    ['autostart', [dev], { NODE_DEVICE_GET_AUTOSTART: { autostart: 1 } }, true],
  ],
});
