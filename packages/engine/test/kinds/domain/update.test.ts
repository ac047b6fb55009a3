import { isList, isObject, type JsonObject } from '@virtform/values';
import { domainKind } from '../../../src/kinds/domain/index.js';
import type { Proposal } from '../../../src/kinds/kind.js';
import { ask, labHost, NEIGHBOUR, WEB, type Ask, type LabState } from '../lab-host.js';

const allCpus = {
  name: 'web',
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
};
const web = { ...allCpus, vcpu_current: 2 };

function propose(wanted: JsonObject, question: Partial<Ask> = {}, lab: LabState = {}): Proposal {
  return ask(domainKind, labHost(lab), { uuid: WEB, name: 'web' }, { applied: web, ...question, wanted });
}

/** What the step that redefines the guest sets, and takes out: null. */
function redefined({ steps }: Proposal): unknown {
  const edits = steps.find(({ effect }) => effect === 'redefine')?.args.edits;
  if (edits === undefined || !isList(edits)) return undefined;
  return Object.fromEntries(
    edits.map((edit) =>
      isObject(edit) && Array.isArray(edit.path) ? [edit.path.join('.'), edit.value] : [],
    ),
  );
}

const halved = (xml: string): string =>
  xml.replace(/<currentMemory[^>]*>\d+/, "<currentMemory unit='KiB'>32768");
const withCpuList = (xml: string): string =>
  xml.replace('</vcpu>', "</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/></vcpus>");
const withDisplay = (xml: string): string =>
  xml
    .replace(/<graphics[^]*<\/graphics>/, '')
    .replace(
      '</devices>',
      "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'><listen type='address' address='127.0.0.1'/></graphics></devices>",
    );
const withDevice =
  (device: string) =>
  (xml: string): string =>
    xml
      .replace(/<graphics[^]*<\/graphics>/, '')
      .replace(/<audio [^>]*\/>/, '')
      .replace('</devices>', `${device}</devices>`);
const sound = (fixed: string): JsonObject => ({
  ...web,
  devices: { audios: [{ id: 1, jack: { input: { mixing_engine: 'yes', fixed_settings: fixed } } }] },
});
const more = { memory: 128, memory_unit: 'MiB' };

