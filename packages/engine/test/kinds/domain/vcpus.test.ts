import { DomainAffectFlags, DomainXmlFlags, LibvirtError } from '@virtform/libvirt';
import type { ArgsOf, Caller, ProcedureName, ResultOf } from '@virtform/libvirt';
import { decode, domain, parseXml } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { createSimulation } from '../../../src/effects/simulated/simulation.js';
import type { Step } from '../../../src/kinds/kind.js';
import { step } from '../../../src/kinds/shared/steps.js';
import { runStep } from '../step-context.js';

const UUID = '11111111-1111-4111-8111-111111111111';
const XML = `<domain type='kvm'><name>it</name><uuid>${UUID}</uuid><memory>65536</memory><vcpu current='1'>4</vcpu><os><type machine='q35'>hvm</type></os></domain>`;
const { LIVE, CONFIG } = DomainAffectFlags;

const timedOut = (): LibvirtError =>
  new LibvirtError('Timed out during operation: vcpu unplug request timed out', { fault: 'host', code: 68 });
const refused = (): LibvirtError =>
  new LibvirtError('operation failed: unplug of device was rejected by the guest', {
    fault: 'host',
    code: 9,
  });

/** What becomes of a request to a running guest: whether it is done, and what libvirt says. */
type Answer = <T>(does: () => Promise<T>, asked: number) => Promise<T>;

/** A guest that runs with two vCPUs more than it was started with, and answers as it is told to. */
async function bench(answer: Answer) {
  const { effects } = createSimulation(1).live();
  const host = await effects.hosts.connect('qemu:///system', 'change');
  const { dom } = await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml: XML, flags: 1 });
  await host.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 });
  await host.call('DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus: 3, flags: LIVE | CONFIG });
  const asked: string[] = [];
  const guest: Caller = {
    ...host,
    async call<P extends ProcedureName>(procedure: P, args: ArgsOf<P>): Promise<ResultOf<P>> {
      const does = (): Promise<ResultOf<P>> => host.call(procedure, args);
      if (!procedure.startsWith('DOMAIN_SET_VCPU')) return does();
      const isLive = JSON.stringify(args).includes(`"flags":${LIVE}`);
      asked.push(isLive ? 'live' : 'stored');
      return isLive ? answer(does, asked.length) : does();
    },
  };
  const run = async (args: ValueObject): Promise<void> => {
    const wanted: Step = step({
      effect: 'unplug-vcpus',
      args: { ...args, live: true, stored: true },
      calls: [],
      why: 'pull a vCPU out of it',
    });
    const identity = { uuid: UUID, name: 'it' };
    await runStep('libvirt_domain', wanted, { effects, host: guest }, { identity, wanted: {} });
  };
  const cpus = async (flags: number): Promise<unknown> =>
    decode(domain, parseXml((await host.call('DOMAIN_GET_XML_DESC', { dom, flags })).xml)).vcpu_current;
  return { run, asked, counts: async () => [await cpus(0), await cpus(DomainXmlFlags.INACTIVE)] };
}

test.each<[how: string, answer: Answer, asked: readonly string[]]>([
  ['lets go at once', (does) => does(), ['live', 'stored']],
  [
    'lets go, and libvirt waits in vain for it',
    async (does) => {
      await does();
      throw timedOut();
    },
    ['live', 'stored'],
  ],
  [
    'lets go when it is asked again',
    (does, asked) => (asked === 1 ? Promise.reject(timedOut()) : does()),
    ['live', 'live', 'stored'],
  ],
  [
    'refuses at first',
    (does, asked) => (asked < 3 ? Promise.reject(refused()) : does()),
    ['live', 'live', 'live', 'stored'],
  ],
])('a guest that %s has fewer vCPUs, and so has its definition', async (_how, answer, expected) => {
  for (const args of [{ count: 2 }, { id: 2 }]) {
    const { run, asked, counts } = await bench(answer);
    await run(args);
    expect(asked).toEqual(expected);
    expect(await counts()).toEqual([2, 2]);
  }
});

test('a guest that lets go of none keeps them, and so does its definition', async () => {
  const { run, asked, counts } = await bench(() => Promise.reject(timedOut()));
  await expect(run({ count: 2 })).rejects.toMatchObject({
    message: 'pull a vCPU out of it: the guest did not let go, asked 3 times',
    action: expect.stringContaining('/sys/devices/system/cpu'),
    cause: { code: 68 },
  });
  expect(asked).toEqual(['live', 'live', 'live']);
  expect(await counts()).toEqual([3, 3]);
});

test('what libvirt does not even ask the guest is no refusal of its', async () => {
  const { run, asked } = await bench(() =>
    Promise.reject(new LibvirtError('Domain not found', { fault: 'host', code: 42 })),
  );
  await expect(run({ count: 2 })).rejects.toMatchObject({ code: 42 });
  expect(asked).toEqual(['live']);
});
