import fc from 'fast-check';
import { DomainDeviceFlags, libvirt, type Caller } from '@virtform/libvirt';
import { DiagnosticsError, UNKNOWN, type Diagnostic } from '@virtform/values';
import { openUnit } from '../../src/open-unit.js';
import type { Run } from '../../src/engine.js';
import { domainKind } from '../../src/kinds/domain/index.js';
import { volumeKind } from '../../src/kinds/volume/index.js';
import type { AskedObject } from '../../src/plan/check-across.js';
import type { Plan, PlanOptions } from '../../src/plan/plan.js';
import { checkedOnce, traceOfAsked } from '../../src/plan/settled.js';
import type { SettledObjects } from '../../src/plan/settled-objects.js';
import { FOLDER, Lab, labConfiguration, type LabWish } from '../support/lab.js';

const URI = 'qemu:///system';
const full = process.env.VIRTFORM_TEST === 'full';

jest.setTimeout(full ? 1_800_000 : 300_000);

/** A run by one that remembers, with this version of the code; without, by one that does not. */
async function within<T>(lab: Lab, code: string | undefined, work: (run: Run) => Promise<T>): Promise<T> {
  const unit = openUnit({
    folder: FOLDER,
    effects: lab.simulation.live().effects,
    environment: { LIBVIRT_DEFAULT_URI: URI },
    version: '0.0.0',
    ...(code === undefined ? {} : { memory: { folder: '/cache', code } }),
  });
  const run = await unit.begin({ operation: 'apply' });
  try {
    return await work(run);
  } finally {
    await run.end();
  }
}

function planOf(lab: Lab, code?: string, options: Partial<PlanOptions> = {}): Promise<Plan> {
  return within(lab, code, (run) => run.plan(options));
}

async function applyOf(lab: Lab, code?: string): Promise<void> {
  await within(lab, code, async (run) => run.apply(await run.plan()));
}

/** That of one who remembers, which has to be that of one who does not: of what is there, and of its destruction. */
async function expectSamePlans(lab: Lab): Promise<void> {
  for (const options of [{ destroy: true }, {}]) {
    expect(comparable(await planOf(lab, '1', options))).toEqual(
      comparable(await planOf(lab, undefined, options)),
    );
  }
}

/** Without what differs between any two plans. */
function comparable(plan: Plan): object {
  const hosts = plan.hosts.map(({ uri, objects }) => ({ uri, objects }));
  return { ...plan, hosts, created: undefined, told: undefined, relevant: undefined };
}

async function onHost(lab: Lab, change: (host: Caller) => Promise<unknown>): Promise<void> {
  const host = await lab.simulation.live().effects.hosts.connect(URI, 'change');
  // libvirt refuses what makes no sense now; then nothing has changed, which is a case too.
  await change(host).catch(() => undefined);
  await host.close();
}

/** What people do by hand. */
const BY_HAND: Readonly<Record<string, (host: Caller) => Promise<unknown>>> = {
  nothing: () => Promise.resolve(),
  'guest off': async (host) => {
    const { domains } = libvirt(host);
    await domains.destroy(await domains.lookupByName('web'));
  },
  'guest on': async (host) => {
    const { domains } = libvirt(host);
    await domains.create(await domains.lookupByName('web'));
  },
  'guest starts with the host': async (host) => {
    const { domains } = libvirt(host);
    await domains.setAutostart(await domains.lookupByName('web'), true);
  },
  'another password': async (host) => {
    const { domains } = libvirt(host);
    const xml = "<graphics type='vnc' autoport='yes' passwd='by hand'/>";
    await domains.updateDevice(await domains.lookupByName('web'), xml, DomainDeviceFlags.CONFIG);
  },
  'network does not start with the host': async (host) => {
    const { networks } = libvirt(host);
    await networks.setAutostart(await networks.lookupByName('net'), false);
  },
  'network off': async (host) => {
    const { networks } = libvirt(host);
    await networks.destroy(await networks.lookupByName('net'));
  },
  'pool off': async (host) => {
    const { pools } = libvirt(host);
    await pools.destroy(await pools.lookupByName('pool'));
  },
  'volume larger': async (host) => {
    const { pools, volumes } = libvirt(host);
    await volumes.resize(
      await volumes.lookupByName(await pools.lookupByName('pool'), 'data.qcow2'),
      2_097_152n,
    );
  },
  'volume gone': async (host) => {
    const { pools, volumes } = libvirt(host);
    await volumes.delete(await volumes.lookupByName(await pools.lookupByName('pool'), 'more.qcow2'));
  },
  'interface plugged in, stored': async (host) => {
    const { domains } = libvirt(host);
    const xml =
      "<interface type='network'><mac address='52:54:00:00:09:01'/><source network='net'/></interface>";
    await domains.attachDevice(await domains.lookupByName('web'), xml, DomainDeviceFlags.CONFIG);
  },
  'a guest of others with a MAC of ours': async (host) => {
    const xml = `<domain type='qemu'><name>other</name><memory>65536</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices><interface type='network'><mac address='52:54:00:00:01:00'/><source network='net'/></interface></devices></domain>`;
    await libvirt(host).domains.defineXml(xml);
  },
};

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DiagnosticsError)) throw error;
}

