import { domain, sizeInBytes } from '@virtform/schema';
import type { TypedParameter } from '@virtform/libvirt';
import { isObject, isUnknown, type Path, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, textAt } from '../shared/attributes.js';
import { patternOf } from '../shared/rules.js';
import type { Change } from '../three-way.js';
import type { Condition } from './conditions.js';

/** Which call takes a setting. */
export type Tuner = 'scheduler' | 'memory' | 'blkio' | 'numa';

/** A setting of a guest that the host holds it to, and that can be changed while it runs. */
interface Tunable {
  readonly tuner: Tuner;
  /** As libvirt's typed parameter and as virsh call it. */
  readonly field: string;
  readonly type: TypedParameter['type'];
  /** What stands for none; undefined: libvirt knows none, and it stays until the next boot. */
  readonly unset?: number;
  /** libvirt writes what stands for none into the definition, where it is to be absent. */
  readonly unsetIsWritten?: true;
}

/** No limit: VIR_DOMAIN_MEMORY_PARAM_UNLIMITED. */
const UNLIMITED = 9_007_199_254_740_991;
/** µs, of the kernel. */
const PERIOD = 100_000;
/** What the kernel gives every group. */
const SHARES = 1024;

const written = { unsetIsWritten: true } as const;
const period = (field: string): Tunable => ({
  tuner: 'scheduler',
  field,
  type: 'ullong',
  unset: PERIOD,
  ...written,
});
const quota = (field: string): Tunable => ({
  tuner: 'scheduler',
  field,
  type: 'llong',
  unset: -1,
  ...written,
});
const limit = (field: string): Tunable => ({ tuner: 'memory', field, type: 'ullong', unset: UNLIMITED });
/** Of one disk of the host: `/dev/sda,100`; 0 takes it off the list. */
const ofDevice = (field: string): Tunable => ({ tuner: 'blkio', field, type: 'string', unset: 0 });

/** By their paths. */
const TUNABLES: Readonly<Record<string, Tunable>> = {
  'cpu_tune.shares': { tuner: 'scheduler', field: 'cpu_shares', type: 'ullong', unset: SHARES, ...written },
  'cpu_tune.period': period('vcpu_period'),
  'cpu_tune.quota': quota('vcpu_quota'),
  'cpu_tune.global_period': period('global_period'),
  'cpu_tune.global_quota': quota('global_quota'),
  'cpu_tune.emulator_period': period('emulator_period'),
  'cpu_tune.emulator_quota': quota('emulator_quota'),
  'cpu_tune.io_thread_period': period('iothread_period'),
  'cpu_tune.io_thread_quota': quota('iothread_quota'),
  'memory_tune.hard_limit': limit('hard_limit'),
  'memory_tune.soft_limit': limit('soft_limit'),
  'memory_tune.swap_hard_limit': limit('swap_hard_limit'),
  'block_io_tune.weight': { tuner: 'blkio', field: 'weight', type: 'uint' },
  'block_io_tune.device[].weight': ofDevice('device_weight'),
  'block_io_tune.device[].read_iops_sec': ofDevice('device_read_iops_sec'),
  'block_io_tune.device[].write_iops_sec': ofDevice('device_write_iops_sec'),
  'block_io_tune.device[].read_bytes_sec': ofDevice('device_read_bytes_sec'),
  'block_io_tune.device[].write_bytes_sec': ofDevice('device_write_bytes_sec'),
  'numa_tune.memory.nodeset': { tuner: 'numa', field: 'numa_nodeset', type: 'string' },
};

/** The paths of what can be tuned, each for itself. */
export const TUNABLE_PATHS: readonly string[] = Object.keys(TUNABLES);

/** The list whose elements are tuned as a whole when they come or go. */
export const TUNABLE_DEVICES = 'block_io_tune.device[]';

/** Whether a setting can be changed as a change says: what has a value can, and of what goes that for which something stands. */
export const isTunable: Condition = ({ path, after }, { wanted }) => {
  const pattern = patternOf(path);
  if (SWAP_AND_MEMORY.has(pattern) && limitsSwapAlone(wanted)) return false;
  return after !== undefined || TUNABLES[pattern]?.unset !== undefined;
};

const SWAP_AND_MEMORY: ReadonlySet<string> = new Set([
  'memory_tune.hard_limit',
  'memory_tune.swap_hard_limit',
]);

/**
 * A limit that is not there is to the call a limit without end: "memory hard_limit tunable value must be lower than or equal to
 * swap_hard_limit" (seen).
 */
