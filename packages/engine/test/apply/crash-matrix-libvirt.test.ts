import { formatDiagnostic } from '@virtform/values';
import { libvirt, LibvirtError, type ProcedureName } from '@virtform/libvirt';
import type { JsonObject } from '@virtform/values';
import type { Plan, PlanOptions } from '../../src/plan/plan.js';
import { picture, stateOf } from '../support/pictures.js';
import { makeOthers } from '../support/others.js';
import type { Life } from '../../src/effects/simulated/simulation.js';
import { Lab, labConfiguration, type LabWish } from '../support/lab.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

// The real kinds on a simulated libvirt: the process is killed before or after every effect that it has on libvirt or the disk,
// found by counting them, and the next apply has to end where an uninterrupted one does.

const full = process.env.VIRTFORM_TEST === 'full';
/** Effects tried in each case of the short run, spread over the whole apply. */
const SAMPLE = 12;

const small: LabWish = { disks: ['root'], image: true };
const grown: LabWish = {
  ...small,
  vcpus: 2,
  memory: 64,
  disks: ['root', 'data'],
  nics: 2,
  hosts: [{ mac: '52:54:00:00:01:00', ip: '10.93.0.10', name: 'web' }],
};

/** A volume and a network, whose names replace them: the one goes first, the other comes first. */
const named = (name: string): JsonObject => ({
  resource: {
    libvirt_pool: { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } },
    libvirt_volume: {
      v: { name: `${name}.raw`, pool: '${libvirt_pool.p.name}', create: { content: { url: './image.raw' } } },
    },
    libvirt_network: {
      net: {
        name,
        ips: [{ address: '10.93.0.1', prefix: 24 }],
        lifecycle: { create_before_destroy: true },
      },
    },
  },
});

/** Takes over what somebody made, with another title of what the program wants of it. */
const imported: JsonObject = {
  import: [
    { to: 'libvirt_network.net', id: 'byhand' },
    { to: 'libvirt_domain.web', id: 'byhand' },
  ],
  resource: {
    libvirt_network: {
      net: { name: 'byhand', ips: [{ address: '10.93.0.1', prefix: 24 }], autostart: true },
    },
    libvirt_domain: {
      web: {
        name: 'byhand',
        type: 'qemu',
        memory: 32,
        memory_unit: 'MiB',
        title: 'ours now',
        running: true,
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
      },
    },
  },
};

/** Two guests of which the one depends on the other. */
const served = (machine: string): JsonObject => ({
  resource: {
    libvirt_domain: Object.fromEntries(
      ['serving', 'served'].map((name) => [
        name,
        {
          name,
          type: 'qemu',
          memory: 32,
          memory_unit: 'MiB',
          running: true,
          os: { type: 'hvm', type_arch: 'x86_64', type_machine: machine },
          ...(name === 'served' ? { depends_on: ['libvirt_domain.serving'] } : {}),
        },
      ]),
    ),
  },
});

interface Case {
  /** A network and a guest called `byhand` are there already. */
  readonly byHand?: true;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  /** The first apply meets this refusal, too. */
  readonly refused?: ProcedureName;
  readonly options?: Partial<PlanOptions>;
}

const EMPTY: JsonObject = { resource: {} };
const lab = labConfiguration;

const CASES: Readonly<Record<string, Case>> = {
  'create all': { after: lab(small) },
  'change a running guest and its network': { before: lab(small), after: lab(grown) },
  'change back': { before: lab(grown), after: lab(small) },
  'change a password': {
    before: lab({ ...small, password: 'first' }),
    after: lab({ ...small, password: 'second' }),
  },
  'give a display a password': {
    before: lab({ ...small, password: '' }),
    after: lab({ ...small, password: 'first' }),
  },
  'take a password out of a display': {
    before: lab({ ...small, password: 'first' }),
    after: lab({ ...small, password: '' }),
  },
  'change what waits for the next boot': {
    before: lab({ ...small, machine: 'pc-q35-7.2' }),
    after: lab({ ...small, machine: 'pc-q35-6.2' }),
  },
  'restart a guest for what waits': {
    before: lab({ ...small, machine: 'pc-q35-7.2' }),
    after: lab({ ...small, machine: 'pc-q35-6.2' }),
    options: { restart: 'all' },
  },
  'restart guests of which one depends on the other': {
    before: served('pc-q35-7.2'),
    after: served('pc-q35-6.2'),
    options: { restart: 'all' },
  },
  'replace, in both orders': { before: named('one'), after: named('two') },
  'replace by request': {
    before: lab(small),
    after: lab(small),
    options: { replace: ['libvirt_domain.web'] },
  },
  'replace a network under a running guest': {
    before: lab(small),
    after: lab(small),
    options: { replace: ['libvirt_network.net'] },
  },
  'import what was made by hand': { after: imported, byHand: true },
  'take the guest away': { before: lab(small), after: lab({ ...small, guest: false }) },
  'destroy all': { before: lab(grown) },
  'a guest that does not start': { after: lab(small), refused: 'DOMAIN_CREATE_WITH_FLAGS' },
  'a volume that is not made': { before: lab(small), after: lab(grown), refused: 'STORAGE_VOL_CREATE_XML' },
  'an upload that fails': { after: lab(small), refused: 'STORAGE_VOL_UPLOAD' },
  'a network that is not removed': { before: lab(grown), refused: 'NETWORK_UNDEFINE' },
};

