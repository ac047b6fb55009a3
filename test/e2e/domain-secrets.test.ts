import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { leaksIn, secret } from '../../packages/virtform/test/planted.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// The secrets of guests, changed behind the tool's back. libvirt tells them to nobody who may only read.

const hypervisor = sharedHypervisor();
const ask = (...words: readonly string[]): Promise<string> => virsh(hypervisor().uri, ...words);

/** VNC takes no more than eight characters. */
const [OURS, THEIRS] = [secret('Our'), secret('Bad')];
const VALID = { ours: '2037-01-31T15:00:00', theirs: '2036-01-31T15:00:00' };

const GUESTS = ['vnc', 'spice'].flatMap((kind) => [
  { name: `${kind}-on`, kind, isOn: true },
  { name: `${kind}-off`, kind, isOn: false },
]);
type Guest = (typeof GUESTS)[number];
const addressOf = ({ name }: Pick<Guest, 'name'>): string => `libvirt_domain.${name}`;

/** Guests without an operating system, with a password each. */
function configuration(uri: string): object {
  const guests = GUESTS.map(({ name, kind, isOn }) => [
    name,
    {
      name,
      type: 'qemu',
      memory: 32,
      memory_unit: 'MiB',
      os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
      running: isOn,
      devices: {
        graphics: [
          { [kind]: { auto_port: true, passwd: OURS, passwd_valid_to: VALID.ours, connected: 'keep' } },
        ],
        disks: [
          {
            device: 'cdrom',
            driver: { name: 'qemu', type: 'raw' },
            target: { dev: 'sda', bus: 'sata' },
            ...(isOn
              ? {}
              : {
                  source: {
                    network: { protocol: 'https', name: 'image.iso', hosts: [{ name: 'example.org' }] },
                    cookies: { cookies: [{ name: 'sid', value: OURS }] },
                  },
                }),
          },
        ],
      },
    },
  ]);
  return { provider: { libvirt: [{ uri }] }, resource: { libvirt_domain: Object.fromEntries(guests) } };
}

const PROGRAM = 'main.tf.json';
let app: TestApp;
const write = (uri: string): void =>
  writeFileSync(path.join(app.folder, PROGRAM), JSON.stringify(configuration(uri)));

let numbers: readonly string[];
const numbersNow = (): Promise<readonly string[]> =>
  Promise.all(GUESTS.map(({ name }) => ask('domid', name)));

beforeAll(async () => {
  app = configurationApp(hypervisor(), 'domain-secrets', { [PROGRAM]: configuration(hypervisor().uri) });
  await run('apply', '-auto-approve');
  numbers = await numbersNow();
});

/** Runs a command that says nothing secret, and nothing on its standard error. */
async function run(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.virtform(...words);
  expect({ words, code, stderr, leaks: leaksIn(stdout) }).toEqual({ words, code: 0, stderr: '', leaks: [] });
  return stdout;
}

interface Shown {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
  readonly after: unknown;
  readonly impact?: string;
  readonly sensitive?: boolean;
}

/** What a plan says of each guest: in our part of its JSON, in which nothing secret stands. */
async function changesOf(plan: string): Promise<Readonly<Record<string, readonly Shown[]>>> {
  await run('plan', `-out=${plan}`);
  const { stdout } = await app.virtform('show', '-json', plan);
  const { virtform } = JSON.parse(stdout) as {
    virtform: { resources: Record<string, { changes: readonly Shown[] }> };
  };
  expect(leaksIn(JSON.stringify(virtform))).toEqual([]);
  return Object.fromEntries(
    Object.entries(virtform.resources).map(([address, { changes }]) => [address, changes]),
  );
}

/** What a guest says, with its secrets. */
const told = (name: string, isOn: boolean): Promise<string> =>
  ask('dumpxml', name, '--security-info', ...(isOn ? [] : ['--inactive']));

/** Changes a guest as a person does: its device, where it runs; else its definition. */
async function tamper({ name, isOn }: Guest, change: (xml: string) => string): Promise<void> {
  const file = path.join(hypervisor().scratch, 'tampered.xml');
  const sides = isOn ? [true, false] : [false];
  for (const running of sides) {
    const before = await told(name, running);
    const xml = change(before);
    expect(xml).not.toBe(before);
    const [device = ''] = /<graphics [^]*<\/graphics>/.exec(xml) ?? [];
    writeFileSync(file, isOn ? device : xml);
    await (isOn ? ask('update-device', name, file, running ? '--live' : '--config') : ask('define', file));
  }
}

