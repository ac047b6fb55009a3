import { snapshotCalls } from '../../src/api/snapshots.js';
import { specifyMethods } from './methods.js';
import { dom } from './samples.js';

const snap = { name: 'before', dom };
const parent = { name: 'first', dom };
const xml = '<domainsnapshot/>';

specifyMethods(snapshotCalls, {
  calls: [
    ['list', [dom, 1], ['DOMAIN_LIST_ALL_SNAPSHOTS', { dom, needResults: 1, flags: 1 }]],
    [
      'children',
      [snap, 1],
      ['DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN', { snapshot: snap, needResults: 1, flags: 1 }],
    ],
    ['lookupByName', [dom, 'a'], ['DOMAIN_SNAPSHOT_LOOKUP_BY_NAME', { dom, name: 'a', flags: 0 }]],
    ['parent', [snap], ['DOMAIN_SNAPSHOT_GET_PARENT', { snap, flags: 0 }]],
    ['hasCurrent', [dom], ['DOMAIN_HAS_CURRENT_SNAPSHOT', { dom, flags: 0 }]],
    ['current', [dom], ['DOMAIN_SNAPSHOT_CURRENT', { dom, flags: 0 }]],
    ['isCurrent', [snap], ['DOMAIN_SNAPSHOT_IS_CURRENT', { snap, flags: 0 }]],
    ['hasMetadata', [snap], ['DOMAIN_SNAPSHOT_HAS_METADATA', { snap, flags: 0 }]],
    ['xmlDesc', [snap, 1], ['DOMAIN_SNAPSHOT_GET_XML_DESC', { snap, flags: 1 }]],
    ['createXml', [dom, xml, 16], ['DOMAIN_SNAPSHOT_CREATE_XML', { dom, xmlDesc: xml, flags: 16 }]],
    ['revert', [snap, 1], ['DOMAIN_REVERT_TO_SNAPSHOT', { snap, flags: 1 }]],
    ['delete', [snap, 2], ['DOMAIN_SNAPSHOT_DELETE', { snap, flags: 2 }]],
  ],
  defaults: [['list', [dom], ['DOMAIN_LIST_ALL_SNAPSHOTS', { dom, needResults: 1, flags: 0 }]]],
  results: [
    ['list', [dom], { DOMAIN_LIST_ALL_SNAPSHOTS: { snapshots: [snap], ret: 1 } }, [snap]],
    ['children', [parent], { DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: { snapshots: [snap], ret: 1 } }, [snap]],
    ['parent', [snap], { DOMAIN_SNAPSHOT_GET_PARENT: { snap: parent } }, parent],
    ['hasCurrent', [dom], { DOMAIN_HAS_CURRENT_SNAPSHOT: { result: 1 } }, true],
    ['isCurrent', [snap], { DOMAIN_SNAPSHOT_IS_CURRENT: { current: 1 } }, true],
    ['hasMetadata', [snap], { DOMAIN_SNAPSHOT_HAS_METADATA: { metadata: 0 } }, false],
    ['createXml', [dom, xml], { DOMAIN_SNAPSHOT_CREATE_XML: { snap } }, snap],
  ],
});