const wish: fc.Arbitrary<LabWish> = fc.record({
  vcpus: fc.integer({ min: 1, max: 2 }),
  memory: fc.constantFrom(32, 48),
  disks: fc.subarray(['root', 'data', 'more']),
  machine: fc.constantFrom('q35', 'pc'),
  nics: fc.integer({ min: 0, max: 2 }),
  image: fc.boolean(),
  running: fc.boolean(),
  password: fc.constantFrom(undefined, '', 'first', 'second'),
});

test('a plan that remembers is the plan that does not, whatever was changed in program and host', async () => {
  const apply = fc.constantFrom('no', 'and remember', 'and forget');
  const change = fc.record({ wish, apply, byHand: fc.constantFrom(...Object.keys(BY_HAND)) });
  await fc.assert(
    fc.asyncProperty(wish, fc.array(change, { minLength: 1, maxLength: 5 }), async (first, changes) => {
      const lab = new Lab();
      lab.write(labConfiguration(first));
      await lab.apply();
      for (const { wish: next, apply, byHand } of changes) {
        // The first of these learns, the second uses what was learned.
        await planOf(lab, '1');
        await expectSamePlans(lab);
        await onHost(lab, BY_HAND[byHand] ?? (() => Promise.resolve()));
        await expectSamePlans(lab);
        lab.write(labConfiguration(next));
        await expectSamePlans(lab);
        // A volume in a pool that is down cannot be destroyed: such a change is refused.
        if (apply !== 'no')
          await applyOf(lab, apply === 'and remember' ? '1' : undefined).catch(ignoreRefusal);
        await expectSamePlans(lab);
      }
    }),
    { numRuns: full ? 200 : 12, seed: 20_261_129 },
  );
});

