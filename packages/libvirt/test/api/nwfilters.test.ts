import { nwfilterCalls } from '../../src/api/nwfilters.js';
import { specifyMethods } from './methods.js';
import { uuid } from './samples.js';

const nwfilter = { name: 'clean', uuid };
const binding = { portdev: 'vnet0', filtername: 'clean' };

specifyMethods(nwfilterCalls, {
  calls: [
    ['list', [], ['CONNECT_LIST_ALL_NWFILTERS', { needResults: 1, flags: 0 }]],
    ['lookupByUuid', [uuid], ['NWFILTER_LOOKUP_BY_UUID', { uuid }]],
    ['lookupByName', ['clean'], ['NWFILTER_LOOKUP_BY_NAME', { name: 'clean' }]],
    ['xmlDesc', [nwfilter], ['NWFILTER_GET_XML_DESC', { nwfilter, flags: 0 }]],
    ['defineXml', ['<filter/>', 1], ['NWFILTER_DEFINE_XML_FLAGS', { xml: '<filter/>', flags: 1 }]],
    ['undefine', [nwfilter], ['NWFILTER_UNDEFINE', { nwfilter }]],
    ['listBindings', [], ['CONNECT_LIST_ALL_NWFILTER_BINDINGS', { needResults: 1, flags: 0 }]],
    ['lookupBindingByPortDev', ['vnet0'], ['NWFILTER_BINDING_LOOKUP_BY_PORT_DEV', { name: 'vnet0' }]],
    ['bindingXmlDesc', [binding], ['NWFILTER_BINDING_GET_XML_DESC', { nwfilter: binding, flags: 0 }]],
    [
      'createBindingXml',
      ['<filterbinding/>', 1],
      ['NWFILTER_BINDING_CREATE_XML', { xml: '<filterbinding/>', flags: 1 }],
    ],
    ['deleteBinding', [binding], ['NWFILTER_BINDING_DELETE', { nwfilter: binding }]],
  ],
  // What needs no flags is asked in the way that older daemons know, too.
  defaults: [['defineXml', ['<filter/>'], ['NWFILTER_DEFINE_XML', { xml: '<filter/>' }]]],
  results: [
    ['list', [], { CONNECT_LIST_ALL_NWFILTERS: { filters: [nwfilter], ret: 1 } }, [nwfilter]],
    ['defineXml', ['<filter/>'], { NWFILTER_DEFINE_XML: { nwfilter } }, nwfilter],
    ['defineXml', ['<filter/>', 1], { NWFILTER_DEFINE_XML_FLAGS: { nwfilter } }, nwfilter],
    ['listBindings', [], { CONNECT_LIST_ALL_NWFILTER_BINDINGS: { bindings: [binding], ret: 1 } }, [binding]],
  ],
});
