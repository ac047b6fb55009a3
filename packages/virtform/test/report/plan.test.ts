import type { AttributeChange } from '@virtform/engine';
import { UNKNOWN, type ValueObject } from '@virtform/values';
import { formatPlan } from '../../src/report/plan.js';
import { COLOUR, PLAIN } from '../../src/report/style.js';
import { changingGuest, sampleNode, samplePlan } from './sample.js';

const options = { style: PLAIN, concise: false, virsh: false };

const volume = sampleNode('libvirt_volume', 'data', 'create', {
  wanted: {
    name: 'data.qcow2',
    pool: 'lab',
    capacity: 10,
    capacity_unit: 'GiB',
    target: { format: { type: 'qcow2' } },
  },
  after: { name: 'data.qcow2', pool: 'lab', capacity: 10, capacity_unit: 'GiB', path: UNKNOWN },
});

const web = changingGuest(
  'web',
  [
    { path: ['vcpu_current'], label: 'vcpu', before: 2, after: 4, impact: 'live' },
    {
      path: ['memory'],
      before: '1 GiB',
      after: '2 GiB',
      impact: 'next-boot',
      why: 'maximum memory is fixed while a guest runs',
    },
    {
      path: ['devices', 'disks', 1],
      label: 'disk vdb',
      before: undefined,
      after: { target: { dev: 'vdb' } },
      impact: 'live',
    },
  ],
  'live',
);

test('a plan lines up, says what each change costs, and ends with the summary', () => {
  expect(formatPlan(samplePlan([web, volume]), options)).toBe(
    [
      'qemu:///system · 6 resources read in 41 ms',
      '',
      '  ~ libvirt_domain.web                                   live',
      '      ~ vcpu             2 → 4                           live',
      '      ~ memory           1 GiB → 2 GiB                   next boot: maximum memory is fixed while a guest runs',
      '      + disk vdb         vdb                             live',
      '  + libvirt_volume.data  data.qcow2 in pool lab, 10 GiB',
      '      + name             data.qcow2',
      '      + pool             lab',
      '      + capacity         10 GiB',
      '      + target           qcow2',
      '',
      'Plan: 1 to add, 1 to change, 0 to destroy.',
      'Guests: web changes while it runs; memory of web waits for the next boot. None restarts. No data is destroyed.',
      '',
    ].join('\n'),
  );
});

test('a guest that is to be off is shut down, and is not said to restart', () => {
  const off = { path: ['running'], before: true, after: false, impact: 'restart' } as const;
  const text = formatPlan(samplePlan([changingGuest('web', [off], 'restart')]), options);
  expect(text).toContain('Guests: web is shut down. No data is destroyed.');
});

test('several things of a guest wait for the next boot', () => {
  const later = (name: string): AttributeChange => ({
    path: [name],
    before: 1,
    after: 2,
    impact: 'next-boot',
  });
  const node = changingGuest('web', [later('memory'), later('vcpu')], 'next-boot');
  expect(formatPlan(samplePlan([node]), options)).toContain('memory and vcpu of web wait for the next boot.');
});

test('a concise plan has one line for each resource', () => {
  const text = formatPlan(samplePlan([web, volume]), { ...options, concise: true });
  expect(text).not.toContain('~ vcpu');
  expect(text).not.toContain('+ capacity');
  expect(text).toContain('libvirt_volume.data  data.qcow2 in pool lab, 10 GiB');
});

test.each([
  ['replace', 'is without it until it is there again'],
  ['delete', 'goes on without it'],
] as const)('what is there and goes (%s) names the guests that notice it', (action, said) => {
  const node = sampleNode('libvirt_network', 'lab', action, { missedBy: ['db', 'web'], impact: 'pause' });
  const lines = formatPlan(samplePlan([node]), options)
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/, '  '));
  expect(lines).toEqual(expect.arrayContaining([`! guest db  ${said}`, `! guest web  ${said}`]));
});

test('what an apply did that was interrupted is told, and is neither drift nor to be done', () => {
  const size = { path: ['memory'], before: '1 GiB', after: '2 GiB', impact: 'none' } as const;
  const node = sampleNode('libvirt_domain', 'web', 'no-op', { interrupted: [size] });
  const text = formatPlan(samplePlan([node]), options);
  expect(text).toContain(
    'Done by an earlier apply that was interrupted:\n  libvirt_domain.web\n      memory          1 GiB → 2 GiB\n',
  );
  expect(text).not.toContain('Changed outside of virtform');
});

