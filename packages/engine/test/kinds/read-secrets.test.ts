import { type Caller, libvirt, LibvirtError } from '@virtform/libvirt';
import { domain, walk } from '@virtform/schema';
import type { JsonObject } from '@virtform/values';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { OpenHostView } from '../../src/kinds/host-view.js';
import { domainKind } from '../../src/kinds/domain/index.js';
import type { HeldObject } from '../../src/kinds/provider.js';
import { readHostView } from '../../src/kinds/read-host.js';
import { readSecrets, SECRET_PLACES } from '../../src/kinds/read-secrets.js';
import { rereadDomain } from '../../src/kinds/reread-host.js';
import { textAt } from '../../src/kinds/shared/attributes.js';

const uuidOf = (index: number): string => `33333333-3333-4333-8333-${String(index).padStart(12, '0')}`;
const URI = 'qemu:///system';

/** What a guest has beside its memory, and what of that the state knows. */
interface Guest {
  readonly devices: string;
  readonly held?: Partial<HeldObject>;
}

const vnc = (password: string): JsonObject => ({ devices: { graphics: [{ vnc: { passwd: password } }] } });
const cookie = (value: string): JsonObject => ({
  devices: { disks: [{ source: { cookies: { cookies: [{ name: 'sid', value }] } } }] },
});
const WITH_PASSWORD = "<graphics type='vnc' passwd='there'/>";
const WITH_COOKIE = `<disk type='network' device='cdrom'><source protocol='https' name='x'>
  <cookies><cookie name='sid'>there</cookie></cookies></source><target dev='sda' bus='sata'/></disk>`;

const GUESTS: Readonly<Record<string, Guest>> = {
  'with a password': { devices: WITH_PASSWORD, held: { attributes: vnc('applied') } },
  'with a password of others': {
    devices: WITH_PASSWORD,
    held: { attributes: { devices: { graphics: [{ vnc: {} }] } } },
  },
  'of others': { devices: WITH_PASSWORD },
  'whose password is gone': { devices: "<graphics type='vnc'/>", held: { attributes: vnc('applied') } },
  'whose display is gone': { devices: '', held: { attributes: vnc('applied') } },
  'that was about to have one': { devices: WITH_PASSWORD, held: { attributes: {}, asked: [vnc('applied')] } },
  'with a cookie': { devices: WITH_COOKIE, held: { attributes: cookie('applied') } },
  'with nothing': { devices: '', held: { attributes: {} } },
};
const NAMES = Object.keys(GUESTS);

interface Lab {
  readonly reader: Caller;
  readonly writer: Caller;
  readonly held: readonly HeldObject[];
  readonly inspect: () => Promise<Caller>;
  /** What was asked of the host since then. */
  readonly called: string[];
}

async function lab(beforeCall: (name: string) => void = () => undefined): Promise<Lab> {
  const called: string[] = [];
  const { effects } = createSimulation(1).live((_index, name) => {
    if (name.endsWith(' done') || name === 'close') return;
    called.push(name);
    beforeCall(name);
  });
  const writer = await effects.hosts.connect(URI, 'change');
  const held = await Promise.all(
    Object.values(GUESTS).map(async ({ devices, held: known }, index) => {
      const uuid = uuidOf(index);
      await libvirt(writer).domains.defineXml(
        `<domain type='qemu'><name>guest${index}</name><uuid>${uuid}</uuid><memory>65536</memory>
           <os><type machine='q35'>hvm</type></os><devices>${devices}</devices></domain>`,
      );
      if (known === undefined) return [];
      const attributes = { ...known.attributes, name: `guest${index}`, uuid };
      return [{ identity: undefined, ...known, type: 'libvirt_domain', attributes }];
    }),
  );
  const reader = await effects.hosts.connect(URI, 'read');
  called.length = 0;
  return { reader, writer, held: held.flat(), inspect: () => effects.hosts.connect(URI, 'inspect'), called };
}

async function read({ reader, inspect, held }: Lab, seen?: OpenHostView): Promise<OpenHostView> {
  const view = await readHostView(reader, undefined, seen);
  await readSecrets(view, inspect, held, seen);
  return view;
}

const told = (view: OpenHostView): readonly string[] =>
  NAMES.filter((_, index) => view.domains.get(uuidOf(index))?.tellsSecrets === true);

const TOLD = ['with a password', 'whose password is gone', 'that was about to have one', 'with a cookie'];

test('a guest has no secret elsewhere', () => {
  const places = SECRET_PLACES.map(({ at }) => `${at.join('.')}.`);
  const secrets = walk(domain).filter(({ attribute: { sensitive, veiled } }) => sensitive ?? veiled);
  const paths = secrets.map(({ path }) => path.join('.'));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !places.some((place) => path.startsWith(place)))).toEqual([]);
});

