import { UNKNOWN } from '@virtform/values';
import { FILE_FORMS } from '../../../src/kinds/file/content.js';
import { createHostView, type OpenHostView } from '../../../src/kinds/host-view.js';
import { KINDS } from '../../../src/kinds/index.js';
import { identityText, type Attributes, type Kind, type Proposal } from '../../../src/kinds/kind.js';
import { digestOf, localFiles, type LocalFile } from '../../../src/kinds/local-files.js';

const MARK = { lineage: 'l', address: 'libvirt_ignition.it' };
const CONTENT = '{"ignition":{"version":"3.3.0"}}';
const WANTED: Attributes = { name: 'it', content: CONTENT };
// The id, path and size that dmacvicar/libvirt 0.9.7 gave, with Terraform 1.11.4.
const ID = 'd4d9a111d34fb3a3';
const TERRAFORMS = `/tmp/terraform-provider-libvirt-ignition/ignition-${ID}.ign`;

function kindOf(type: string): Kind<OpenHostView> {
  const kind = KINDS.get(type);
  if (kind === undefined) throw new Error(`${type} has no kind`);
  return kind;
}

const ignition = kindOf('libvirt_ignition');

function view(files: Readonly<Record<string, LocalFile>> = {}): OpenHostView {
  const local = localFiles('/app/.virtform');
  for (const [file, found] of Object.entries(files)) local.put(file, found);
  return createHostView({ domains: [], networks: [], pools: [], volumes: [] }, local);
}

const OURS = identityText(ignition.identify(WANTED, '', view(), MARK), 'path') ?? '';
const whole: LocalFile = { size: CONTENT.length, digest: digestOf(CONTENT) };
const stateAt = (path: string): Attributes => ({ ...WANTED, id: ID, path, size: CONTENT.length });

function propose(
  before: Attributes | undefined,
  found: LocalFile | undefined,
  wanted: Attributes | undefined,
): Proposal {
  const path = typeof before?.path === 'string' ? before.path : undefined;
  const host = view(path === undefined || found === undefined ? {} : { [path]: found });
  const identity =
    before === undefined
      ? ignition.identify(wanted ?? {}, '', host, MARK)
      : (ignition.locate(before, host) ?? {});
  return ignition.propose(
    {
      address: MARK.address,
      applied:
        before === undefined
          ? undefined
          : { attributes: before, identity, wanted: undefined, tainted: false, intent: false },
      actual: ignition.read(host, identity),
      wanted,
      sensitive: [['content']],
      identity,
      mark: MARK,
      allowDataLoss: false,
      restart: false,
    },
    host,
  );
}

const sayOf = ({ action, planned, changes, steps }: Proposal): unknown => ({
  action,
  planned,
  changes: changes.map(({ path, forcesReplacement = false }) => [path[0], forcesReplacement]),
  steps: steps.map(({ effect }) => effect),
});

test('a file of ours says what it is, which content it has and whose it is', () => {
  expect(OURS).toMatch(/^\/app\/\.virtform\/files\/ignition-d4d9a111d34fb3a3-[0-9a-f]{8}\.ign$/);
});

const nothing = { changes: [], steps: [] };

test.each<
  [
    what: string,
    before: Attributes | undefined,
    found: LocalFile | undefined,
    wanted: Attributes | undefined,
    expected: unknown,
  ]
