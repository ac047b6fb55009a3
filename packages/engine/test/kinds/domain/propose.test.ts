import type { JsonObject } from '@virtform/values';
import { Unknown } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { Attributes, Proposal } from '../../../src/kinds/kind.js';
import { ask, labHost, WEB, type Ask, type LabState } from '../lab-host.js';

const identity = { uuid: WEB, name: 'web' };
const disk = {
  driver: { name: 'qemu', type: 'qcow2' },
  source: { volume: { pool: 'lab', volume: 'd.qcow2' } },
  target: { dev: 'vda', bus: 'virtio' },
};
const cdrom = { device: 'cdrom', target: { dev: 'sda', bus: 'scsi' } };
const nic = { source: { network: { network: 'lab' } }, model: { type: 'virtio' } };
const devices = {
  disks: [disk, cdrom],
  interfaces: [nic],
  graphics: [{ vnc: { auto_port: true, passwd: 'first' } }],
};
const web = {
  name: 'web',
  type: 'qemu',
  title: 'Web',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  vcpu_current: 2,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  features: { acpi: true },
  running: true,
  devices,
};

function propose(wanted: Attributes | undefined, question: Partial<Ask> = {}, lab: LabState = {}): Proposal {
  return ask(domainKind, labHost(lab), identity, { applied: web, ...question, wanted });
}

const effects = (proposal: Proposal): readonly string[] => proposal.steps.map(({ effect }) => effect);
const with_ = (parts: object): JsonObject & typeof web => ({ ...web, devices: { ...devices, ...parts } });

test('what libvirt filled in is no change', () => {
  expect(propose(web)).toMatchObject({ action: 'no-op', changes: [], steps: [], waiting: [], drift: [] });
});

test.each<[power: string, wanted: JsonObject, effects: readonly string[]]>([
  ['is to run', web, ['resume']],
  ['is to be off', { ...web, running: false }, ['resume', 'shutdown']],
  ['may be what it is', Object.fromEntries(Object.entries(web).filter(([name]) => name !== 'running')), []],
  ['is to be paused once it was started', { ...web, create: { paused: true } }, []],
])('of a paused guest that %s', (_power, wanted, expected) => {
  expect(effects(propose(wanted, { applied: wanted }, { halted: 'paused' }))).toEqual(expected);
});

test('a paused guest goes on before it is started anew', () => {
  const wanted = { ...web, vcpu_current: 1 };
  const steps = effects(propose(wanted, { restart: true }, { halted: 'paused' }));
  expect(steps).toEqual(['resume', 'shutdown', 'redefine', 'start']);
});

test('a guest without a balloon has other memory from the next boot on', () => {
  const wanted = { ...web, current_memory: 32, current_memory_unit: 'MiB' };
  const alter = (xml: string): string =>
    xml.replace(/<memballoon model='virtio'/, "<memballoon model='none'");
  const { steps, changes } = propose(wanted, {}, { alter });
  expect(steps.map(({ effect }) => effect)).toEqual(['redefine']);
  expect(changes).toMatchObject([{ path: ['current_memory'], impact: 'next-boot' }]);
});

test.each<[wish: string, wanted: JsonObject, restart: boolean, effects: readonly string[], told: number]>([
  ['is to run', web, false, [], 1],
  ['is to run, and may be restarted', web, true, ['stop', 'start'], 0],
  ['is to be off', { ...web, running: false }, false, ['stop'], 0],
  [
    'may be what it is',
    Object.fromEntries(Object.entries(web).filter(([name]) => name !== 'running')),
    false,
    [],
    1,
  ],
])('of a guest that has crashed, and %s', (_wish, wanted, restart, expected, told) => {
  const proposal = propose(wanted, { applied: wanted, restart }, { halted: 'crashed' });
  expect(effects(proposal)).toEqual(expected);
  expect(proposal.steps.filter(({ impact }) => impact === 'destroy')).toEqual([]);
  expect(proposal.diagnostics).toHaveLength(told);
  for (const diagnostic of proposal.diagnostics) {
    expect(diagnostic).toMatchObject({ severity: 'warning', summary: 'guest web has crashed' });
  }
});

