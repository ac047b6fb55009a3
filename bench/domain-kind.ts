// What the kind of guests does, without the engine around it: domain-kind.ts PART URI ARGUMENT… It runs bundled, as the command does.
import './end-soon.js';
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Caller,
  connect,
  type Domain,
  DomainDeviceFlags,
  type Domains,
  libvirt,
} from '@virtform/libvirt';
import { isObject, type ValueObject } from '@virtform/values';
import { realClock } from '../packages/engine/src/effects/clock.js';
import { realFiles } from '../packages/engine/src/effects/files.js';
import type { OpenHostView } from '../packages/engine/src/kinds/host-view.js';
import { libvirtProvider } from '../packages/engine/src/kinds/index.js';
import type { Attributes, Proposal, StepContext } from '../packages/engine/src/kinds/kind.js';

const kind = libvirtProvider.kinds.get('libvirt_domain');
assert.ok(kind);
const mark = { lineage: '6c0ffee0-0000-4000-8000-000000000001', address: 'libvirt_domain.guest' };
const local = { files: realFiles(), folder: tmpdir() };

const PARTS: Readonly<Record<string, (uri: string, ...args: readonly string[]) => Promise<void>>> = {
  compare: compareAll,
  plug: plugAgain,
  unplug: unplugOnce,
};

/** Holds all that was read of each guest of a host against what is wanted, and prints how many milliseconds that took. */
async function compareAll(uri: string, count = ''): Promise<void> {
  const host = await connect(uri);
  const view = await readView(host);
  for (const { stored } of view.domains.values()) assert.ok(stored?.attributes);
  const guests = [...view.domains.values()].map(({ uuid, name }) => ({
    uuid,
    before: configuration(name),
    wanted: configuration(name),
  }));
  const started = performance.now();
  const actions = guests.map(({ uuid, before, wanted }) => propose(view, uuid, before, wanted).action);
  const elapsed = performance.now() - started;
  assert.equal(actions.length, Number(count));
  assert.deepEqual(new Set(actions), new Set(['no-op']));
  console.log(elapsed);
  await host.close();
}

/** Plugs a disk into a running guest for each line that comes in, and takes it out again; prints the milliseconds of the former. */
async function plugAgain(uri: string, name = '', file = ''): Promise<void> {
  const host = await connect(uri);
  const { domains } = libvirt(host);
  const dom = await domains.lookupByName(name);
  await plug(host, dom, file);
  await plug(host, dom, file);
  console.log('ready');
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while ((await lines.next()).done !== true) console.log(await plug(host, dom, file));
  await host.close();
}

async function plug(host: Caller, dom: Domain, file: string): Promise<number> {
  const view = await readView(host);
  const before = kind?.import?.(view, dom.uuid)?.attributes ?? {};
  const devices = isObject(before.devices) ? before.devices : {};
  // It has no other.
  const wanted = { ...before, devices: { ...devices, disks: [disk(file)] } };
  const { steps } = propose(view, dom.uuid, before, wanted);
  const [step] = steps;
  assert.equal(steps.length, 1);
  assert.ok(step?.effect === 'attach-device');
  const context = contextOf(host, dom, wanted);
  const started = performance.now();
  await kind?.execute(step, context, view);
  const elapsed = performance.now() - started;
  await unplug(libvirt(host).domains, dom);
  return elapsed;
}

/** Takes out what was plugged in. */
async function unplugOnce(uri: string, name = ''): Promise<void> {
  const host = await connect(uri);
  const { domains } = libvirt(host);
  await unplug(domains, await domains.lookupByName(name));
  await host.close();
}

function readView(host: Caller): Promise<OpenHostView> {
  return libvirtProvider.readHost(host, () => Promise.resolve(host), local, []);
}

function propose(view: OpenHostView, uuid: string, before: Attributes, wanted: Attributes): Proposal {
  assert.ok(kind);
  const identity = { uuid };
  const applied = { attributes: before, wanted: before, identity, tainted: false, intent: false };
  const actual = kind.read(view, identity);
  const request = { address: mark.address, applied, actual, wanted, sensitive: [], identity, mark };
  return kind.propose({ ...request, allowDataLoss: false, restart: false }, view);
}

/** What a program says of the guests of guests.ts. */
function configuration(name: string): Attributes {
  const images = '/var/lib/libvirt/images';
  const driver = (type: string): ValueObject => ({ name: 'qemu', type, discard: 'unmap' });
  const file = (which: string): ValueObject => ({ file: { file: `${images}/${name}${which}` } });
  return {
    name,
    title: `Guest ${Number(name.slice('guest'.length))}`,
    type: 'qemu',
    memory: 2048,
    memory_unit: 'MiB',
    vcpu: 2,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
    features: { acpi: true, apic: {} },
    cpu: { mode: 'host-model' },
    clock: {
      offset: 'utc',
      timer: [
        { name: 'rtc', tick_policy: 'catchup' },
        { name: 'pit', tick_policy: 'delay' },
        { name: 'hpet', present: 'no' },
      ],
    },
    devices: {
      disks: [
        { driver: driver('qcow2'), source: file('.qcow2'), target: { dev: 'vda', bus: 'virtio' } },
        { driver: driver('raw'), source: file('-data.img'), target: { dev: 'vdb', bus: 'virtio' } },
        {
          device: 'cdrom',
          driver: { name: 'qemu', type: 'raw' },
          source: file('-seed.iso'),
          target: { dev: 'sda', bus: 'sata' },
          read_only: true,
        },
      ],
      interfaces: ['default', 'lab'].map((network) => ({
        model: { type: 'virtio' },
        source: { network: { network } },
      })),
      serials: [{ source: { pty: {} } }],
      channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
      graphics: [{ vnc: { auto_port: true } }],
      videos: [{ model: { type: 'virtio' } }],
      mem_balloon: { model: 'virtio' },
      rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }],
    },
    running: false,
  };
}

function contextOf(host: Caller, { uuid, name }: Domain, wanted: Attributes): StepContext {
  return {
    host,
    files: local.files,
    clock: realClock(),
    identity: { uuid, name },
    mark,
    wanted,
    signal: new AbortController().signal,
    share: (awaited) => awaited,
    progress: () => undefined,
    warn: (warning) => console.error(warning),
  };
}

function disk(file: string): ValueObject {
  return {
    device: 'disk',
    driver: { name: 'qemu', type: 'raw' },
    source: { file: { file } },
    target: { dev: 'sdb', bus: 'scsi' },
  };
}

/** A disk on SCSI goes whether the guest lets go of it or not. */
async function unplug(domains: Domains, dom: Domain): Promise<void> {
  const xml = "<disk type='file' device='disk'><target dev='sdb' bus='scsi'/></disk>";
  await domains.detachDevice(dom, xml, DomainDeviceFlags.LIVE | DomainDeviceFlags.CONFIG);
  while ((await domains.xmlDesc(dom)).includes("dev='sdb'")) await sleep(20);
}

const [part = '', uri = '', ...args] = process.argv.slice(2);
PARTS[part]?.(uri, ...args).catch((error: unknown) => {
  console.error(error);
  // Whoever talks to it waits for its end, and the connection would keep it.
  process.exit(1);
});
