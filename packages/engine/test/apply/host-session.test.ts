import { type Caller, libvirt, LibvirtError } from '@virtform/libvirt';
import { isAlreadyThere, isConnectionLost, openSession } from '../../src/apply/host-session.js';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import { type HostView, recordNamed } from '../../src/kinds/host-view.js';
import { libvirtProvider } from '../../src/kinds/index.js';
import { readHostView } from '../../src/kinds/read-host.js';
import { StepError } from '../../src/kinds/step-error.js';
import type { HostProvider } from '../../src/kinds/provider.js';

const refusal = (code: number, message: string): LibvirtError =>
  new LibvirtError(message, { fault: 'host', code });

test.each<[what: string, error: unknown, there: boolean]>([
  ['by its code', refusal(90, 'storage volume already there'), true],
  ['in words: a file that the pool does not know of', refusal(38, 'cannot create: File exists'), true],
  ['as the cause of what a step says', new StepError('no', 'look', { cause: refusal(90, 'x') }), true],
  ['not by another refusal', refusal(38, 'no space left on device'), false],
  ['not where nobody answered', new LibvirtError('File exists', { fault: 'unknown-outcome' }), false],
  ['not by an error of somebody else', new Error('File exists'), false],
])('libvirt says that it is there already: %s', (_what, error, there) => {
  expect(isAlreadyThere(error)).toBe(there);
});

test.each([
  ['unknown-outcome', true],
  ['connection', true],
  ['host', false],
  ['caller', false],
] as const)('a connection is lost with the fault %s: %j', (fault, lost) => {
  expect(isConnectionLost(new LibvirtError('x', { fault }))).toBe(lost);
});

describe('a lost connection', () => {
  const provider: HostProvider<unknown> = { ...libvirtProvider, readHost: () => Promise.resolve({}) };

  /** A session whose host cannot be reached for so many attempts after the first connection. */
  async function session(failures: number) {
    const { effects } = createSimulation(1).live();
    let opened = 0;
    const connect = async (...args: Parameters<typeof effects.hosts.connect>): Promise<Caller> => {
      opened += 1;
      if (opened > 1 && opened <= 1 + failures) throw new LibvirtError('no route', { fault: 'connection' });
      return effects.hosts.connect(...args);
    };
    const clock = { ...effects.clock, sleep: () => Promise.resolve() };
    const local = { files: effects.files, folder: '/work/.virtform' };
    const opening = await openSession(
      'qemu:///system',
      provider,
      { hosts: { connect }, clock },
      { local, held: [], seen: undefined, isCurrent: false },
    );
    return { session: opening, opened: () => opened };
  }

  test('is opened again, once for all who lost it', async () => {
    const { session: host, opened } = await session(2);
    const lost = host.caller();
    const attempts: number[] = [];
    const attempting = (attempt: number): void => void attempts.push(attempt);
    await Promise.all([host.reconnect(lost, attempting), host.reconnect(lost, attempting)]);
    expect(attempts).toEqual([1, 2, 3]);
    expect(host.caller()).not.toBe(lost);
    expect(opened()).toBe(4);
  });

  test('is not opened again for who learns of it late', async () => {
    const { session: host, opened } = await session(0);
    const lost = host.caller();
    await host.reconnect(lost, () => undefined);
    const current = host.caller();
    await host.reconnect(lost, () => undefined);
    expect(host.caller()).toBe(current);
    expect(opened()).toBe(2);
  });

  test('is given up with the reason of the last attempt', async () => {
    const { session: host } = await session(Infinity);
    await expect(host.reconnect(host.caller(), () => undefined)).rejects.toThrow('no route');
  });
});

test('what the plan saw of a host is read again, and not decoded again where it says the same', async () => {
  const { effects } = createSimulation(1).live();
  const caller = await effects.hosts.connect('qemu:///system', 'change');
  const { domains } = libvirt(caller);
  const define = (name: string, vcpus: number): Promise<unknown> =>
    domains.defineXml(
      `<domain type='qemu'><name>${name}</name><memory>65536</memory><vcpu>${vcpus}</vcpu><os><type machine='q35'>hvm</type></os></domain>`,
    );
  await define('same', 1);
  await define('changed', 1);
  const seen = await readHostView(caller);
  await domains.undefine(await domains.lookupByName('changed'));
  await define('changed', 2);
  const local = { files: effects.files, folder: '/work/.virtform' };
  const session = await openSession('qemu:///system', libvirtProvider, effects, {
    local,
    held: [],
    seen,
    isCurrent: false,
  });
  const now = await readHostView(caller);
  const storedIn = (view: HostView, name: string): unknown => recordNamed(view.domains, name)?.stored;
  const { view } = session;
  if (!isHostView(view)) throw new TypeError('it is the view of another provider');
  expect(storedIn(view, 'same')).toBe(storedIn(seen, 'same'));
  expect(storedIn(view, 'changed')).toEqual(storedIn(now, 'changed'));
  expect(storedIn(view, 'changed')).not.toEqual(storedIn(seen, 'changed'));
});

function isHostView(view: unknown): view is HostView {
  return typeof view === 'object' && view !== null && 'domains' in view;
}