test('a guest that has crashed is not asked to shut down before it is destroyed', () => {
  const wanted = { ...web, destroy: { timeout: 60 } };
  const stopOf = (lab: LabState) => propose(undefined, { applied: wanted }, lab).steps[0];
  expect(stopOf({})).toMatchObject({ effect: 'stop', args: { seconds: 60 } });
  expect(stopOf({ halted: 'crashed' })).toMatchObject({ effect: 'stop', args: { seconds: 0 } });
});

test('what goes makes room for what comes, wherever it stands', () => {
  // The guest has two ports left, and the network card has one.
  const more = ['vdb', 'vdc', 'vdd'].map((dev) => ({ ...disk, target: { dev, bus: 'virtio' } }));
  const proposal = propose(with_({ disks: [disk, cdrom, ...more], interfaces: [] }));
  expect(effects(proposal)).toEqual(['detach-device', 'attach-device', 'attach-device', 'attach-device']);
  expect(proposal.changes.map(({ impact }) => impact)).toEqual(['live', 'live', 'live', 'live']);
});

test('a balloon on its way is no change, and nothing that a boot would bring', () => {
  const wanted = { ...web, current_memory: 64, current_memory_unit: 'MiB' };
  const underway = propose(wanted, { applied: wanted, restart: true }, { balloon: 61440 });
  expect(underway).toMatchObject({ action: 'no-op', changes: [], steps: [], waiting: [] });
});

test.each<[what: string, wanted: JsonObject, effects: readonly string[], impact: string, virsh: string]>([
  ['a title', { ...web, title: 'New' }, ['set-text'], 'none', 'desc web --title --live --config New'],
  ['autostart', { ...web, autostart: true }, ['set-autostart'], 'none', 'autostart web'],
  ['a vCPU more', { ...web, vcpu_current: 3 }, ['set-vcpus'], 'live', 'setvcpus web 3 --live --config'],
  ['all vCPUs', { ...web, vcpu_current: 4 }, ['set-vcpus'], 'live', 'setvcpus web 4 --live --config'],
  [
    'a vCPU less',
    { ...web, vcpu_current: 1 },
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'more vCPUs than the maximum',
    { ...web, vcpu: 8, vcpu_current: 8 },
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'the balloon',
    { ...web, current_memory: 32, current_memory_unit: 'MiB' },
    ['set-memory'],
    'live',
    'setmem web 32768 --live --config',
  ],
  [
    'maximum memory',
    { ...web, memory: 128 },
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'another machine',
    { ...web, os: { ...web.os, type_machine: 'pc-q35-7.1' } },
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'a disk',
    with_({
      disks: [disk, cdrom, { target: { dev: 'vdb', bus: 'virtio' }, source: { file: { file: '/x' } } }],
    }),
    ['attach-device'],
    'live',
    'attach-device web FILE --live --config',
  ],
  [
    'a SATA disk',
    with_({
      disks: [disk, cdrom, { target: { dev: 'sdb', bus: 'sata' }, source: { file: { file: '/x' } } }],
    }),
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'a parameter of the filter of an interface',
    with_({
      interfaces: [{ ...nic, filter_ref: { filter: 'clean', parameters: [{ name: 'IP', value: '::1' }] } }],
    }),
    ['update-device'],
    'live',
    'update-device web FILE --live --config',
  ],
  ['no disk', with_({ disks: [cdrom] }), ['detach-device'], 'live', 'detach-device web FILE --live --config'],
  [
    'a medium',
    with_({ disks: [disk, { ...cdrom, source: { file: { file: '/x.iso' } } }] }),
    ['update-device'],
    'live',
    'update-device web FILE --live --config',
  ],
  [
    'another image for a disk',
    with_({ disks: [{ ...disk, source: { volume: { pool: 'lab', volume: 'e.qcow2' } } }, cdrom] }),
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'an interface in front',
    with_({ interfaces: [{ ...nic, source: { network: { network: 'other' } } }, nic] }),
    ['attach-device'],
    'live',
    'attach-device web FILE --live --config',
  ],
  [
    'no interface',
    with_({ interfaces: [] }),
    ['detach-device'],
    'live',
    'detach-device web FILE --live --config',
  ],
  [
    'a cable',
    with_({ interfaces: [{ ...nic, link: { state: 'down' } }] }),
    ['update-device'],
    'live',
    'update-device web FILE --live --config',
  ],
  [
    'another MTU',
    with_({ interfaces: [{ ...nic, mtu: { size: 1400 } }] }),
    ['redefine'],
    'next-boot',
    'dumpxml web --inactive --security-info',
  ],
  [
    'a password',
    with_({ graphics: [{ vnc: { auto_port: true, passwd: 'second' } }] }),
    ['update-device'],
    'live',
    'update-device web FILE --live --config',
  ],
  ['how it is destroyed', { ...web, destroy: { graceful: true } }, [], 'none', ''],
])('%s costs a running guest', (_what, wanted, steps, impact, virsh) => {
  const proposal = propose(wanted);
  expect(effects(proposal)).toEqual(steps);
  expect(proposal.action).toBe('update');
  expect(proposal.changes.map((change) => change.impact)).toContain(impact);
  expect(proposal.steps[0]?.calls[0]?.join(' ') ?? '').toBe(virsh);
  expect(JSON.stringify(proposal.steps)).not.toMatch(/first|second/);
});

