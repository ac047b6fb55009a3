import { guestCalls } from '../../../src/api/domain/guest.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

const ping = '{"execute":"guest-ping"}';
const key = 'ssh-ed25519 AAAA someone';
const disk = { mountpoint: '/', name: 'vda1', fstype: 'ext4', devAliases: ['vda'] };

specifyMethods(guestCalls, {
  calls: [
    ['agentCommand', [dom, ping, 5], ['QEMU_DOMAIN_AGENT_COMMAND', { dom, cmd: ping, timeout: 5, flags: 0 }]],
    [
      'agentSetResponseTimeout',
      [dom, -2],
      ['DOMAIN_AGENT_SET_RESPONSE_TIMEOUT', { dom, timeout: -2, flags: 0 }],
    ],
    [
      'monitorCommand',
      [dom, 'info block', 1],
      ['QEMU_DOMAIN_MONITOR_COMMAND', { dom, cmd: 'info block', flags: 1 }],
    ],
    ['guestInfo', [dom, 3], ['DOMAIN_GET_GUEST_INFO', { dom, types: 3, flags: 0 }]],
    ['hostname', [dom, 2], ['DOMAIN_GET_HOSTNAME', { dom, flags: 2 }]],
    ['time', [dom], ['DOMAIN_GET_TIME', { dom, flags: 0 }]],
    [
      'setTime',
      [dom, { seconds: 9n, nseconds: 1 }, 1],
      ['DOMAIN_SET_TIME', { dom, seconds: 9n, nseconds: 1, flags: 1 }],
    ],
    [
      'setUserPassword',
      [dom, 'root', 'secret', 1],
      ['DOMAIN_SET_USER_PASSWORD', { dom, user: 'root', password: 'secret', flags: 1 }],
    ],
    ['authorizedSshKeys', [dom, 'root'], ['DOMAIN_AUTHORIZED_SSH_KEYS_GET', { dom, user: 'root', flags: 0 }]],
    [
      'setAuthorizedSshKeys',
      [dom, 'root', [key], 1],
      ['DOMAIN_AUTHORIZED_SSH_KEYS_SET', { dom, user: 'root', keys: [key], flags: 1 }],
    ],
    ['fsFreeze', [dom, ['/srv']], ['DOMAIN_FSFREEZE', { dom, mountpoints: ['/srv'], flags: 0 }]],
    ['fsThaw', [dom, ['/srv']], ['DOMAIN_FSTHAW', { dom, mountpoints: ['/srv'], flags: 0 }]],
    ['fsTrim', [dom, 4_096n], ['DOMAIN_FSTRIM', { dom, minimum: 4_096n, flags: 0 }]],
    ['fsInfo', [dom], ['DOMAIN_GET_FSINFO', { dom, flags: 0 }]],
    [
      'sendKey',
      [dom, 0, [29, 56, 111], 200],
      ['DOMAIN_SEND_KEY', { dom, codeset: 0, holdtime: 200, keycodes: [29, 56, 111], flags: 0 }],
    ],
    [
      'sendProcessSignal',
      [dom, 1n, 15],
      ['DOMAIN_SEND_PROCESS_SIGNAL', { dom, pidValue: 1n, signum: 15, flags: 0 }],
    ],
    ['injectNmi', [dom], ['DOMAIN_INJECT_NMI', { dom, flags: 0 }]],
  ],
  defaults: [
    ['agentCommand', [dom, ping], ['QEMU_DOMAIN_AGENT_COMMAND', { dom, cmd: ping, timeout: -1, flags: 0 }]],
    ['guestInfo', [dom], ['DOMAIN_GET_GUEST_INFO', { dom, types: 0, flags: 0 }]],
    [
      'setTime',
      [dom, { seconds: 9n, nseconds: 1 }],
      ['DOMAIN_SET_TIME', { dom, seconds: 9n, nseconds: 1, flags: 0 }],
    ],
    ['fsFreeze', [dom], ['DOMAIN_FSFREEZE', { dom, mountpoints: [], flags: 0 }]],
    ['fsThaw', [dom], ['DOMAIN_FSTHAW', { dom, mountpoints: [], flags: 0 }]],
    ['fsTrim', [dom], ['DOMAIN_FSTRIM', { dom, minimum: 0n, flags: 0 }]],
    [
      'sendKey',
      [dom, 0, [28]],
      ['DOMAIN_SEND_KEY', { dom, codeset: 0, holdtime: 0, keycodes: [28], flags: 0 }],
    ],
  ],
  results: [
    [
      'agentCommand',
      [dom, ping],
      { QEMU_DOMAIN_AGENT_COMMAND: { result: '{"return":{}}' } },
      '{"return":{}}',
    ],
    ['agentCommand', [dom, ping], {}, ''],
    ['guestInfo', [dom], { DOMAIN_GET_GUEST_INFO: { params } }, params],
    ['hostname', [dom], { DOMAIN_GET_HOSTNAME: { hostname: 'web' } }, 'web'],
    ['time', [dom], { DOMAIN_GET_TIME: { seconds: 9n, nseconds: 1 } }, { seconds: 9n, nseconds: 1 }],
    ['authorizedSshKeys', [dom, 'root'], { DOMAIN_AUTHORIZED_SSH_KEYS_GET: { keys: [key] } }, [key]],
    ['fsFreeze', [dom], { DOMAIN_FSFREEZE: { filesystems: 2 } }, 2],
    ['fsInfo', [dom], { DOMAIN_GET_FSINFO: { info: [disk], ret: 1 } }, [disk]],
  ],
});
