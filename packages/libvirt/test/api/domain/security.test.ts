import { securityCalls } from '../../../src/api/domain/security.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

/** As C has it: the rest of the array is whatever it was before. */
const label = Buffer.from('libvirt-6695eb01\0rest');

specifyMethods(securityCalls, {
  calls: [
    ['securityLabel', [dom], ['DOMAIN_GET_SECURITY_LABEL', { dom }]],
    ['securityLabelList', [dom], ['DOMAIN_GET_SECURITY_LABEL_LIST', { dom }]],
    ['launchSecurityInfo', [dom], ['DOMAIN_GET_LAUNCH_SECURITY_INFO', { dom, flags: 4 }]],
    [
      'setLaunchSecurityState',
      [dom, params],
      ['DOMAIN_SET_LAUNCH_SECURITY_STATE', { dom, params, flags: 0 }],
    ],
  ],
  results: [
    [
      'securityLabel',
      [dom],
      { DOMAIN_GET_SECURITY_LABEL: { label, enforcing: 1 } },
      { label: 'libvirt-6695eb01', enforcing: true },
    ],
    [
      'securityLabelList',
      [dom],
      {
        DOMAIN_GET_SECURITY_LABEL_LIST: {
          labels: [{ label: Buffer.from('+0:+0'), enforcing: 0 }],
          ret: 1,
        },
      },
      [{ label: '+0:+0', enforcing: false }],
    ],
    ['launchSecurityInfo', [dom], { DOMAIN_GET_LAUNCH_SECURITY_INFO: { params } }, params],
  ],
});