describe('what was found settled', () => {
  const guests = jest.spyOn(domainKind, 'propose');
  const disks = jest.spyOn(volumeKind, 'propose');
  const asked = (): readonly number[] => [guests, disks].map(({ mock }) => mock.calls.length);
  const forget = (): void => [guests, disks].forEach((spy) => spy.mockClear());

  async function settledLab(): Promise<Lab> {
    const lab = new Lab();
    lab.write(labConfiguration({ disks: ['root', 'data'] }));
    await lab.apply();
    await planOf(lab, '1');
    forget();
    return lab;
  }

  afterAll(() => jest.restoreAllMocks());

  test('is not looked at again', async () => {
    const lab = await settledLab();
    await planOf(lab, '1');
    expect(asked()).toEqual([0, 0]);
  });

  test('is looked at where the host says something else of it, and only that', async () => {
    const lab = await settledLab();
    await onHost(lab, BY_HAND['guest off'] ?? (() => Promise.resolve()));
    await planOf(lab, '1');
    expect(asked()).toEqual([1, 0]);
  });

  test('is looked at where the program says something else of it', async () => {
    const lab = await settledLab();
    lab.write(labConfiguration({ disks: ['root', 'data'], vcpus: 2 }));
    await planOf(lab, '1');
    expect(asked()).toEqual([1, 0]);
  });

  test.each([
    ['by another version of the code', '2', {}],
    ['without refresh', '1', { refresh: false }],
    ['where nothing is remembered', undefined, {}],
  ])('is looked at %s', async (_case, code, options) => {
    const lab = await settledLab();
    await planOf(lab, code, options);
    expect(asked()).toEqual([1, 2]);
  });

  test('is no guest with a password, of which not even a digest is kept', async () => {
    const lab = new Lab();
    lab.write(labConfiguration({ disks: ['root', 'data'], password: 'first' }));
    await lab.apply();
    await planOf(lab, '1');
    forget();
    await planOf(lab, '1');
    expect(asked()).toEqual([1, 0]);
    await onHost(lab, BY_HAND['another password'] ?? (() => Promise.resolve()));
    const changes = (await planOf(lab, '1')).nodes.flatMap((node) =>
      node.node === 'resource' ? node.changes : [],
    );
    expect(changes.map(({ path, sensitive }) => [path.at(-1), sensitive])).toEqual([['passwd', true]]);
  });

  test('is looked at where it is to be replaced', async () => {
    const lab = await settledLab();
    const plan = await planOf(lab, '1', { replace: ['libvirt_volume.data'] });
    expect(plan.nodes.find(({ address }) => address === 'libvirt_volume.data')).toMatchObject({
      action: 'replace',
    });
  });

  test('stays known where a plan leaves objects out', async () => {
    const lab = await settledLab();
    lab.write(labConfiguration({ disks: ['root', 'data', 'more'] }));
    await lab.apply();
    await planOf(lab, '1', { targets: ['libvirt_volume.more'] });
    forget();
    await planOf(lab, '1', { targets: ['libvirt_volume.data'] });
    expect(asked()).toEqual([0, 0]);
  });

  test('stays known where a plan destroys all, which looks at it in another way', async () => {
    const lab = await settledLab();
    await planOf(lab, '1', { destroy: true });
    forget();
    await planOf(lab, '1');
    expect(asked()).toEqual([0, 0]);
  });

  test('is there for a postcondition all the same, with every key', async () => {
    const lab = await settledLab();
    const statusOf = async (condition: string): Promise<readonly string[]> => {
      const postcondition = [{ condition, error_message: 'It is not as it was.' }];
      lab.write(labConfiguration({ disks: ['root', 'data'], lifecycle: { postcondition } }));
      return (await planOf(lab, '1')).checks.map(({ status }) => status);
    };
    expect(await statusOf('${self.vcpu == 4 && self.description == null}')).toEqual(['pass']);
    expect(await statusOf('${self.description != null}')).toEqual(['fail']);
    expect(asked()).toEqual([0, 0]);
  });

  test('is looked at each time where the state holds an integer that JSON cannot tell from others', async () => {
    const lab = await settledLab();
    const { effects } = lab.simulation.live();
    const file = `${FOLDER}/terraform.tfstate`;
    const state = (await effects.files.read(file))?.toString() ?? '';
    const of = state.indexOf('"schema_version"', state.indexOf('"libvirt_domain"'));
    const written = `${state.slice(0, of)}"of_others": 12345678901234567890, ${state.slice(of)}`;
    await effects.files.overwrite(file, Buffer.from(written), 0o600);
    expect(comparable(await planOf(lab, '1'))).toEqual(comparable(await planOf(lab)));
    forget();
    await planOf(lab, '1');
    expect(asked()).toEqual([1, 0]);
  });

  test('is forgotten where its file is damaged, and the plan is the same', async () => {
    const lab = await settledLab();
    const { effects } = lab.simulation.live();
    const [file = ''] = await effects.files.list('/cache');
    await effects.files.overwrite(
      `/cache/${file}`,
      Buffer.from('no digest of anything, and too long for one'),
      0o600,
    );
    expect(comparable(await planOf(lab, '1'))).toEqual(comparable(await planOf(lab)));
    expect(asked()).toEqual([2, 4]);
  });
});