function limitsSwapAlone(wanted: Attributes): boolean {
  const limits = attributeAt(wanted, ['memory_tune']);
  return isObject(limits) && limits.hard_limit === undefined && limits.swap_hard_limit !== undefined;
}

/** What goes by a call that would leave it in the definition: there it is taken out by hand. */
export function isEditedOut({ path, after }: Change): boolean {
  return after === undefined && TUNABLES[patternOf(path)]?.unsetIsWritten === true;
}

/** One parameter of a call. */
export interface Parameter {
  readonly field: string;
  readonly value: Value;
}

/** What one call of a tuner is to be told. */
export interface Tuning {
  readonly tuner: Tuner;
  readonly changes: readonly Change[];
  readonly parameters: readonly Parameter[];
}

/** The parameters of changes, tuner by tuner: libvirt holds the limits of one against each other, so that all go together. */
export function tuningsOf(changes: readonly Change[], wanted: Attributes): readonly Tuning[] {
  return TUNERS.flatMap((tuner): readonly Tuning[] => {
    const its = changes.filter(({ path }) => tunerAt(path) === tuner);
    const parameters = its.flatMap((change) => parametersOf(change, wanted));
    return its.length === 0 ? [] : [{ tuner, changes: its, parameters: joined(parameters) }];
  });
}

const TUNERS: readonly Tuner[] = ['scheduler', 'memory', 'blkio', 'numa'];

function tunerAt(path: Path): Tuner | undefined {
  const pattern = patternOf(path);
  return pattern === TUNABLE_DEVICES ? 'blkio' : TUNABLES[pattern]?.tuner;
}

function parametersOf(change: Change, wanted: Attributes): readonly Parameter[] {
  const { path, before, after } = change;
  const pattern = patternOf(path);
  if (pattern === TUNABLE_DEVICES) {
    const all = isObject(after) ? after : isObject(before) ? before : {};
    const device = textAt(all, ['path']) ?? '';
    return Object.entries(all).flatMap(([name, value]) => {
      const tunable = TUNABLES[`${TUNABLE_DEVICES}.${name}`];
      return tunable === undefined ? [] : [forDevice(tunable, device, after === undefined ? 0 : value)];
    });
  }
  const tunable = TUNABLES[pattern];
  if (tunable === undefined) return [];
  const value = after === undefined ? (tunable.unset ?? null) : amountAt(path, wanted);
  if (!pattern.startsWith(TUNABLE_DEVICES)) return [{ field: tunable.field, value }];
  return [forDevice(tunable, textAt(wanted, [...path.slice(0, -1), 'path']) ?? '', value)];
}

function forDevice({ field }: Tunable, device: string, value: Value): Parameter {
  return { field, value: isUnknown(value) ? value : `${device},${plainText(value)}` };
}

/** A number or a text as libvirt and virsh read it. */
export function plainText(value: Value): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** libvirt takes amounts of memory in KiB. */
function amountAt(path: Path, wanted: Attributes): Value {
  const value = attributeAt(wanted, path) ?? null;
  const [group, name] = path;
  const shape = domain.attributes[String(group)];
  const attribute = shape?.kind === 'object' ? shape.attributes[String(name)] : undefined;
  if (attribute?.kind !== 'scalar' || attribute.meaning?.as !== 'size') return value;
  const beside = attributeAt(wanted, path.slice(0, -1));
  const bytes = sizeInBytes(value, attribute.meaning, isObject(beside) ? beside : {});
  return bytes === undefined ? value : Number((bytes + 1023n) / 1024n);
}

/** Several devices are one list: `/dev/sda,100,/dev/sdb,200`. */
function joined(parameters: readonly Parameter[]): readonly Parameter[] {
  const all = new Map<string, Value>();
  for (const { field, value } of parameters) {
    const before = all.get(field);
    const both = typeof before === 'string' && typeof value === 'string' ? `${before},${value}` : value;
    all.set(field, before !== undefined && isUnknown(before) ? before : both);
  }
  return [...all].map(([field, value]) => ({ field, value }));
}

const TYPES: ReadonlyMap<string, TypedParameter['type']> = new Map(
  Object.values(TUNABLES).map(({ field, type }) => [field, type]),
);

/** A parameter as libvirt takes it. */
export function typedParameter(field: string, value: Value): TypedParameter {
  const type = TYPES.get(field);
  switch (type) {
    case 'string':
      return { field, type, value: plainText(value) };
    case 'uint':
      return { field, type, value: Number(value) };
    case 'llong':
    case 'ullong':
      return { field, type, value: BigInt(Number(value)) };
    default:
      throw new TypeError(`nothing of a guest is tuned by ${field}`);
  }
}
