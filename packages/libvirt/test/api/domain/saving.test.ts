import { savingCalls } from '../../../src/api/domain/saving.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

const xml = '<domain/>';

specifyMethods(savingCalls, {
  calls: [
    ['save', [dom, '/s', xml, 4], ['DOMAIN_SAVE_FLAGS', { dom, to: '/s', dxml: xml, flags: 4 }]],
    ['restore', ['/s', xml, 2], ['DOMAIN_RESTORE_FLAGS', { from: '/s', dxml: xml, flags: 2 }]],
    ['saveParams', [dom, params, 1], ['DOMAIN_SAVE_PARAMS', { dom, params, flags: 1 }]],
    ['restoreParams', [params, 1], ['DOMAIN_RESTORE_PARAMS', { params, flags: 1 }]],
    ['saveImageXmlDesc', ['/s', 1], ['DOMAIN_SAVE_IMAGE_GET_XML_DESC', { file: '/s', flags: 1 }]],
    [
      'saveImageDefineXml',
      ['/s', xml, 2],
      ['DOMAIN_SAVE_IMAGE_DEFINE_XML', { file: '/s', dxml: xml, flags: 2 }],
    ],
    ['managedSave', [dom, 1], ['DOMAIN_MANAGED_SAVE', { dom, flags: 1 }]],
    ['hasManagedSave', [dom], ['DOMAIN_HAS_MANAGED_SAVE_IMAGE', { dom, flags: 0 }]],
    ['managedSaveRemove', [dom], ['DOMAIN_MANAGED_SAVE_REMOVE', { dom, flags: 0 }]],
    ['managedSaveXmlDesc', [dom, 1], ['DOMAIN_MANAGED_SAVE_GET_XML_DESC', { dom, flags: 1 }]],
    ['managedSaveDefineXml', [dom, xml, 2], ['DOMAIN_MANAGED_SAVE_DEFINE_XML', { dom, dxml: xml, flags: 2 }]],
    ['coreDump', [dom, '/c', 2], ['DOMAIN_CORE_DUMP', { dom, to: '/c', flags: 2 }]],
    [
      'coreDumpWithFormat',
      [dom, '/c', 1, 16],
      ['DOMAIN_CORE_DUMP_WITH_FORMAT', { dom, to: '/c', dumpformat: 1, flags: 16 }],
    ],
  ],
  defaults: [
    ['save', [dom, '/s'], ['DOMAIN_SAVE_FLAGS', { dom, to: '/s', flags: 0 }]],
    ['restore', ['/s'], ['DOMAIN_RESTORE_FLAGS', { from: '/s', flags: 0 }]],
  ],
  results: [
    ['hasManagedSave', [dom], { DOMAIN_HAS_MANAGED_SAVE_IMAGE: { result: 1 } }, true],
    ['saveImageXmlDesc', ['/s'], { DOMAIN_SAVE_IMAGE_GET_XML_DESC: { xml } }, xml],
    ['managedSaveXmlDesc', [dom], { DOMAIN_MANAGED_SAVE_GET_XML_DESC: { xml } }, xml],
  ],
});