describe('what contradicts itself among objects', () => {
  const object = (name: string, trace?: string): AskedObject => ({
    type: 'libvirt_network',
    address: `libvirt_network.${name}`,
    value: { name },
    host: URI,
    place: {},
    trace,
  });
  const clash: Diagnostic = { severity: 'warning', summary: 'they clash' };
  const [one, two] = [object('one', 'trace of one'), object('two', 'trace of two')];

  /** How often it is asked, of these objects in turn, by plans of one memory. */
  function asked(plans: readonly (readonly AskedObject[])[], found: readonly Diagnostic[] = []): number {
    const known = new Set<string>();
    const memory: SettledObjects = {
      code: '1',
      asRead: () => undefined,
      privateOf: () => undefined,
      has: (digest) => known.has(digest),
      remember: (digest) => void known.add(digest),
    };
    const check = jest.fn(() => found);
    for (const objects of plans) expect(checkedOnce(memory, objects, check)).toEqual(found);
    return check.mock.calls.length;
  }

  test.each<[string, readonly (readonly AskedObject[])[], number]>([
    [
      'once of the same objects',
      [
        [one, two],
        [one, two],
        [one, two],
      ],
      1,
    ],
    ['again of fewer', [[one, two], [one]], 2],
    ['again of others', [[one], [one, two], [two]], 3],
    [
      'again where one of them is another',
      [
        [one, two],
        [one, object('two', 'another trace')],
      ],
      2,
    ],
    [
      'every time of what leaves no trace',
      [
        [one, object('two')],
        [one, object('two')],
      ],
      2,
    ],
  ])('is asked %s', (_case, plans, times) => {
    expect(asked(plans)).toBe(times);
  });

  test('is asked every time where something does', () => {
    expect(
      asked(
        [
          [one, two],
          [one, two],
        ],
        [clash],
      ),
    ).toBe(2);
  });

  test('is asked every time where nobody remembers', () => {
    const check = jest.fn(() => []);
    checkedOnce(undefined, [one, two], check);
    checkedOnce(undefined, [one, two], check);
    expect(check).toHaveBeenCalledTimes(2);
  });

  test('an object that is not settled has a trace by what is asked for, unless that is not known yet', () => {
    const [same, other] = [{ ...one }, { ...one, value: { name: 'other' } }].map(traceOfAsked);
    expect(same).toBe(traceOfAsked(one));
    expect(other).not.toBe(same);
    expect(traceOfAsked({ ...one, value: { name: UNKNOWN } })).toBeUndefined();
  });
});

describe('what an object says, to destroy it,', () => {
  /** Of guests and disks. */
  const decoded = async (lab: Lab, code?: string): Promise<readonly number[]> => {
    const spies = [domainKind, volumeKind].map((kind) => jest.spyOn(kind, 'toState'));
    await planOf(lab, code, { destroy: true });
    return spies.map(({ mock }) => mock.calls.length);
  };

  async function appliedLab(code?: string): Promise<Lab> {
    const lab = new Lab();
    lab.write(labConfiguration({ disks: ['root', 'data'], running: false }));
    await applyOf(lab, code);
    return lab;
  }

  afterEach(() => jest.restoreAllMocks());

  test('is what the state has of it where the apply that wrote that remembers it', async () => {
    const lab = await appliedLab('1');
    expect(await decoded(lab, '1')).toEqual([0, 0]);
  });

  test.each([
    ['nobody remembers', undefined, '1'],
    ['another version of the code does', '1', '2'],
    ['nobody is asked', '1', undefined],
  ])('is read anew where %s', async (_case, applied, planned) => {
    const lab = await appliedLab(applied);
    expect(await decoded(lab, planned)).toEqual([1, 2]);
  });

  test('is read anew each time where a secret is a part of it', async () => {
    const lab = new Lab();
    const graphics = [{ vnc: { auto_port: true, passwd: 'sesame' } }];
    const override = { resource: { libvirt_domain: { web: { devices: { graphics } } } } };
    lab.write(labConfiguration({ disks: ['root', 'data'], running: false }));
    lab.simulation.disk.put(`${FOLDER}/main_override.tf.json`, JSON.stringify(override));
    await applyOf(lab, '1');
    expect(await decoded(lab, '1')).toEqual([1, 0]);
  });

  test('is read anew where the host says something else of it, and only that', async () => {
    const lab = await appliedLab('1');
    await onHost(lab, BY_HAND['guest on'] ?? (() => Promise.resolve()));
    expect(await decoded(lab, '1')).toEqual([1, 0]);
  });
});