test('what is off is redefined in one call, and nobody notices', () => {
  const wanted = {
    ...with_({ disks: [cdrom], interfaces: [nic, nic] }),
    title: 'New',
    vcpu_current: 1,
    memory: 128,
    running: false,
  };
  const proposal = propose(wanted, {}, { guest: 'off' });
  expect(effects(proposal)).toEqual(['redefine']);
  expect(proposal.changes.map(({ impact }) => impact)).toEqual(proposal.changes.map(() => 'none'));
});

test('what the program takes out goes back to the default, where it was the program that said it', () => {
  const untitled: JsonObject = Object.fromEntries(Object.entries(web).filter(([name]) => name !== 'title'));
  expect(effects(propose(untitled))).toEqual(['set-text']);
  expect(propose(untitled, { applied: untitled }).action).toBe('no-op');
});

test('without our bookkeeping nothing is taken out', () => {
  const bare: JsonObject = {
    name: 'web',
    type: 'qemu',
    memory: 65_536,
    os: { type: 'hvm' },
    running: true,
    devices: { disks: [cdrom] },
  };
  expect(ask(domainKind, labHost(), identity, { state: web, wanted: bare })).toMatchObject({
    action: 'no-op',
    steps: [],
  });
});

test('a guest that is off is started, one that runs is shut down and not forced', () => {
  expect(effects(propose(web, {}, { guest: 'off' }))).toEqual(['start']);
  const stopped = propose({ ...web, running: false });
  expect(stopped).toMatchObject({
    changes: [{ path: ['running'], impact: 'restart' }],
    steps: [{ effect: 'shutdown', impact: 'restart' }],
  });
});

test('a restart that is asked for happens where something waits, and only there', () => {
  const proposal = propose({ ...web, memory: 128 }, { restart: true });
  expect(effects(proposal)).toEqual(['shutdown', 'redefine', 'start']);
  expect(proposal.changes).toMatchObject([{ path: ['memory'], impact: 'restart' }]);
  expect(propose(web, { restart: true }).action).toBe('no-op');
});

test('a name changes only while the guest is off', () => {
  const renamed = { ...web, name: 'www' };
  expect(propose(renamed).diagnostics).toMatchObject([
    { summary: 'libvirt_domain.it cannot be renamed while it runs' },
  ]);
  expect(effects(propose({ ...renamed, running: false }, {}, { guest: 'off' }))).toEqual(['rename']);
  expect(effects(propose(renamed, { restart: true }))).toEqual(['shutdown', 'rename', 'start']);
});

