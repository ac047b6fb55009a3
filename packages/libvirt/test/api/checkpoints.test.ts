import { checkpointCalls } from '../../src/api/checkpoints.js';
import { specifyMethods } from './methods.js';
import { dom } from './samples.js';

const checkpoint = { name: 'monday', dom };
const parent = { name: 'sunday', dom };
const xml = '<domaincheckpoint/>';

specifyMethods(checkpointCalls, {
  calls: [
    ['list', [dom, 2], ['DOMAIN_LIST_ALL_CHECKPOINTS', { dom, needResults: 1, flags: 2 }]],
    [
      'children',
      [checkpoint, 1],
      ['DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN', { checkpoint, needResults: 1, flags: 1 }],
    ],
    ['lookupByName', [dom, 'a'], ['DOMAIN_CHECKPOINT_LOOKUP_BY_NAME', { dom, name: 'a', flags: 0 }]],
    ['parent', [checkpoint], ['DOMAIN_CHECKPOINT_GET_PARENT', { checkpoint, flags: 0 }]],
    ['xmlDesc', [checkpoint, 4], ['DOMAIN_CHECKPOINT_GET_XML_DESC', { checkpoint, flags: 4 }]],
    ['createXml', [dom, xml, 2], ['DOMAIN_CHECKPOINT_CREATE_XML', { dom, xmlDesc: xml, flags: 2 }]],
    ['delete', [checkpoint, 1], ['DOMAIN_CHECKPOINT_DELETE', { checkpoint, flags: 1 }]],
  ],
  results: [
    [
      'list',
      [dom],
      { DOMAIN_LIST_ALL_CHECKPOINTS: { checkpoints: [parent, checkpoint], ret: 2 } },
      [parent, checkpoint],
    ],
    ['parent', [checkpoint], { DOMAIN_CHECKPOINT_GET_PARENT: { parent } }, parent],
    ['createXml', [dom, xml], { DOMAIN_CHECKPOINT_CREATE_XML: { checkpoint } }, checkpoint],
  ],
});
