import { deviceCalls } from '../../../src/api/domain/devices.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

const xml = '<disk/>';

specifyMethods(deviceCalls, {
  answers: { DOMAIN_GET_INTERFACE_PARAMETERS: { params, nparams: 1 } },
  calls: [
    ['attachDevice', [dom, xml, 3], ['DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml, flags: 3 }]],
    ['detachDevice', [dom, xml, 1], ['DOMAIN_DETACH_DEVICE_FLAGS', { dom, xml, flags: 1 }]],
    ['detachDeviceAlias', [dom, 'ua-1', 1], ['DOMAIN_DETACH_DEVICE_ALIAS', { dom, alias: 'ua-1', flags: 1 }]],
    ['updateDevice', [dom, xml, 4], ['DOMAIN_UPDATE_DEVICE_FLAGS', { dom, xml, flags: 4 }]],
    ['interfaceAddresses', [dom, 1], ['DOMAIN_INTERFACE_ADDRESSES', { dom, source: 1, flags: 0 }]],
    // The flag of 4 asks for parameters that are text, too.
    [
      'interfaceParameters',
      [dom, 'vnet0', 2],
      ['DOMAIN_GET_INTERFACE_PARAMETERS', { dom, device: 'vnet0', nparams: 0, flags: 6 }],
      ['DOMAIN_GET_INTERFACE_PARAMETERS', { dom, device: 'vnet0', nparams: 1, flags: 6 }],
    ],
    [
      'setInterfaceParameters',
      [dom, 'vnet0', params, 1],
      ['DOMAIN_SET_INTERFACE_PARAMETERS', { dom, device: 'vnet0', params, flags: 1 }],
    ],
    ['graphicsReload', [dom, 1], ['DOMAIN_GRAPHICS_RELOAD', { dom, type: 1, flags: 0 }]],
  ],
  results: [
    [
      'interfaceAddresses',
      [dom, 0],
      {
        DOMAIN_INTERFACE_ADDRESSES: {
          ifaces: [{ name: 'vnet0', addrs: [{ type: 0, addr: '192.0.2.7', prefix: 24 }] }],
        },
      },
      [{ name: 'vnet0', addrs: [{ type: 0, addr: '192.0.2.7', prefix: 24 }] }],
    ],
    [
      'interfaceParameters',
      [dom, 'vnet0'],
      { DOMAIN_GET_INTERFACE_PARAMETERS: { params, nparams: 1 } },
      params,
    ],
    ['interfaceParameters', [dom, 'vnet0'], {}, []],
  ],
});
