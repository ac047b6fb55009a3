import { LibvirtError, type ProcedureName, procedures, readingProcedures } from '@virtform/libvirt';
import { formatDiagnostic, type JsonObject } from '@virtform/values';
import type { EffectHook } from '../../src/effects/simulated/gate.js';
import { Lab, labConfiguration, type LabWish } from '../support/lab.js';
import { isOther, makeOthers } from '../support/others.js';
import { picture, stateOf } from '../support/pictures.js';

// Every call of an apply that changes something meets every fault, one at a time: what libvirt refuses only for now is asked again;
// what nobody saw the end of is looked up; everything else is told, and the state says what there is, so that the next apply ends
// where one without faults does.

jest.setTimeout(3_600_000);

const full = process.env.VIRTFORM_TEST === 'full';

const small: LabWish = { disks: ['root'], image: true };
const grown: LabWish = {
  ...small,
  vcpus: 2,
  memory: 64,
  disks: ['root', 'data'],
  nics: 2,
  hosts: [{ mac: '52:54:00:00:01:00', ip: '10.93.0.10', name: 'web' }],
};
const EMPTY: JsonObject = { resource: {} };

const CASES: Readonly<Record<string, readonly [before: JsonObject | undefined, after: JsonObject]>> = {
  'create all': [undefined, labConfiguration(small)],
  'change what runs': [labConfiguration(small), labConfiguration(grown)],
  'destroy all': [labConfiguration(grown), EMPTY],
};

const refusal = (code: number, message: string): LibvirtError =>
  new LibvirtError(message, { fault: 'host', code });
const lost = (): LibvirtError =>
  new LibvirtError('the connection was lost, and no answer came', { fault: 'unknown-outcome' });

interface Fault {
  /** How often in a row it comes. */
  readonly times: number;
  readonly when: 'before' | 'after';
  /** Which calls can meet it; any where nothing is said. */
  readonly of?: RegExp;
  readonly strike: () => void | Promise<void>;
  /** Whether the apply gets over it, or has to tell of it. */
  readonly passes: boolean;
}

const throwing =
  (error: () => Error): (() => void) =>
  () => {
    throw error();
  };

const once = (code: number, message: string): Fault => ({
  times: 1,
  when: 'before',
  passes: false,
  strike: throwing(() => refusal(code, message)),
});

const FAULTS: Readonly<Record<string, Fault>> = {
  'an internal error (1)': once(1, 'internal error: something is wrong'),
  'no memory (2)': once(2, 'out of memory'),
  'an argument that is refused (8)': once(8, 'invalid argument: no'),
  'an operation that fails (9)': once(9, 'operation failed: no'),
  'a system error (38)': once(38, 'cannot do it: No space left on device'),
  'an operation that is not valid now (55)': once(55, 'Requested operation is not valid: not now'),
  'access denied (88)': once(88, 'access denied'),
  'a time-out of its own (68)': once(68, 'Timed out during operation: no answer'),
  'a job lock that somebody holds for a while': {
    times: 2,
    when: 'before',
    of: /^DOMAIN_/,
    passes: true,
    strike: throwing(() =>
      refusal(
        68,
        'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainBackupBegin)',
      ),
    ),
  },
  'a pool that is busy for a while': {
    times: 5,
    when: 'before',
    of: /^STORAGE_POOL_(?!DEFINE|SET)|^STORAGE_VOL_(?!UPLOAD)/,
    passes: true,
    strike: throwing(() => refusal(1, "internal error: pool 'pool' has asynchronous jobs running.")),
  },
  'a connection that is lost before the call arrived': {
    times: 1,
    when: 'before',
    passes: true,
    strike: throwing(lost),
  },
  'a connection that is lost after the call was carried out': {
    times: 1,
    when: 'after',
    passes: true,
    strike: throwing(lost),
  },
  'a call that never returns and was not carried out': {
    times: 1,
    when: 'before',
    passes: false,
    strike: () => new Promise(() => undefined),
  },
  'a call that never returns and was carried out': {
    times: 1,
    when: 'after',
    passes: false,
    strike: () => new Promise(() => undefined),
  },
};

/** A volume with content of which nobody knows how much arrived: it is made anew by the next apply, and this one says so. */
const HALF_MADE = /libvirt_volume\.image was made in part[^]*Apply again/;

const changing: ReadonlySet<string> = new Set(
  Object.keys(procedures).filter((name) => !readingProcedures.some((reading) => reading === name)),
);

/** The procedure of an effect, where it is a call that changes something. */
function changeOf(name: string, when: Fault['when']): string | undefined {
  const [, procedure, done] = /^call (\w+)( done)?$/.exec(name) ?? [];
  const isThen = (done !== undefined) === (when === 'after');
  return procedure !== undefined && isThen && changing.has(procedure) ? procedure : undefined;
}