test('the guests of which the state holds secrets are read with theirs, all others without', async () => {
  const view = await read(await lab());
  expect(told(view)).toEqual(TOLD);
  const said = NAMES.filter((_, index) => view.domains.get(uuidOf(index))?.stored?.xml.includes('there'));
  expect(said).toEqual(TOLD.filter((name) => name !== 'whose password is gone'));
});

test('they are asked for at once, over a connection of their own', async () => {
  const host = await lab();
  await readHostView(host.reader);
  const without = host.called.splice(0).length;
  await read(host);
  expect(host.called.slice(without)).toEqual([
    `connect ${URI} to inspect`,
    ...TOLD.map(() => 'call DOMAIN_GET_XML_DESC'),
  ]);
});

test('where the state holds none, nothing more is asked', async () => {
  const host = await lab();
  await readHostView(host.reader);
  const without = host.called.splice(0);
  const secretive = TOLD.map((name) => `guest${NAMES.indexOf(name)}`);
  const held = host.held.filter(({ attributes }) => !secretive.includes(textAt(attributes, ['name']) ?? ''));
  expect(held.length).toBeGreaterThan(1);
  await read({ ...host, held });
  expect(host.called).toEqual(without);
});

test.each<[string, (name: string) => void]>([
  [
    'open that connection',
    (name) => {
      if (name.startsWith('connect') && name.endsWith('inspect'))
        throw new LibvirtError('polkit does not let this user in', { fault: 'host', code: 45 });
    },
  ],
  [
    'reach its socket',
    (name) => {
      if (name.startsWith('connect') && name.endsWith('inspect'))
        throw new LibvirtError('connect EACCES', { fault: 'connection' });
    },
  ],
])('who may not %s goes without', async (_, refuse) => {
  expect(told(await read(await lab(refuse)))).toEqual([]);
});

test('who is told no secrets goes without', async () => {
  const host = await lab();
  // A socket for readers alone makes a reader of everybody.
  const view = await read({ ...host, inspect: () => Promise.resolve(host.reader) });
  expect(told(view)).toEqual([]);
  expect(view.domains.size).toBe(NAMES.length);
});

test('any other failure is one', async () => {
  const host = await lab();
  const inspect = (): Promise<Caller> =>
    Promise.resolve({
      ...host.reader,
      call: () => Promise.reject(new LibvirtError('connection closed', { fault: 'unknown-outcome' })),
    });
  await expect(read({ ...host, inspect })).rejects.toThrow('connection closed');
});

test('one that is gone meanwhile stays as it was read', async () => {
  const host = await lab();
  const view = await readHostView(host.reader);
  const { domains } = libvirt(host.writer);
  await domains.undefine(await domains.lookupByUuid(uuidOf(0)));
  await readSecrets(view, host.inspect, host.held, undefined);
  expect(told(view)).toEqual(TOLD.slice(1));
  expect(view.domains.has(uuidOf(0))).toBe(true);
});

test('what says the same as before keeps what was decoded of it', async () => {
  const host = await lab();
  const before = await read(host);
  const after = await read(host, before);
  for (const index of NAMES.keys())
    expect(after.domains.get(uuidOf(index))?.stored).toBe(before.domains.get(uuidOf(index))?.stored);
});

test('of a guest that tells secrets there is no fingerprint', async () => {
  const view = await read(await lab());
  const known = NAMES.filter(
    (_, index) => domainKind.fingerprint?.(view, { uuid: uuidOf(index) }) !== undefined,
  );
  expect(known).toEqual(NAMES.filter((name) => !TOLD.includes(name)));
});

describe('read again', () => {
  test.each(['there', 'gone'] as const)('it tells its secrets as before, expected %s', async (expected) => {
    const host = await lab();
    const view = await read(host);
    const { domains } = libvirt(host.writer);
    const dom = await domains.lookupByUuid(uuidOf(0));
    await domains.defineXml((await domains.xmlDesc(dom, 1)).replace("passwd='there'", "passwd='theirs'"));
    for (const index of NAMES.keys())
      await rereadDomain(view, host.writer, { uuid: uuidOf(index), name: `guest${index}` }, expected);
    expect(told(view)).toEqual(TOLD);
    expect(view.domains.get(uuidOf(0))?.stored?.xml).toContain("passwd='theirs'");
  });

  test('by somebody who is not told it has none any more', async () => {
    const host = await lab();
    const view = await read(host);
    await rereadDomain(view, host.reader, { uuid: uuidOf(0), name: 'guest0' }, 'there');
    expect(told(view)).toEqual(TOLD.slice(1));
    expect(view.domains.get(uuidOf(0))?.stored?.xml).not.toContain('passwd');
  });
});
