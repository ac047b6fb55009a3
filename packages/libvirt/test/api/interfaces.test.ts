import { interfaceCalls } from '../../src/api/interfaces.js';
import { specifyMethods } from './methods.js';

const iface = { name: 'eth0', mac: '52:54:00:00:00:01' };
const xml = '<interface/>';

specifyMethods(interfaceCalls, {
  calls: [
    ['list', [2], ['CONNECT_LIST_ALL_INTERFACES', { needResults: 1, flags: 2 }]],
    ['lookupByName', ['eth0'], ['INTERFACE_LOOKUP_BY_NAME', { name: 'eth0' }]],
    ['lookupByMacString', [iface.mac], ['INTERFACE_LOOKUP_BY_MAC_STRING', { mac: iface.mac }]],
    ['xmlDesc', [iface, 1], ['INTERFACE_GET_XML_DESC', { iface, flags: 1 }]],
    ['isActive', [iface], ['INTERFACE_IS_ACTIVE', { iface }]],
    ['defineXml', [xml, 1], ['INTERFACE_DEFINE_XML', { xml, flags: 1 }]],
    ['undefine', [iface], ['INTERFACE_UNDEFINE', { iface }]],
    ['create', [iface], ['INTERFACE_CREATE', { iface, flags: 0 }]],
    ['destroy', [iface], ['INTERFACE_DESTROY', { iface, flags: 0 }]],
    ['changeBegin', [], ['INTERFACE_CHANGE_BEGIN', { flags: 0 }]],
    ['changeCommit', [], ['INTERFACE_CHANGE_COMMIT', { flags: 0 }]],
    ['changeRollback', [], ['INTERFACE_CHANGE_ROLLBACK', { flags: 0 }]],
  ],
  results: [
    ['list', [], { CONNECT_LIST_ALL_INTERFACES: { ifaces: [iface], ret: 1 } }, [iface]],
    ['isActive', [iface], { INTERFACE_IS_ACTIVE: { active: 1 } }, true],
    ['defineXml', [xml], { INTERFACE_DEFINE_XML: { iface } }, iface],
  ],
});