/** Strikes at the change with this index. */
function striking(at: number, { when, times, strike }: Fault): EffectHook {
  let seen = 0;
  let struck = 0;
  return (_, name) => {
    if (changeOf(name, when) === undefined) return undefined;
    const isIt = seen >= at && struck < times;
    seen += 1;
    if (!isIt) return undefined;
    struck += 1;
    return strike();
  };
}

async function prepared(before: JsonObject | undefined): Promise<Lab> {
  const lab = new Lab(1);
  await makeOthers(await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change'));
  if (before !== undefined) {
    lab.write(before);
    await applied(lab);
  }
  return lab;
}

/** Applies, and tells what went wrong. */
async function applied(lab: Lab, hook?: EffectHook): Promise<readonly string[]> {
  const { plan, result } = await lab.apply({}, lab.simulation.live(hook));
  return [...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic);
}

/** What the state says is there and is not, and what is there of ours that it does not say. */
async function untrue(lab: Lab): Promise<readonly string[]> {
  const state = await lab.unit().state();
  const said = (state?.resources ?? []).flatMap(({ address, instances }) =>
    instances.map(({ attributes, tainted, bookkeeping }) => ({
      object: `${address.type} ${JSON.stringify(attributes.name)}`,
      // An intent may stand for what is there or for nothing; what is tainted may be there in part.
      surely: !tainted && bookkeeping?.intent !== true,
    })),
  );
  const { domains, networks, pools } = lab.world;
  const there = [
    ...[...domains.values()].filter((each) => !isOther(each)).map(({ name }) => `libvirt_domain "${name}"`),
    ...[...networks.values()].filter((each) => !isOther(each)).map(({ name }) => `libvirt_network "${name}"`),
    ...[...pools.values()]
      .filter((each) => !isOther(each))
      .flatMap(({ name, volumes }) => [
        `libvirt_pool "${name}"`,
        ...[...volumes.keys()].map((volume) => `libvirt_volume "${volume}"`),
      ]),
  ];
  return [
    ...there
      .filter((object) => !said.some((each) => each.object === object))
      .map((object) => `not said: ${object}`),
    ...said
      .filter(({ object, surely }) => surely && !there.includes(object))
      .map(({ object }) => `not there: ${object}`),
  ];
}

/** What the next plan says that others have changed. Nobody has. */
async function drift(lab: Lab): Promise<readonly string[]> {
  const { nodes } = await lab.plan();
  return nodes.flatMap((node) =>
    'drift' in node ? node.drift.map((change) => `${node.address}: ${JSON.stringify(change)}`) : [],
  );
}

async function changesOf(lab: Lab): Promise<readonly ProcedureName[]> {
  const found: ProcedureName[] = [];
  await applied(lab, (_, name) => {
    const procedure = changeOf(name, 'before');
    if (procedure !== undefined && isProcedure(procedure)) found.push(procedure);
  });
  return found;
}

function isProcedure(name: string): name is ProcedureName {
  return Object.hasOwn(procedures, name);
}

const tried = Object.keys(CASES).flatMap((what) =>
  Object.keys(FAULTS).map((fault) => [what, fault] as const),
);

describe.each(Object.keys(CASES))('%s', (what) => {
  const [before, after] = CASES[what] ?? [undefined, EMPTY];
  let start: Lab;
  let changes: readonly ProcedureName[];
  let expected: unknown;

  beforeAll(async () => {
    start = await prepared(before);
    start.write(after);
    const smooth = start.fork(2);
    changes = await changesOf(smooth);
    expected = { host: picture(smooth), state: await stateOf(smooth) };
    expect(changes.length).toBeGreaterThan(4);
  });

  test.each(tried.filter(([each]) => each === what).map(([, fault]) => fault))('%s', async (name) => {
    const fault = FAULTS[name];
    if (fault === undefined) throw new TypeError(`no fault is called ${name}`);
    // In the short run each fault meets every third call, beginning at another one for each fault.
    const offset = full ? 0 : Object.keys(FAULTS).indexOf(name) % 3;
    for (let at = offset; at < changes.length; at += full ? 1 : 3) {
      const procedure = changes[at];
      if (procedure === undefined || fault.of?.test(procedure) === false) continue;
      const lab = start.fork(at + 3);
      const said = await applied(lab, striking(at, fault));
      const place = { at, procedure };
      const unexpected = fault.passes ? said.filter((text) => !HALF_MADE.test(text)) : [];
      expect({ ...place, unexpected }).toEqual({ ...place, unexpected: [] });
      expect({ ...place, untrue: await untrue(lab) }).toEqual({ ...place, untrue: [] });
      expect({ ...place, drift: await drift(lab) }).toEqual({ ...place, drift: [] });
      expect({ ...place, said: await applied(lab) }).toEqual({ ...place, said: [] });
      expect({ ...place, host: picture(lab), state: await stateOf(lab) }).toEqual({
        ...place,
        ...(expected as object),
      });
    }
  });
});
