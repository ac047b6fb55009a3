import { secretCalls } from '../../src/api/secrets.js';
import { SecretListFlags, SecretUsageType } from '../../src/api/flags/host.js';
import { specifyMethods } from './methods.js';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const secret = { uuid, usageType: SecretUsageType.CEPH, usageID: 'client.admin secret' };
const value = Buffer.from('topsecret');

specifyMethods(secretCalls, {
  calls: [
    ['list', [SecretListFlags.PRIVATE], ['CONNECT_LIST_ALL_SECRETS', { needResults: 1, flags: 4 }]],
    ['lookupByUuid', [uuid], ['SECRET_LOOKUP_BY_UUID', { uuid }]],
    ['lookupByUsage', [2, 'a'], ['SECRET_LOOKUP_BY_USAGE', { usageType: 2, usageID: 'a' }]],
    ['defineXml', ['<secret/>', 1], ['SECRET_DEFINE_XML', { xml: '<secret/>', flags: 1 }]],
    ['undefine', [secret], ['SECRET_UNDEFINE', { secret }]],
    ['xmlDesc', [secret], ['SECRET_GET_XML_DESC', { secret, flags: 0 }]],
    ['setValue', [secret, value], ['SECRET_SET_VALUE', { secret, value, flags: 0 }]],
    ['value', [secret], ['SECRET_GET_VALUE', { secret, flags: 0 }]],
  ],
  defaults: [
    ['list', [], ['CONNECT_LIST_ALL_SECRETS', { needResults: 1, flags: 0 }]],
    ['defineXml', ['<secret/>'], ['SECRET_DEFINE_XML', { xml: '<secret/>', flags: 0 }]],
  ],
  results: [
    ['list', [], { CONNECT_LIST_ALL_SECRETS: { secrets: [secret], ret: 1 } }, [secret]],
    ['lookupByUuid', [uuid], { SECRET_LOOKUP_BY_UUID: { secret } }, secret],
    ['value', [secret], { SECRET_GET_VALUE: { value } }, value],
  ],
});