test('what others changed is told as drift, and put back', () => {
  const proposal = propose({ ...web, vcpu_current: 3 }, { applied: { ...web, vcpu_current: 3 } });
  expect(proposal.drift).toMatchObject([{ path: ['vcpu_current'], before: 3, after: 2 }]);
  expect(effects(proposal)).toEqual(['set-vcpus']);
});

test('a new guest is defined, set to start with the host, and started; its ID is known afterwards', () => {
  const wanted = { ...web, name: 'new', autostart: true };
  const proposal = ask(domainKind, labHost(), { uuid: 'u', name: 'new' }, { wanted });
  expect(effects(proposal)).toEqual(['define', 'set-autostart', 'start']);
  expect(proposal.planned).toEqual({ ...wanted, uuid: 'u', id: new Unknown('number') });
  expect(JSON.stringify(proposal.steps)).not.toContain('first');
});

test('a name that is taken is refused, with what to do', () => {
  const { diagnostics } = ask(domainKind, labHost(), { uuid: 'u', name: 'web' }, { wanted: web });
  expect(diagnostics).toMatchObject([
    {
      summary: 'domain web exists already and is not ours',
      action: expect.stringContaining('Give yours another name'),
    },
  ]);
});

test('the guest that it replaces is no clash', () => {
  const proposal = ask(
    domainKind,
    labHost(),
    { uuid: 'u', name: 'web' },
    { wanted: web, replaces: identity },
  );
  expect(proposal).toMatchObject({ action: 'create', diagnostics: [] });
});

test('destroying ends and undefines', () => {
  expect(effects(propose(undefined))).toEqual(['stop', 'undefine']);
  expect(effects(propose(undefined, {}, { guest: 'off' }))).toEqual(['undefine']);
});

test('the same question has the same answer', () => {
  const wanted = with_({ interfaces: [nic, nic], disks: [cdrom] });
  expect(propose(wanted)).toEqual(propose(wanted));
});

test.each<[what: string, wait: JsonObject, wanted: JsonObject, start: JsonObject]>([
  [
    'asks for it',
    {},
    {},
    {
      args: { awaited: [{ interface: 0, source: 'any', seconds: 300 }] },
      timeout: 600_000,
      why: 'start web, and wait until it has an address',
    },
  ],
  [
    'says how long, and whom to ask',
    { timeout: 10, source: 'lease' },
    {},
    { args: { awaited: [{ interface: 0, source: 'lease', seconds: 10 }] }, timeout: 310_000 },
  ],
  [
    'starts paused',
    {},
    { create: { paused: true } },
    { args: { options: { paused: true } }, why: 'start web' },
  ],
])('a guest that %s is started so', (_what, wait, wanted, start) => {
  const program = { ...web, ...wanted, devices: { interfaces: [{ ...nic, wait_for_ip: wait }] } };
  const { steps } = ask(domainKind, labHost({ guest: 'none' }), identity, { wanted: program });
  expect(steps.at(-1)).toMatchObject({ effect: 'start', ...start });
});

test.each<[what: string, more: JsonObject, attach: object]>([
  [
    'asks for an address is awaited',
    { wait_for_ip: { source: 'lease', timeout: 10 } },
    {
      args: { awaited: [{ interface: 1, source: 'lease', seconds: 10 }] },
      completion: { when: 'event', event: 'device-added', then: 'it has an address' },
      timeout: 130_000,
      why: expect.stringMatching(/^plug interface .* into web, and wait until it has an address$/) as string,
    },
  ],
  ['asks for none is not', {}, { completion: { when: 'reply' }, timeout: 120_000 }],
])('an interface that is plugged in and %s', (_what, more, attach) => {
  const program = {
    ...web,
    devices: { interfaces: [nic, { ...nic, mac: { address: '52:54:00:00:00:77' }, ...more }] },
  };
  const { steps } = ask(domainKind, labHost(), identity, {
    applied: { ...web, devices: { interfaces: [nic] } },
    wanted: program,
  });
  expect(steps.find(({ effect }) => effect === 'attach-device')).toMatchObject(attach);
});
