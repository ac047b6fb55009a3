import { domain, parseNumberSet } from '@virtform/schema';
import { type Caller, type Domain, libvirt, type TypedParameter } from '@virtform/libvirt';
import { isObject, type Path, type Value } from '@virtform/values';
import type { Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { attributeAt, numberAt, textAt } from '../shared/attributes.js';
import type { JudgedChange } from '../shared/judge.js';
import { labelOf } from '../shared/element-names.js';
import type { LineContext } from '../shared/lines.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { byDevice, devicePath, type DeviceChanges } from './by-device.js';
import { affect } from './handle.js';
import type { Change } from '../three-way.js';
import type { DomainRule } from './rules.js';
import { sideFlags, sidesOf } from './steps.js';

type Judged = JudgedChange<DomainRule>;

/** One step for each disk: libvirt holds limits of total throughput against those of reads and writes, so that all go together. */
export function limitSteps(name: string, changes: readonly Judged[], context: LineContext): readonly Step[] {
  return byDevice(changes).map((disk) => limitStep(name, disk, context));
}

function limitStep(name: string, { path, changes }: DeviceChanges<Judged>, { wanted }: LineContext): Step {
  const sides = sidesOf(changes);
  const disk = textAt(wanted, [...path, 'target', 'dev']) ?? '';
  const limits = Object.fromEntries(changes.flatMap(({ change }) => limitsOf(change)));
  const words = Object.entries(limits).flatMap(([limit, value]) => [
    `--${limit.replaceAll('_', '-')}`,
    typeof value === 'number' || typeof value === 'string' ? String(value) : 'LIMIT',
  ]);
  const label = labelOf(domain.attributes, wanted, path) ?? `disk ${disk}`;
  return step({
    effect: 'limit-disk',
    args: { disk, limits, ...sides },
    calls: [['blkdeviotune', ...named('domain', name), disk, ...words, ...sideFlags(sides)]],
    impact: 'live',
    why: `limit the throughput of ${label} of ${name}`,
  });
}

/** The XML and the call have the same names for them. What is taken out, one or all at once, is unlimited again: 0. */
function limitsOf({ path, before, after }: Change): readonly (readonly [name: string, limit: Value])[] {
  if (path.length > devicePath(path).length + 1) return [[String(path.at(-1)), after ?? 0]];
  const all = isObject(after) ? after : isObject(before) ? before : {};
  return Object.entries(all)
    .filter(([name]) => after !== undefined || name !== 'group_name')
    .map(([name, limit]) => [name, after === undefined ? 0 : limit]);
}

export async function limitDisk({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const limits = isObject(args.limits) ? Object.entries(args.limits) : [];
  const parameters = limits.map(([field, value]): TypedParameter =>
    field === 'group_name'
      ? { field, type: 'string', value: typeof value === 'string' ? value : '' }
      : { field, type: 'ullong', value: BigInt(Number(value)) },
  );
  await libvirt(host).domains.setBlockIoTune(dom, textAt(args, ['disk']) ?? '', parameters, affect(args));
}

/** What of a guest can be pinned to CPUs of the host: where its pins stand, and what virsh calls it. */
const PINNED = {
  vcpu_pin: { number: 'vcpu', command: 'vcpupin' },
  io_thread_pin: { number: 'io_thread', command: 'iothreadpin' },
  emulator_pin: { number: undefined, command: 'emulatorpin' },
} as const;

function pinnedAt(path: Path): keyof typeof PINNED | undefined {
  const [, name] = path;
  return Object.keys(PINNED).find((known): known is keyof typeof PINNED => known === name);
}

export function pinStep(name: string, judged: Judged, { wanted }: LineContext): Step {
  const { path } = judged.change;
  const what = pinnedAt(path) ?? 'emulator_pin';
  const { number, command } = PINNED[what];
  const pin = path.slice(0, number === undefined ? 2 : 3);
  const { after, before } = judged.change;
  const goes = after === undefined;
  const cpus = goes ? null : (attributeAt(wanted, [...pin, 'cpu_set']) ?? null);
  const whose = goes ? before : attributeAt(wanted, pin);
  const which = number === undefined ? undefined : (numberAt(whose, [number]) ?? 0);
  // The definition loses its pin by a redefinition: libvirt has no call for that, and would pin to all CPUs by name.
  const sides = goes ? { live: true, stored: false } : sidesOf([judged]);
  const said = typeof cpus === 'string' ? cpus : goes ? 'ALL' : 'CPUS';
  const numbers = which === undefined ? [] : [String(which)];
  return step({
    effect: 'pin-cpus',
    args: { what, which: which ?? null, cpus, ...sides },
    calls: [[command, ...named('domain', name), ...numbers, said, ...sideFlags(sides)]],
    impact: 'live',
    why: `let ${WHOSE[what]}${which === undefined ? '' : ` ${which}`} of ${name} run on ${goes ? 'every CPU' : `the CPUs ${said}`} of the host`,
  });
}

const WHOSE: Readonly<Record<keyof typeof PINNED, string>> = {
  vcpu_pin: 'vCPU',
  io_thread_pin: 'I/O thread',
  emulator_pin: 'the emulator',
};

export async function pinCpus({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const cpus = await cpusOf(args.cpus ?? null, host);
  const number = Number(args.which);
  const { domains } = libvirt(host);
  switch (args.what) {
    case 'vcpu_pin':
      await domains.pinVcpu(dom, number, cpus, affect(args));
      return;
    case 'io_thread_pin':
      await domains.pinIothread(dom, number, cpus, affect(args));
      return;
    default:
      await domains.pinEmulator(dom, cpus, affect(args));
  }
}

/** Those that are named; where none are, every CPU of the host. */
async function cpusOf(said: Value, host: Caller): Promise<readonly number[]> {
  if (said === null) {
    const { cpus } = await libvirt(host).node.cpuMap();
    return Array.from({ length: cpus }, (_, cpu) => cpu);
  }
  const set = typeof said === 'string' ? parseNumberSet(said) : undefined;
  if (set === undefined)
    throw new StepError(`"${JSON.stringify(said)}" is no set of CPUs`, 'Say which CPUs, such as 0-3 or 0,2.');
  return [...set];
}

/** One step for each thread that comes or goes; libvirt numbers them from 1. */
export function ioThreadSteps(name: string, judged: Judged): readonly Step[] {
  const { before, after } = judged.change;
  const [now, wanted] = [Number(before ?? 0), Number(after ?? 0)];
  const sides = sidesOf([judged]);
  const [least, most] = [Math.min(now, wanted), Math.max(now, wanted)];
  const more = wanted > now;
  const ids = Array.from({ length: most - least }, (_, index) => least + index + 1);
  // The last one goes first, so that the numbers have no gap in between.
  return (more ? ids : ids.toReversed()).map((id) =>
    step({
      effect: more ? 'add-io-thread' : 'remove-io-thread',
      args: { id, ...sides },
      calls: [
        [more ? 'iothreadadd' : 'iothreaddel', ...named('domain', name), String(id), ...sideFlags(sides)],
      ],
      impact: 'live',
      why: more ? `give ${name} the I/O thread ${id}` : `take the I/O thread ${id} from ${name}`,
    }),
  );
}

export async function removeIoThread({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  await libvirt(host).domains.delIothread(dom, Number(args.id), affect(args));
}

export async function addIoThread({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  await libvirt(host).domains.addIothread(dom, Number(args.id), affect(args));
}