async function prepared({ before, byHand }: Case): Promise<Lab> {
  const made = new Lab(1);
  const host = await made.simulation.live().effects.hosts.connect('qemu:///system', 'change');
  await makeOthers(host);
  if (byHand === true) {
    const { networks, domains } = libvirt(host);
    await networks.defineXml("<network><name>byhand</name><ip address='10.93.0.1' prefix='24'/></network>");
    await domains.defineXml(
      "<domain type='qemu'><name>byhand</name><memory unit='MiB'>32</memory><os><type machine='q35'>hvm</type></os></domain>",
    );
  }
  made.write(before ?? EMPTY);
  if (before !== undefined) await applyCleanly(made);
  return made;
}

/** What a plan takes for the doing of others. */
function driftIn({ nodes }: Plan, gone: 'told' | 'not told'): readonly string[] {
  return nodes.flatMap((node) =>
    node.node !== 'resource'
      ? []
      : node.drift
          .filter(({ path }) => path.length > 0 || gone === 'not told')
          .map(({ path, before, after }) => `${node.address} ${JSON.stringify([path, before, after])}`),
  );
}

/** @param gone whether what is not there any more may pass for taken away by others */
async function applyCleanly(
  on: Lab,
  options: Partial<PlanOptions> = {},
  gone: 'told' | 'not told' = 'not told',
): Promise<void> {
  const { plan, result } = await on.apply(options);
  // Nobody but us has touched anything.
  expect(driftIn(plan, gone)).toEqual([]);
  const found = [...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic);
  expect(found).toEqual([]);
}

function livingThrough(on: Lab, { refused }: Case, hook: (index: number, name: string) => void): Life {
  return on.simulation.live((index, name) => {
    hook(index, name);
    if (refused !== undefined && name === `call ${refused}`) {
      throw new LibvirtError('operation failed: not today', { fault: 'host', code: 9 });
    }
  });
}

/** How many effects an apply has that nobody kills. */
async function effectsOf(on: Lab, given: Case): Promise<number> {
  const life = livingThrough(on, given, () => undefined);
  await on.apply(given.options, life);
  return life.gate.count;
}

/** Applies until the effect with this index and kills the process there; undefined where it ended before, else the effect's name. */
async function killedAt(on: Lab, index: number, given: Case): Promise<string | undefined> {
  let name: string | undefined;
  const life = livingThrough(on, given, (now, effect) => {
    if (now !== index) return;
    name = effect;
    life.gate.kill();
  });
  const finished = on.apply(given.options, life);
  await Promise.race([finished, life.gate.killed]);
  on.simulation.crash();
  return name;
}

test.each([
  'change a running guest and its network',
  'change back',
  'change a password',
  'give a display a password',
  'take a password out of a display',
  'change what waits for the next boot',
])('%s: killed at any effect, and the program taken back, nothing of the change stays', async (name) => {
  const given = CASES[name] ?? {};
  const { before = EMPTY, after = EMPTY, options } = given;
  const start = await prepared(given);
  const expected = { stored: picture(start, 'stored'), state: await stateOf(start) };
  start.write(after);
  const count = await effectsOf(start.fork(3), given);
  const stride = full ? 1 : Math.max(1, Math.floor(count / SAMPLE));
  for (let index = 0; index < count; index += stride) {
    const tried = start.fork(index + 4);
    const effect = await killedAt(tried, index, given);
    tried.write(before);
    // What the killed apply had destroyed without a note of it is asked for again.
    await applyCleanly(tried, options, 'told');
    expect({ index, effect, stored: picture(tried, 'stored'), state: await stateOf(tried) }).toEqual({
      index,
      effect,
      ...expected,
    });
  }
});

test.each(Object.entries(CASES))('%s: killed at any effect, the next apply converges', async (_, given) => {
  const { after = EMPTY, options } = given;
  const start = await prepared(given);
  start.write(after);
  const smooth = start.fork(2);
  await applyCleanly(smooth, options);
  const expected = { host: picture(smooth), state: await stateOf(smooth) };
  // Nothing is killed here: how many effects there are is found by running it.
  const count = await effectsOf(start.fork(3), given);
  const stride = full ? 1 : Math.max(1, Math.floor(count / SAMPLE));
  for (let index = 0; index < count; index += stride) {
    const tried = start.fork(index + 4);
    const effect = await killedAt(tried, index, given);
    if (effect === undefined) break;
    // What was asked for beside the program is asked for again, as far as it is not done.
    await applyCleanly(tried, options?.restart === undefined ? {} : options);
    expect({ index, effect, host: picture(tried), state: await stateOf(tried) }).toEqual({
      index,
      effect,
      ...expected,
    });
    const again = await tried.plan();
    const left = again.nodes
      .filter((node) => node.node !== 'resource' || node.action !== 'no-op')
      .map(({ address }) => address);
    expect({ index, effect, left }).toEqual({ index, effect, left: [] });
  }
  expect(count).toBeGreaterThan(30);
});
