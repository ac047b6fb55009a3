import { uuidFor, Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

let hypervisor: Hypervisor;
let bench: Workbench;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
}, 120_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
}, 60_000);

const NETWORK = 'libvirt_network.lab';
const hosts = [{ mac: '52:54:00:00:00:01', name: 'a', ip: '10.71.0.11' }];
const ranges = [{ start: '10.71.0.100', end: '10.71.0.200' }];
const lab = {
  name: 'lab',
  forward: { mode: 'nat' },
  bridge: {},
  domain: { name: 'lab.test', local_only: 'yes' },
  ips: [{ address: '10.71.0.1', prefix: 24, dhcp: { hosts, ranges } }],
};

const dhcp = (changes: object): typeof lab => ({
  ...lab,
  ips: [{ address: '10.71.0.1', prefix: 24, dhcp: { hosts, ranges, ...changes } }],
});

test('a network is defined with its UUID and mark, and started', async () => {
  const proposal = await bench.apply(NETWORK, lab);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['define', 'start']);
  expect(bench.state(NETWORK)).toEqual({
    ...lab,
    bridge: { name: 'virbr0' },
    id: uuidFor(NETWORK),
    uuid: uuidFor(NETWORK),
    autostart: false,
  });
  expect(await virsh(hypervisor.uri, 'net-dumpxml', 'lab')).toContain(
    `address='${NETWORK}'`.replaceAll("'", '"'),
  );
});

test('autostart is one call', async () => {
  const proposal = await bench.apply(NETWORK, { ...lab, autostart: true });
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['set-autostart']);
  const back = await bench.apply(NETWORK, lab);
  expect(back.steps).toMatchObject([{ effect: 'set-autostart', args: { value: false } }]);
});

const B = { mac: '52:54:00:00:00:02', name: 'b', ip: '10.71.0.12' };

test('a DHCP host is added live and stored, in one call', async () => {
  const proposal = await bench.apply(NETWORK, dhcp({ hosts: [B, ...hosts] }));
  expect(proposal).toMatchObject({
    changes: [{ label: 'DHCP host 52:54:00:00:00:02', before: undefined, after: B, impact: 'none' }],
    steps: [
      {
        effect: 'update',
        calls: [
          [
            'net-update',
            'lab',
            'add-last',
            'ip-dhcp-host',
            'XML',
            '--parent-index',
            '0',
            '--live',
            '--config',
          ],
        ],
      },
    ],
  });
  for (const sides of [[], ['--inactive']])
    expect(await virsh(hypervisor.uri, 'net-dumpxml', 'lab', ...sides)).toContain("name='b' ip='10.71.0.12'");
});

test('a DHCP host is changed in place, and one that goes makes room', async () => {
  const moved = await bench.apply(NETWORK, dhcp({ hosts: [{ ...B, ip: '10.71.0.13' }, ...hosts] }));
  expect(moved.steps).toMatchObject([{ args: { command: 'modify' }, impact: 'live' }]);
  const swapped = await bench.apply(
    NETWORK,
    dhcp({ hosts: [{ ...B, mac: '52:54:00:00:00:03', ip: '10.71.0.13' }, ...hosts] }),
  );
  expect(swapped.steps.map(({ args }) => args.command)).toEqual(['delete', 'add-last']);
  expect((await bench.apply(NETWORK, lab)).steps).toMatchObject([{ args: { command: 'delete' } }]);
});

test('a range, a DNS name and a TXT record come and go live', async () => {
  const wide = {
    ...dhcp({ ranges: [{ start: '10.71.0.50', end: '10.71.0.200' }] }),
    dns: {
      host: [{ ip: '10.71.0.5', hostnames: [{ hostname: 'five' }] }],
      tx_ts: [{ name: 'note', value: 'yes' }],
    },
  };
  const added = await bench.apply(NETWORK, wide);
  expect(added.steps.map(({ calls }) => calls[0]?.slice(2, 4).join(' '))).toEqual([
    'delete ip-dhcp-range',
    'add-last dns-txt',
    'add-last dns-host',
    'add-last ip-dhcp-range',
  ]);
  const gone = await bench.apply(NETWORK, lab);
  expect(gone.steps.every(({ effect }) => effect === 'update')).toBe(true);
});

test('what libvirt cannot update waits for the next start of the network', async () => {
  const other = { ...lab, domain: { name: 'other.test', local_only: 'yes' } };
  const proposal = await bench.apply(NETWORK, other);
  expect(proposal).toMatchObject({
    changes: [{ path: ['domain', 'name'], impact: 'next-boot', why: 'a network takes it at its next start' }],
    steps: [{ effect: 'redefine' }],
  });
  expect((await bench.propose(NETWORK, other)).waiting).toMatchObject([
    { path: ['domain', 'name'], before: 'lab.test', after: 'other.test' },
  ]);
  expect(await virsh(hypervisor.uri, 'net-dumpxml', 'lab')).toContain('lab.test');
});

test('a network that somebody stopped is started again', async () => {
  await virsh(hypervisor.uri, 'net-destroy', 'lab');
  const proposal = await bench.apply(NETWORK, lab);
  expect(proposal.steps.map(({ effect }) => effect)).toEqual(['redefine', 'start']);
  expect(await virsh(hypervisor.uri, 'net-dumpxml', 'lab')).toContain('lab.test');
});

test('a network of that name that is not ours is refused, with what to do', async () => {
  const proposal = await bench.propose('libvirt_network.twin', lab);
  expect(proposal.diagnostics).toMatchObject([
    {
      summary: 'network lab exists already and is not ours',
      action: expect.stringContaining('Give yours another name'),
    },
  ]);
});

test('a new name is a new network', async () => {
  const proposal = await bench.propose(NETWORK, { ...lab, name: 'lab2' });
  expect(proposal).toMatchObject({
    action: 'replace',
    changes: [{ path: ['name'], forcesReplacement: true }],
  });
});

test('destroyed, nothing of it is left', async () => {
  await bench.apply(NETWORK, undefined);
  expect(await virsh(hypervisor.uri, 'net-list', '--all', '--name')).toBe('');
});