describe('the provisioners that a change runs', () => {
  const node = sampleNode('libvirt_domain', 'web', 'replace', {
    wanted: { name: 'web', vcpu: 1, memory: 1, memory_unit: 'GiB' },
    impact: 'replace',
    provisioners: [
      { type: 'local-exec', when: 'destroy', onFailure: 'continue' },
      { type: 'local-exec', when: 'create', onFailure: 'fail', where: './tools' },
      { type: 'file', when: 'create', onFailure: 'fail' },
      { type: 'remote-exec', when: 'create', onFailure: 'fail', where: '10.0.0.4' },
    ],
  });

  test('each has a line: what, where, and when', () => {
    expect(
      formatPlan(samplePlan([node]), options)
        .split('\n')
        .slice(2, 7),
    ).toEqual([
      '  -/+ libvirt_domain.web  web, 1 CPU, 1 GiB                replace',
      '      > local-exec        on this machine                  before it is destroyed; where it fails, the apply goes on',
      '      > local-exec        on this machine, in ./tools      once it is made',
      '      > file              on a host that is not known yet  once it is made',
      '      > remote-exec       on 10.0.0.4                      once it is made',
    ]);
  });

  test('a concise plan names them', () => {
    expect(formatPlan(samplePlan([node]), { ...options, concise: true })).toContain(
      'web, 1 CPU, 1 GiB  replace; runs local-exec, local-exec, file, remote-exec\n',
    );
  });
});

test('a new guest: sizes in units, devices by the line, a row of alike ones taken together', () => {
  const port = (index: number): ValueObject => ({ type: 'pci', index, model: 'pcie-root-port' });
  const node = sampleNode('libvirt_domain', 'web', 'create', {
    wanted: {
      name: 'web',
      memory: 524288,
      devices: {
        disks: [
          { target: { dev: 'vda', bus: 'virtio' } },
          { device: 'cdrom', target: { dev: 'vdb' }, read_only: true },
        ],
        controllers: [{ type: 'pci', index: 0, model: 'pcie-root' }, port(1), port(2), port(3)],
      },
    },
  });
  const lines = formatPlan(samplePlan([node]), options)
    .split('\n')
    .filter((line) => line.startsWith('      +'));
  expect(lines.map((line) => line.trim().replace(/ {2,}/, '  '))).toEqual([
    '+ name  web',
    '+ memory  512 MiB',
    '+ disk vda  virtio',
    '+ disk vdb  cdrom, read only',
    '+ controller pci 0  index 0, pcie-root',
    '+ controller pci 1 … 3  3 alike: index 1, pcie-root-port',
  ]);
});

test('a text of several lines: each on its own, and of a changed one what changes', () => {
  const before = 'one\ntwo\nthree\nfour\nfive\n';
  const changed = changingGuest(
    'web',
    [{ path: ['description'], before, after: 'one\ntwo\nthree\n4\tand\u001b[2J\nfive\n', impact: 'none' }],
    'none',
  );
  const created = sampleNode('libvirt_domain', 'db', 'create', { wanted: { description: 'a\nb' } });
  expect(
    formatPlan(samplePlan([changed, created]), options)
      .split('\n')
      .slice(2, -4),
  ).toEqual([
    '  ~ libvirt_domain.web',
    '      ~ description       …',
    '                          two',
    '                          three',
    '                        - four',
    '                        + 4  and\\u001b[2J',
    '                          five',
    '  + libvirt_domain.db   (unset), 1 CPU, (unset)',
    '      + description     a',
    '                        b',
  ]);
});

test('guests that notice the same are told of in one breath, and long rows of them are cut', () => {
  const later = (name: string): ReturnType<typeof changingGuest> =>
    changingGuest(
      name,
      [
        { path: ['memory'], before: 1, after: 2, impact: 'next-boot' },
        { path: ['vcpu_current'], before: 1, after: 2, impact: 'live' },
      ],
      'live',
    );
  const summary = (count: number): string | undefined =>
    formatPlan(samplePlan(Array.from({ length: count }, (_, index) => later(`g${index}`))), options)
      .split('\n')
      .at(-2);
  expect(summary(2)).toContain(
    'g0 and g1 change while they run; memory of g0 and g1 wait for the next boot. None restarts.',
  );
  expect(summary(40)).toContain('g0, g1, g2, g3, g4, g5, g6 and 33 more change while they run;');
});

test("nothing to do is said in Terraform's words", () => {
  expect(formatPlan(samplePlan([sampleNode('libvirt_pool', 'lab', 'no-op')]), options)).toContain(
    'No changes. Your infrastructure matches the configuration.',
  );
});

test('what waits for a boot is shown and is no change', () => {
  const node = sampleNode('libvirt_domain', 'web', 'no-op', {
    waiting: [{ path: ['os', 'type_machine'], before: 'pc-q35-7.1', after: 'pc-q35-7.2' }],
  });
  const text = formatPlan(samplePlan([node]), options);
  expect(text).toContain(
    'waiting for the next boot:\n  libvirt_domain.web\n      os.type_machine  pc-q35-7.1 → pc-q35-7.2',
  );
  expect(text).toContain('No changes.');
});

test('drift stands apart from what was asked for', () => {
  const node = sampleNode('libvirt_domain', 'web', 'no-op', {
    drift: [{ path: ['title'], before: 'shop', after: 'mine', impact: 'none' }],
  });
  expect(formatPlan(samplePlan([node]), options)).toContain(
    'Changed outside of virtform since the last apply:\n  libvirt_domain.web\n      title',
  );
});

