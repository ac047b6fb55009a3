import type { JsonObject } from '@virtform/values';
import { networkKind } from '../../../src/kinds/network/index.js';
import type { Attributes, Proposal } from '../../../src/kinds/kind.js';
import { ask, LAB_NETWORK, labHost, type Ask, type LabState } from '../lab-host.js';

const identity = { uuid: LAB_NETWORK, name: 'lab' };
const dhcp = {
  ranges: [{ start: '10.71.0.100', end: '10.71.0.200' }],
  hosts: [{ mac: '52:54:00:00:00:01', name: 'a', ip: '10.71.0.11' }],
};
const lab = {
  name: 'lab',
  autostart: true,
  forward: { mode: 'nat' },
  domain: { name: 'lab.test', local_only: 'yes' },
  ips: [{ address: '10.71.0.1', netmask: '255.255.255.0', dhcp }],
};
const b = { mac: '52:54:00:00:00:02', name: 'b', ip: '10.71.0.12' };
const withDhcp = (parts: object): JsonObject => ({
  ...lab,
  ips: [{ address: '10.71.0.1', netmask: '255.255.255.0', dhcp: { ...dhcp, ...parts } }],
});

function propose(
  wanted: Attributes | undefined,
  question: Partial<Ask> = {},
  state: LabState = {},
): Proposal {
  return ask(networkKind, labHost(state), identity, { applied: lab, ...question, wanted });
}

test('a netmask is a prefix, and what libvirt filled in is no change', () => {
  expect(propose(lab)).toMatchObject({ action: 'no-op', changes: [], waiting: [], drift: [] });
});

test.each<[what: string, wanted: JsonObject, calls: readonly string[], impact: string]>([
  [
    'a DHCP host in front',
    withDhcp({ hosts: [b, ...dhcp.hosts] }),
    ['net-update lab add-last ip-dhcp-host XML --parent-index 0 --live --config'],
    'none',
  ],
  [
    'another address for a host',
    withDhcp({ hosts: [{ ...dhcp.hosts[0], ip: '10.71.0.12' }] }),
    ['net-update lab modify ip-dhcp-host XML --parent-index 0 --live --config'],
    'live',
  ],
  [
    'no host',
    withDhcp({ hosts: [] }),
    ['net-update lab delete ip-dhcp-host XML --parent-index 0 --live --config'],
    'live',
  ],
  [
    'another range',
    withDhcp({ ranges: [{ start: '10.71.0.50', end: '10.71.0.60' }] }),
    [
      'net-update lab delete ip-dhcp-range XML --parent-index 0 --live --config',
      'net-update lab add-last ip-dhcp-range XML --parent-index 0 --live --config',
    ],
    'live',
  ],
  ['no autostart', { ...lab, autostart: false }, ['net-autostart lab --disable'], 'none'],
  ['another domain', { ...lab, domain: { name: 'x.test' } }, ['net-define FILE'], 'next-boot'],
  ['an MTU', { ...lab, mtu: { size: 1400 } }, ['net-define FILE'], 'next-boot'],
])('%s', (_what, wanted, calls, impact) => {
  const proposal = propose(wanted);
  expect(proposal.steps.map((step) => step.calls.map((call) => call.join(' '))).flat()).toEqual(calls);
  expect(proposal.changes.map((change) => change.impact)).toContain(impact);
});

test('DHCP that is taken out as a whole goes element by element', () => {
  const wanted = { ...lab, ips: [{ address: '10.71.0.1', netmask: '255.255.255.0' }] };
  expect(propose(wanted).steps.map(({ effect, args }) => [effect, args.command])).toEqual([
    ['update', 'delete'],
    ['update', 'delete'],
  ]);
});

test('a way out that is taken out goes as a whole: emptied, it would mean NAT', () => {
  const isolated = Object.fromEntries(Object.entries(lab).filter(([name]) => name !== 'forward'));
  expect(propose(isolated).steps).toMatchObject([
    { effect: 'redefine', args: { edits: [{ path: ['forward'], value: null }] } },
  ]);
});

describe('the names of a DNS host', () => {
  // The program's order is not libvirt's: places in one lead to somebody else in the other.
  const dns = ['<host ip="10.71.0.8"><hostname>x</hostname></host>']
    .concat('<host ip="10.71.0.9"><hostname>a</hostname><hostname>b</hostname></host>')
    .join('');
  const other = { ip: '10.71.0.8', hostnames: [{ hostname: 'x' }] };
  const host = (...names: readonly string[]) => ({
    ip: '10.71.0.9',
    hostnames: names.map((hostname) => ({ hostname })),
  });
  const withHosts = (...hosts: readonly JsonObject[]): JsonObject => ({ ...lab, dns: { host: hosts } });
  const before = withHosts(host('a', 'b'), other);

  test.each<[what: string, names: readonly string[], label: string]>([
    ['one more', ['a', 'b', 'c'], 'hostname c'],
    ['one less', ['b'], 'hostname a'],
  ])('%s: the host goes and comes again, as libvirt cannot modify it', (_what, names, label) => {
    const { steps, changes } = propose(withHosts(host(...names), other), { applied: before }, { dns });
    expect(steps.map(({ args }) => [args.section, args.command, args.element])).toEqual([
      ['dns-host', 'delete', host('a', 'b')],
      ['dns-host', 'add-last', host(...names)],
    ]);
    expect(changes).toMatchObject([{ label, impact: 'live' }]);
  });
});

test('an inactive network is redefined and started; nobody is on it to notice', () => {
  const proposal = propose(withDhcp({ hosts: [b] }), {}, { network: 'inactive' });
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['redefine', 'start']);
  expect(proposal.changes.every(({ impact }) => impact === 'none')).toBe(true);
});

test('what a Terraform state says is no change, with or without what it leaves out', () => {
  const state = { ...lab, id: LAB_NETWORK, uuid: LAB_NETWORK };
  const wanted: JsonObject = { name: 'lab', ips: [{ address: '10.71.0.1' }] };
  expect(ask(networkKind, labHost(), identity, { state, wanted: lab }).action).toBe('no-op');
  expect(ask(networkKind, labHost(), identity, { state, wanted }).action).toBe('no-op');
});

test('a new name is a replacement', () => {
  expect(propose({ ...lab, name: 'other' })).toMatchObject({
    action: 'replace',
    changes: [{ path: ['name'], forcesReplacement: true, impact: 'replace' }],
  });
});

test.each([
  ['nothing is there', undefined, 'absent'],
  ['it carries our mark', { lineage: '6c0ffee0', address: 'libvirt_network.lab' }, 'complete'],
  ['it carries the mark of another state', { lineage: 'theirs', address: 'libvirt_network.lab' }, 'foreign'],
  ['it carries no mark', 'none', 'foreign'],
] as const)('an intent finds that %s', (_what, mark, verdict) => {
  const actual =
    mark === undefined
      ? undefined
      : { identity, stored: {}, running: undefined, mark: mark === 'none' ? undefined : mark };
  const request = { identity, mark: { lineage: '6c0ffee0', address: 'libvirt_network.lab' }, wanted: lab };
  expect(networkKind.judgeIntent(request, actual)).toBe(verdict);
});