>([
  [
    'is made, and where it will be is known before',
    undefined,
    undefined,
    WANTED,
    { action: 'create', planned: stateAt(OURS), changes: [], steps: ['write'] },
  ],
  [
    'is made of content that is known later',
    undefined,
    undefined,
    { name: 'it', content: UNKNOWN },
    {
      action: 'create',
      planned: { name: 'it', content: UNKNOWN, id: UNKNOWN, path: UNKNOWN, size: UNKNOWN },
      changes: [],
      steps: ['write'],
    },
  ],
  [
    'stays where nothing differs',
    stateAt(OURS),
    whole,
    WANTED,
    { action: 'no-op', planned: stateAt(OURS), ...nothing },
  ],
  [
    'stays where Terraform made it, whatever it holds',
    stateAt(TERRAFORMS),
    { size: CONTENT.length, digest: undefined },
    WANTED,
    { action: 'no-op', planned: stateAt(TERRAFORMS), ...nothing },
  ],
  [
    'is made again where it is missing',
    stateAt(OURS),
    undefined,
    WANTED,
    { action: 'create', planned: stateAt(OURS), changes: [], steps: ['write'] },
  ],
  [
    'is replaced for other content',
    stateAt(OURS),
    whole,
    { ...WANTED, content: 'other' },
    {
      action: 'replace',
      planned: { name: 'it', content: 'other', id: expect.any(String), path: UNKNOWN, size: 5 },
      changes: [['content', true]],
      steps: [],
    },
  ],
  [
    'is replaced for another name',
    stateAt(OURS),
    whole,
    { ...WANTED, name: 'other' },
    {
      action: 'replace',
      planned: { ...stateAt(OURS), name: 'other', path: UNKNOWN },
      changes: [['name', true]],
      steps: [],
    },
  ],
  [
    'is written again where it was written by half',
    stateAt(OURS),
    { size: 3, digest: digestOf('{"i') },
    WANTED,
    { action: 'update', planned: stateAt(OURS), changes: [['size', false]], steps: ['write'] },
  ],
  [
    'is written again where its bytes are others',
    stateAt(OURS),
    { size: CONTENT.length, digest: digestOf('x') },
    WANTED,
    { action: 'update', planned: stateAt(OURS), changes: [['size', false]], steps: ['write'] },
  ],
  [
    'counts as whole by its size while a guest has it and it cannot be read',
    stateAt(OURS),
    { size: CONTENT.length, digest: undefined },
    WANTED,
    { action: 'no-op', planned: stateAt(OURS), ...nothing },
  ],
  [
    'is removed',
    stateAt(OURS),
    whole,
    undefined,
    { action: 'delete', planned: undefined, changes: [], steps: ['remove'] },
  ],
  [
    'is removed where Terraform made it',
    stateAt(TERRAFORMS),
    { size: CONTENT.length, digest: undefined },
    undefined,
    { action: 'delete', planned: undefined, changes: [], steps: ['remove'] },
  ],
  [
    'is left where neither made it',
    stateAt('/etc/config.ign'),
    { size: CONTENT.length, digest: undefined },
    undefined,
    { action: 'delete', planned: undefined, changes: [], steps: ['release'] },
  ],
])('a file %s', (_what, before, found, wanted, expected) => {
  expect(sayOf(propose(before, found, wanted))).toEqual(expected);
});

test('secrets stand neither in steps nor, unmarked, in changes', () => {
  const { changes, steps } = propose(stateAt(OURS), whole, { ...WANTED, content: 'other' });
  expect(changes.map(({ path, sensitive }) => [path, sensitive])).toEqual([[['content'], true]]);
  expect(JSON.stringify(propose(undefined, undefined, WANTED).steps)).not.toContain('3.3.0');
  expect(steps).toEqual([]);
});

test.each<[found: LocalFile | undefined, wanted: Attributes | undefined, verdict: string]>([
  [undefined, WANTED, 'absent'],
  [whole, WANTED, 'complete'],
  [{ size: 3, digest: digestOf('{"i') }, WANTED, 'recreate'],
  [whole, { ...WANTED, content: 'other' }, 'recreate'],
  [whole, { ...WANTED, content: UNKNOWN }, 'recreate'],
  [{ size: 3, digest: digestOf('{"i') }, undefined, 'complete'],
])('of an announced file, %j is for %j: %s', (found, wanted, verdict) => {
  const identity = { name: 'it', path: OURS };
  const actual = ignition.read(view(found === undefined ? {} : { [OURS]: found }), identity);
  expect(ignition.judgeIntent({ identity, mark: MARK, wanted }, actual)).toBe(verdict);
});

// The ids as dmacvicar/libvirt 0.9.7 gave them.
test.each<[type: string, wanted: Attributes, id: string]>([
  [
    'libvirt_cloudinit_disk',
    {
      name: 'ci',
      user_data: '#cloud-config\nhostname: vm1\n',
      meta_data: 'instance-id: vm1\nlocal-hostname: vm1\n',
      network_config: 'version: 2\n',
    },
    '84f6fa4bb9e4fb8e',
  ],
  ['libvirt_ignition', WANTED, ID],
  ['libvirt_combustion', { name: 'cb', content: '#!/bin/bash\necho hi\n' }, 'e8fc5c680bb3d5d8'],
])('%s has the id that Terraform gives', (type, wanted, id) => {
  const kind = kindOf(type);
  const identity = kind.identify(wanted, '', view(), MARK);
  const actual = { identity, stored: { size: 7 }, running: undefined, mark: undefined };
  expect(kind.toState(actual, wanted)).toEqual({ ...wanted, id, size: 7, path: identity.path });
});

test.each<[what: string, said: Attributes, files: readonly string[]]>([
  ['without a network', {}, ['meta-data', 'user-data']],
  ['with an empty network', { network_config: '' }, ['meta-data', 'user-data']],
  ['with a network', { network_config: 'version: 2\n' }, ['meta-data', 'network-config', 'user-data']],
])('a cloud-init image %s holds what cloud-init is to see', (_what, said, files) => {
  const content = FILE_FORMS.libvirt_cloudinit_disk.content({ user_data: 'a', meta_data: 'b', ...said });
  const names = ['meta-data', 'network-config', 'user-data'];
  expect(names.filter((name) => content.includes(`\u0001\0${name}`))).toEqual(files);
});
