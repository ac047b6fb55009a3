import { networkCalls } from '../../src/api/networks.js';
import { specifyMethods } from './methods.js';
import { net, params, uuid } from './samples.js';

const port = { net, uuid };
const xml = '<network/>';
const mac = '52:54:00:00:00:01';

specifyMethods(networkCalls, {
  calls: [
    ['list', [2], ['CONNECT_LIST_ALL_NETWORKS', { needResults: 1, flags: 2 }]],
    ['lookupByUuid', [uuid], ['NETWORK_LOOKUP_BY_UUID', { uuid }]],
    ['lookupByName', ['lan'], ['NETWORK_LOOKUP_BY_NAME', { name: 'lan' }]],
    ['defineXml', [xml, 1], ['NETWORK_DEFINE_XML_FLAGS', { xml, flags: 1 }]],
    ['createXml', [xml, 1], ['NETWORK_CREATE_XML_FLAGS', { xml, flags: 1 }]],
    ['create', [net], ['NETWORK_CREATE', { net }]],
    ['destroy', [net], ['NETWORK_DESTROY', { net }]],
    ['undefine', [net], ['NETWORK_UNDEFINE', { net }]],
    ['xmlDesc', [net, 1], ['NETWORK_GET_XML_DESC', { net, flags: 1 }]],
    ['isActive', [net], ['NETWORK_IS_ACTIVE', { net }]],
    ['isPersistent', [net], ['NETWORK_IS_PERSISTENT', { net }]],
    ['autostart', [net], ['NETWORK_GET_AUTOSTART', { net }]],
    ['setAutostart', [net, true], ['NETWORK_SET_AUTOSTART', { net, autostart: 1 }]],
    ['bridgeName', [net], ['NETWORK_GET_BRIDGE_NAME', { net }]],
    [
      'update',
      [net, { command: 3, section: 4, parentIndex: 1, xml: '<host/>' }, 3],
      ['NETWORK_UPDATE', { net, command: 3, section: 4, parentIndex: 1, xml: '<host/>', flags: 3 }],
    ],
    [
      'setMetadata',
      [net, 2, { value: '<v/>', key: 'v', uri: 'urn:v' }, 3],
      ['NETWORK_SET_METADATA', { network: net, type: 2, metadata: '<v/>', key: 'v', uri: 'urn:v', flags: 3 }],
    ],
    [
      'metadata',
      [net, 2, 'urn:v', 2],
      ['NETWORK_GET_METADATA', { network: net, type: 2, uri: 'urn:v', flags: 2 }],
    ],
    ['dhcpLeases', [net, mac], ['NETWORK_GET_DHCP_LEASES', { net, mac, needResults: 1, flags: 0 }]],
    ['ports', [net], ['NETWORK_LIST_ALL_PORTS', { network: net, needResults: 1, flags: 0 }]],
    ['portLookupByUuid', [net, uuid], ['NETWORK_PORT_LOOKUP_BY_UUID', { network: net, uuid }]],
    ['portCreateXml', [net, '<p/>', 1], ['NETWORK_PORT_CREATE_XML', { network: net, xml: '<p/>', flags: 1 }]],
    ['portXmlDesc', [port], ['NETWORK_PORT_GET_XML_DESC', { port, flags: 0 }]],
    ['portParameters', [port], ['NETWORK_PORT_GET_PARAMETERS', { port, nparams: 0, flags: 0 }]],
    ['setPortParameters', [port, params], ['NETWORK_PORT_SET_PARAMETERS', { port, params, flags: 0 }]],
    ['portDelete', [port], ['NETWORK_PORT_DELETE', { port, flags: 0 }]],
  ],
  defaults: [
    // What needs no flags is asked in the way that older daemons know, too.
    ['defineXml', [xml], ['NETWORK_DEFINE_XML', { xml }]],
    ['createXml', [xml], ['NETWORK_CREATE_XML', { xml }]],
    ['setAutostart', [net, false], ['NETWORK_SET_AUTOSTART', { net, autostart: 0 }]],
    [
      'update',
      [net, { command: 3, section: 4, xml: '<host/>' }, 3],
      ['NETWORK_UPDATE', { net, command: 3, section: 4, parentIndex: -1, xml: '<host/>', flags: 3 }],
    ],
    ['dhcpLeases', [net], ['NETWORK_GET_DHCP_LEASES', { net, needResults: 1, flags: 0 }]],
  ],
  results: [
    ['list', [], { CONNECT_LIST_ALL_NETWORKS: { nets: [net], ret: 1 } }, [net]],
    ['defineXml', [xml], { NETWORK_DEFINE_XML: { net } }, net],
    ['defineXml', [xml, 1], { NETWORK_DEFINE_XML_FLAGS: { net } }, net],
    ['createXml', [xml], { NETWORK_CREATE_XML: { net } }, net],
    ['createXml', [xml, 1], { NETWORK_CREATE_XML_FLAGS: { net } }, net],
    ['isActive', [net], { NETWORK_IS_ACTIVE: { active: 1 } }, true],
    ['isPersistent', [net], { NETWORK_IS_PERSISTENT: { persistent: 1 } }, true],
    ['autostart', [net], { NETWORK_GET_AUTOSTART: { autostart: 1 } }, true],
    ['bridgeName', [net], { NETWORK_GET_BRIDGE_NAME: { name: 'virbr0' } }, 'virbr0'],
    ['ports', [net], { NETWORK_LIST_ALL_PORTS: { ports: [port], ret: 1 } }, [port]],
    ['portParameters', [port], { NETWORK_PORT_GET_PARAMETERS: { params, nparams: 1 } }, params],
  ],
});