test.each<[what: string, wanted: JsonObject, applied: JsonObject, lab: LabState, edits: JsonObject]>([
  [
    'the balloon that was filled in from the old maximum',
    { ...web, ...more },
    web,
    {},
    { ...more, current_memory: null },
  ],
  ['no balloon that somebody set', { ...web, ...more }, web, { alter: halved }, more],
  ['how many vCPUs of a new maximum there are', { ...web, vcpu: 8 }, web, {}, { vcpu: 8, vcpu_current: 2 }],
  [
    'no count of vCPUs beyond a new maximum',
    { ...allCpus, vcpu: 1 },
    allCpus,
    {},
    { vcpu: 1, vcpu_current: null },
  ],
  [
    'the list of vCPUs that were plugged',
    { ...web, vcpu_current: 1 },
    web,
    { alter: withCpuList },
    { vcpu_current: 1, vcpus: null },
  ],
  [
    'the address that a display listens at, which libvirt says twice',
    { ...web, devices: { graphics: [{ vnc: { listen: '0.0.0.0', auto_port: true } }] } },
    { ...web, devices: { graphics: [{ vnc: { listen: '127.0.0.1', auto_port: true } }] } },
    { alter: withDisplay },
    { 'devices.graphics.0.vnc.listen': '0.0.0.0', 'devices.graphics.0.vnc.listeners': null },
  ],
  [
    'that SPICE without a port waits nowhere, where it is given one',
    { ...web, devices: { graphics: [{ spice: { auto_port: true } }] } },
    { ...web, devices: { graphics: [{ spice: {} }] } },
    { alter: withDevice("<graphics type='spice'><listen type='none'/></graphics>") },
    { 'devices.graphics.0.spice.auto_port': true, 'devices.graphics.0.spice.listeners': null },
  ],
  [
    'that a display with a port picks none, where the port goes',
    { ...web, devices: { graphics: [{ vnc: {} }] } },
    { ...web, devices: { graphics: [{ vnc: { port: 5977 } }] } },
    { alter: withDevice("<graphics type='vnc' port='5977' autoport='no'/>") },
    { 'devices.graphics.0.vnc.port': null, 'devices.graphics.0.vnc.auto_port': null },
  ],
  [
    'the port of a VNC display that is reached at a socket instead',
    { ...web, devices: { graphics: [{ vnc: { socket: '/run/vnc.sock' } }] } },
    { ...web, devices: { graphics: [{ vnc: {} }] } },
    {
      alter: withDevice("<graphics type='vnc' port='-1' autoport='yes'><listen type='address'/></graphics>"),
    },
    {
      'devices.graphics.0.vnc.socket': '/run/vnc.sock',
      'devices.graphics.0.vnc.port': null,
      'devices.graphics.0.vnc.auto_port': null,
      'devices.graphics.0.vnc.web_socket': null,
      'devices.graphics.0.vnc.listen': null,
      'devices.graphics.0.vnc.listeners': null,
    },
  ],
  [
    'where memory lies that was placed with the vCPUs',
    web,
    { ...web, vcpu_placement: 'auto' },
    {
      alter: (xml) =>
        xml
          .replace("placement='static'", "placement='auto'")
          .replace('<os>', "<numatune><memory mode='strict' placement='auto'/></numatune><os>"),
    },
    { vcpu_placement: null, 'numa_tune.memory': null },
  ],
  [
    'no memory that somebody placed',
    web,
    { ...web, vcpu_placement: 'auto' },
    {
      alter: (xml) =>
        xml
          .replace("placement='static'", "placement='auto'")
          .replace('<os>', "<numatune><memory mode='strict' nodeset='0'/></numatune><os>"),
    },
    { vcpu_placement: null },
  ],
  [
    'the place that an IOMMU of another kind had',
    { ...web, devices: { iommu: { model: 'intel' } } },
    { ...web, devices: { iommu: { model: 'virtio' } } },
    { alter: withDevice("<iommu model='virtio'><address type='pci' slot='0x01'/></iommu>") },
    { 'devices.iommu.model': 'intel', 'devices.iommu.address': null },
  ],
  [
    'how firmware is mapped, where there is none any more',
    web,
    { ...web, os: { ...web.os, loader: '/fw' } },
    { alter: (xml) => xml.replace('</os>', "<loader type='rom'>/fw</loader></os>") },
    {
      'os.loader': null,
      'os.loader_type': null,
      'os.loader_readonly': null,
      'os.loader_secure': null,
      'os.nv_ram': null,
    },
  ],
  [
    'the file for variables of firmware that stores none',
    { ...web, os: { ...web.os, loader_stateless: 'yes' } },
    { ...web, os: { ...web.os, loader_stateless: 'no' } },
    {
      alter: (xml) =>
        xml.replace('</os>', "<loader type='pflash' stateless='no'>/fw</loader><nvram>/n</nvram></os>"),
    },
    { 'os.loader_stateless': 'yes', 'os.nv_ram': null },
  ],
  [
    'the console that libvirt made of the last serial port, of which it would make that port again',
    web,
    { ...web, devices: { serials: [{ target: { port: 0 } }] } },
    {
      alter: withDevice(
        "<serial type='pty'><target type='isa-serial' port='0'/></serial><console type='pty'><target type='serial' port='0'/></console>",
      ),
    },
    {
      'devices.serials.[object Object]': null,
      'devices.consoles.[object Object]': null,
    },
  ],
  [
    'the UUID of a secret that is known by its usage',
    {
      ...web,
      devices: {
        disks: [
          { target: { dev: 'vdz' }, source: { network: { auth: { secret: { type: 'ceph', usage: 'x' } } } } },
        ],
      },
    },
    {
      ...web,
      devices: {
        disks: [
          { target: { dev: 'vdz' }, source: { network: { auth: { secret: { type: 'ceph', usage: 'x' } } } } },
        ],
      },
    },
    {
      alter: withDevice(
        "<disk type='network'><source protocol='rbd'><auth><secret type='ceph' uuid='2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e'/></auth></source><target dev='vdz'/></disk>",
      ),
    },
    {
      'devices.disks.[object Object].source.network.auth.secret.usage': 'x',
      'devices.disks.[object Object].source.network.auth.secret.uuid': null,
    },
  ],
  [
    'the settings of sound that were fixed',
    sound('no'),
    sound('yes'),
    {
      alter: withDevice(
        "<audio id='1' type='jack'><input mixingEngine='yes' fixedSettings='yes'><settings/></input></audio>",
      ),
    },
    {
      'devices.audios.[object Object].jack.input.fixed_settings': 'no',
      'devices.audios.[object Object].jack.input.settings': null,
    },
  ],
])('what the definition would contradict goes along: %s', (_what, wanted, applied, lab, edits) => {
  expect(redefined(propose(wanted, { applied }, lab))).toEqual(edits);
});