test('an object that others removed is said to be gone, not told attribute by attribute', () => {
  const before = { name: 'lab', type: 'dir', capacity: 42 };
  const node = sampleNode('libvirt_pool', 'lab', 'create', {
    wanted: { name: 'lab' },
    drift: [{ path: [], before, after: undefined, impact: 'none' }],
  });
  const text = formatPlan(samplePlan([node]), options);
  expect(text).toContain('since the last apply:\n  libvirt_pool.lab\n      gone from its host\n');
  expect(text).not.toContain('42');
});

test('no secret is shown, neither in a change nor in a new device', () => {
  const changed = changingGuest(
    'web',
    [
      {
        path: ['devices', 'graphics', 0, 'vnc', 'passwd'],
        before: 'hunter2',
        after: 'hunter3',
        sensitive: true,
        impact: 'live',
      },
    ],
    'live',
  );
  const created = sampleNode('libvirt_domain', 'db', 'create', {
    wanted: {
      name: 'db',
      description: 'hunter4',
      devices: { graphics: [{ vnc: { listen: '127.0.0.1', passwd: 'hunter5' } }] },
    },
    sensitive: { before: [], after: [['description'], ['devices', 'graphics', 0, 'vnc', 'passwd']] },
  });
  const named = sampleNode('libvirt_domain', 'hidden', 'replace', {
    before: { name: 'hunter6' },
    wanted: { name: 'hunter7', vcpu: 2 },
    sensitive: { before: [['name']], after: [['name']] },
    impact: 'replace',
  });
  const gone = sampleNode('libvirt_volume', 'gone', 'delete', {
    before: { name: 'hunter8', pool: 'lab' },
    sensitive: { before: [['name']], after: [] },
  });
  const text = formatPlan(samplePlan([changed, created, named, gone]), options);
  expect(text).not.toMatch(/hunter\d/);
  expect(text).toContain('libvirt_domain.hidden is replaced');
  expect(text).toContain('127.0.0.1, (sensitive value)');
});

test('the virsh commands that a change equals are shown when asked for, as a shell takes them', () => {
  const node = {
    ...web,
    steps: [
      {
        effect: 'set-vcpus',
        args: {},
        precondition: { object: 'present' as const },
        calls: [
          ['setvcpus', 'web', '4', '--live', '--config'],
          ['desc', 'web', "it's two words"],
        ],
        completion: { when: 'reply' as const },
        timeout: 1000,
        impact: 'live' as const,
        data: 'kept' as const,
        why: '',
      },
    ],
  };
  const lines = formatPlan(samplePlan([node]), { ...options, virsh: true }).split('\n');
  expect(lines).toContain('        virsh -c qemu:///system setvcpus web 4 --live --config');
  expect(lines).toContain("        virsh -c qemu:///system desc web 'it'\\''s two words'");
});

test.each<[string, ReturnType<typeof sampleNode>, string]>([
  [
    'a replacement and why',
    sampleNode('libvirt_domain', 'web', 'replace', {
      reason: 'replace_because_tainted',
      impact: 'replace',
      before: { name: 'web' },
    }),
    '-/+ libvirt_domain.web',
  ],
  [
    'its reason',
    sampleNode('libvirt_domain', 'web', 'replace', { reason: 'replace_because_tainted', impact: 'replace' }),
    'is tainted',
  ],
  [
    'a destroyed guest',
    sampleNode('libvirt_domain', 'web', 'delete', {
      impact: 'destroy',
      data: 'lost',
      before: { name: 'web' },
    }),
    'web is destroyed. Data is destroyed: libvirt_domain.web.',
  ],
  [
    'a resource that left the program',
    sampleNode('libvirt_pool', 'p', 'delete', {
      reason: 'delete_because_no_resource_config',
      impact: 'destroy',
    }),
    'no longer in the program',
  ],
  [
    'an interrupted apply that goes on',
    sampleNode('libvirt_pool', 'p', 'update', { resumes: true }),
    'finishes what an interrupted apply began',
  ],
])('%s', (_, node, text) => {
  expect(formatPlan(samplePlan([node]), options)).toContain(text);
});

test('outputs that change are listed, secret ones without their values', () => {
  const text = formatPlan(
    samplePlan([], {
      outputs: [
        { name: 'mac', action: 'create', before: undefined, after: '52:54:00:00:00:01', sensitive: false },
        { name: 'password', action: 'update', before: 'old', after: 'new', sensitive: true },
        { name: 'same', action: 'no-op', before: 'x', after: 'x', sensitive: false },
      ],
    }),
    options,
  );
  expect(text).toContain('+ mac       52:54:00:00:00:01');
  expect(text).toContain('~ password  (sensitive value) → (sensitive value)');
  expect(text).not.toContain('same');
});

test('colour changes no text', () => {
  const bare = formatPlan(samplePlan([web, volume]), options);
  const painted = formatPlan(samplePlan([web, volume]), { ...options, style: COLOUR });
  expect(painted).not.toBe(bare);
  // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(bare);
});
