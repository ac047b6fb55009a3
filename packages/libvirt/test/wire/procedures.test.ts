import { PROGRAM } from '../../src/wire/procedure.js';
import { messages } from '../../src/wire/procedures/messages.js';
import { procedures, readingProcedures } from '../../src/wire/procedures.js';

const all = Object.entries(procedures);

test('each number stands for one procedure of its program', () => {
  const numbers = [...all, ...Object.entries(messages)].map(
    ([, { program, number }]) => `${program}:${number}`,
  );
  expect(new Set(numbers).size).toBe(numbers.length);
});

/** Numbers as remote_protocol.x has them, spread over the table. */
test.each([
  ['CONNECT_OPEN', 1],
  ['DOMAIN_GET_XML_DESC', 14],
  ['DOMAIN_LOOKUP_BY_UUID', 24],
  ['NETWORK_UPDATE', 291],
  ['STORAGE_VOL_UPLOAD', 208],
  ['STORAGE_VOL_DOWNLOAD', 209],
  ['CONNECT_LIST_ALL_DOMAINS', 273],
  ['CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', 316],
  ['CONNECT_GET_ALL_DOMAIN_STATS', 344],
  ['DOMAIN_INTERFACE_ADDRESSES', 353],
  ['DOMAIN_DEFINE_XML_FLAGS', 350],
  ['NETWORK_CREATE_XML_FLAGS', 437],
] as const)('%s is number %d', (name, number) => {
  expect(procedures[name]).toMatchObject({ program: PROGRAM.REMOTE, number });
});

test('the agent has its place in the QEMU program', () => {
  expect(procedures.QEMU_DOMAIN_AGENT_COMMAND).toMatchObject({
    program: PROGRAM.QEMU,
    number: 3,
    slow: true,
  });
});

describe('what only reads', () => {
  test('nothing that creates, changes or ends something is among it', () => {
    const changing =
      /_(SET|CREATE|DEFINE|UNDEFINE|DESTROY|DELETE|ATTACH|DETACH|UPDATE|RESIZE|REFRESH|BUILD|SHUTDOWN|REBOOT|RESET|SUSPEND|RESUME|UPLOAD|WIPE|RENAME|SEND|ADD|DEL|SAVE|RESTORE|REVERT|MIGRATE_PERFORM3)(_|$)/;
    const exceptions = [
      'DOMAIN_SAVE_IMAGE_GET_XML_DESC',
      'DOMAIN_HAS_MANAGED_SAVE_IMAGE',
      'DOMAIN_MANAGED_SAVE_GET_XML_DESC',
    ];
    expect(readingProcedures.filter((name) => changing.test(name) && !exceptions.includes(name))).toEqual([]);
  });

  test.each([
    'QEMU_DOMAIN_AGENT_COMMAND',
    'QEMU_DOMAIN_MONITOR_COMMAND',
    'DOMAIN_FSFREEZE',
    'DOMAIN_OPEN_CONSOLE',
  ] as const)('%s is not', (name) => expect(readingProcedures).not.toContain(name));

  test.each([
    'CONNECT_GET_DOMAIN_CAPABILITIES',
    'DOMAIN_GET_XML_DESC',
    'DOMAIN_INTERFACE_ADDRESSES',
    'DOMAIN_GET_GUEST_INFO',
    'CONNECT_COMPARE_HYPERVISOR_CPU',
    'CONNECT_BASELINE_HYPERVISOR_CPU',
    'STORAGE_VOL_DOWNLOAD',
  ] as const)('%s is', (name) => expect(readingProcedures).toContain(name));
});