const TAMPERINGS: readonly (readonly [
  what: string,
  change: (xml: string) => string,
  changes: readonly string[],
])[] = [
  ['changed', (xml) => xml.replace(`passwd='${OURS}'`, `passwd='${THEIRS}'`), ['passwd']],
  [
    'given an earlier end',
    (xml) => xml.replace(`passwdValidTo='${VALID.ours}'`, `passwdValidTo='${VALID.theirs}'`),
    ['passwd_valid_to'],
  ],
  ['left without an end', (xml) => xml.replace(/ passwdValidTo='[^']*'/, ''), ['passwd_valid_to']],
  ['to keep nobody connected', (xml) => xml.replace(/ connected='[^']*'/, ''), ['connected']],
];

describe.each(TAMPERINGS)('a password that others have %s', (what, change, names) => {
  test('is seen, and put back while the guest runs', async () => {
    const before = await Promise.all(GUESTS.map(({ name, isOn }) => told(name, isOn)));
    for (const guest of GUESTS) await tamper(guest, change);
    const changes = await changesOf(`${what.replaceAll(' ', '-')}.plan`);
    const seen = GUESTS.map((guest) =>
      (changes[addressOf(guest)] ?? []).map(({ path: at, impact }) => [at.join('.'), impact]),
    );
    expect(seen).toEqual(
      GUESTS.map(({ kind, isOn }) =>
        names.map((name) => [`devices.graphics.0.${kind}.${name}`, isOn ? 'live' : 'none']),
      ),
    );
    await run('apply', '-auto-approve');
    expect(await Promise.all(GUESTS.map(({ name, isOn }) => told(name, isOn)))).toEqual(before);
    expect(await run('plan')).toContain('No changes');
    expect(await numbersNow()).toEqual(numbers);
  });
});

/** As a person does it: guests without an operating system do not shut down when they are asked to. */
async function startAnew(): Promise<void> {
  for (const { name } of GUESTS.filter(({ isOn }) => isOn)) {
    await ask('destroy', name);
    await ask('start', name);
  }
  numbers = await numbersNow();
}

const without = (xml: string): string =>
  xml.replace(/ passwd='[^']*'| passwdValidTo='[^']*'| connected='[^']*'/g, '');

test('a password that others have taken out is stored again, and there at the next boot', async () => {
  for (const guest of GUESTS) await tamper(guest, without);
  const changes = await changesOf('taken-out.plan');
  for (const guest of GUESTS) {
    const seen = (changes[addressOf(guest)] ?? []).map(({ path: at, impact }) => [at.at(-1), impact]);
    const impact = guest.isOn ? 'next-boot' : 'none';
    expect(seen).toEqual(['passwd', 'passwd_valid_to', 'connected'].map((name) => [name, impact]));
  }
  await run('apply', '-auto-approve');
  for (const { name } of GUESTS) expect(await told(name, false)).toContain(` passwd='${OURS}'`);
  expect(await run('plan')).toContain('No changes');
  expect(await numbersNow()).toEqual(numbers);
  await startAnew();
  for (const { name, isOn } of GUESTS) expect(await told(name, isOn)).toContain(` passwd='${OURS}'`);
  expect(await run('plan')).toContain('No changes');
});

test('a password that others have taken out of the definition of a guest which was started anew is no hindrance', async () => {
  for (const guest of GUESTS) await tamper(guest, without);
  await startAnew();
  await run('apply', '-auto-approve');
  expect(await run('plan')).toContain('No changes');
  await startAnew();
  for (const { name, isOn } of GUESTS) expect(await told(name, isOn)).toContain(` passwd='${OURS}'`);
});

test('a password that goes with its display is put back with that', async () => {
  const [guest] = GUESTS.filter(({ name }) => name === 'vnc-off');
  if (guest === undefined) throw new Error('there is no such guest');
  await tamper(guest, (xml) => xml.replace(/ *<graphics [^]*<\/graphics>\n/, ''));
  expect((await changesOf('gone.plan'))[addressOf(guest)]?.map(({ path: at }) => at)).toEqual([
    ['devices', 'graphics', 0],
  ]);
  await run('apply', '-auto-approve');
  expect(await told(guest.name, false)).toContain(`passwd='${OURS}'`);
  expect(await run('plan')).toContain('No changes');
});

test.each<[string, (xml: string) => string]>([
  ['changed', (xml) => xml.replace(`>${OURS}</cookie>`, `>${THEIRS}</cookie>`)],
  ['taken out', (xml) => xml.replace(/ *<cookies>[^]*<\/cookies>\n/, '')],
])('a cookie that others have %s is seen and put back', async (what, change) => {
  const off = GUESTS.filter(({ isOn }) => !isOn);
  for (const guest of off) await tamper(guest, change);
  const changes = await changesOf(`cookie-${what.replaceAll(' ', '-')}.plan`);
  for (const guest of off)
    expect(changes[addressOf(guest)]?.map(({ path: at }) => at.slice(0, 5).join('.'))).toEqual([
      'devices.disks.0.source.cookies',
    ]);
  await run('apply', '-auto-approve');
  for (const { name } of off) expect(await told(name, false)).toContain(`>${OURS}</cookie>`);
  expect(await run('plan')).toContain('No changes');
});

describe('what others changed', () => {
  beforeAll(async () => {
    for (const guest of GUESTS)
      await tamper(guest, (xml) => xml.replace(`passwd='${OURS}'`, `passwd='${THEIRS}'`));
  });

  afterAll(async () => {
    write(hypervisor().uri);
    await run('apply', '-auto-approve');
  });

  test('is shown by no command', async () => {
    await run('plan', '-virsh');
    await run('plan', '-json');
    await run('plan', '-refresh-only');
    await run('plan', '-refresh-only', '-json');
    await run('plan', '-destroy', '-virsh');
    await run('ps');
  });

  test('is not known to who may only read, who takes what was applied for what is there', async () => {
    write(`qemu+unix:///system?socket=${hypervisor().socket}-ro`);
    expect(await run('plan')).toContain('No changes');
    write(hypervisor().uri);
    expect(await run('plan')).toContain('4 to change');
  });

  test('stays known once the state has it', async () => {
    await run('refresh');
    expect(await run('plan')).toContain('4 to change');
    await run('apply', '-auto-approve');
    expect(await run('plan')).toContain('No changes');
    for (const guest of GUESTS) await tamper(guest, without);
    await run('refresh');
    expect(await run('plan')).toContain('4 to change');
  });
});