test('the name of another guest is refused, also while this one is off', () => {
  const renamed = { ...web, name: 'www', running: false };
  const lab: LabState = { guest: 'off', neighbour: 'www' };
  expect(propose(renamed, {}, lab)).toMatchObject({
    steps: [],
    diagnostics: [{ summary: 'domain www exists already and is not ours', path: ['name'] }],
  });
  expect(propose(renamed, {}, lab).diagnostics[0]?.detail).toContain(NEIGHBOUR);
});

test('where NUMA cells say how much memory there is, another amount beside them is no change', () => {
  const cell = { id: 0, cpus: '0-3', memory: 64, unit: 'MiB' };
  const cells = { ...web, memory: 96, cpu: { numa: { cell: [cell] } } };
  const withCells = (xml: string): string =>
    xml.replace('</cpu>', "<numa><cell id='0' cpus='0-3' memory='65536' unit='KiB'/></numa></cpu>");
  const { action, changes, drift } = propose(cells, { applied: cells }, { alter: withCells });
  expect({ action, changes, drift }).toEqual({ action: 'no-op', changes: [], drift: [] });
});

test.each<[what: string, console: JsonObject]>([
  ['without a number', { target: { type: 'virtio' } }],
  ['with one', { target: { type: 'virtio', port: 5 } }],
])(
  'a console %s is the same one, however libvirt counts it in what is stored and in what runs',
  (_, said) => {
    const guest = { ...web, devices: { consoles: [said] } };
    const withConsole = (xml: string): string => {
      const port = /<domain [^>]*id=/.test(xml) ? 0 : 1;
      const consoles = `<console type='pty'><target type='serial' port='0'/></console><console type='pty'><target type='virtio' port='${port}'/></console>`;
      return withDevice(consoles)(xml.replace(/<console [^]*<\/console>/, ''));
    };
    const { action, changes, drift } = propose(guest, { applied: guest }, { alter: withConsole });
    expect({ action, changes, drift }).toEqual({ action: 'no-op', changes: [], drift: [] });
  },
);

describe('a password of a display', () => {
  const AT_START = 'QEMU takes a password where it was started with one';
  const display = (vnc: JsonObject): JsonObject => ({ ...web, devices: { graphics: [{ vnc }] } });
  const END = '2030-01-31T15:00:00';
  const LATER = '2031-01-31T15:00:00';
  const PLAIN = "<graphics type='vnc' autoport='yes'/>";

  test.each<
    [
      what: string,
      applied: JsonObject,
      wanted: JsonObject,
      there: string,
      effect: string,
      why: string | undefined,
    ]
  >([
    ['changes', { passwd: 'a' }, { passwd: 'b' }, PLAIN, 'update-device', undefined],
    [
      'has another end',
      { passwd: 'a', passwd_valid_to: END },
      { passwd: 'a', passwd_valid_to: LATER },
      `<graphics type='vnc' autoport='yes' passwdValidTo='${END}'/>`,
      'update-device',
      undefined,
    ],
    ['is the first', {}, { passwd: 'b' }, PLAIN, 'redefine', AT_START],
    ['is the first, with an end', {}, { passwd: 'b', passwd_valid_to: END }, PLAIN, 'redefine', AT_START],
    ['goes', { passwd: 'a' }, {}, PLAIN, 'redefine', AT_START],
  ])('that %s', (_what, applied, wanted, there, effect, why) => {
    const { steps, changes } = propose(
      display({ auto_port: true, ...wanted }),
      { applied: display({ auto_port: true, ...applied }) },
      { alter: withDevice(there) },
    );
    expect(steps.map((step) => step.effect)).toEqual([effect]);
    const impact = effect === 'redefine' ? 'next-boot' : 'live';
    expect(new Set(changes.map((change) => `${change.impact} ${change.why ?? ''}`))).toEqual(
      new Set([`${impact} ${why ?? ''}`]),
    );
    expect(JSON.stringify(steps)).not.toMatch(/"[ab]"/);
  });
});
