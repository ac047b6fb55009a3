import type { ValueObject } from '@virtform/values';
import type { ResourceSchema } from '../../src/index';
import { grounds, type Ground } from './bases';
import { compose, partOf } from './compose';
import type { Trial } from './traits';

/** How guests are packed. */
export interface Packing {
  /** Guests at most. */
  readonly most: number;
  /** From 0 to below 1, the same for the same seed. */
  readonly random: () => number;
  /** Whether the hypervisor takes a guest. */
  readonly accepts: (guest: ValueObject) => Promise<boolean>;
}

/** A guest, and the trials whose traits it bears. */
export interface Packed {
  readonly guest: ValueObject;
  readonly trials: readonly Trial[];
}

/** Elements that one list has in one guest. */
const ELEMENTS: Readonly<Record<string, number>> = { 'devices.disks': 6, 'devices.interfaces': 6 };
const FEW_ELEMENTS = 2;
/** Traits that are added at once, and one by one where the hypervisor refuses them together. */
const BATCH = 48;

/**
 * Packs traits into as few guests as cover them in pairs: each guest takes those first that stand together with the fewest
 * others so far, as far as the hypervisor takes them together.
 */
export async function pack(
  schema: ResourceSchema,
  trials: readonly Trial[],
  { most, random, accepts }: Packing,
): Promise<readonly Packed[]> {
  const pairs = pairsOf(trials);
  const packed: Packed[] = [];
  const used = new Set<Trial>();
  while (packed.length < most && (pairs.left() > 0 || used.size < trials.length)) {
    const ground = groundFor(packed.length, trials, used);
    const order = candidates(trials, ground, used, pairs, random);
    let kept: readonly Trial[] = [];
    const add = async (batch: readonly Trial[]): Promise<void> => {
      const guest = compose(schema, ground.guest, [...kept, ...batch]);
      if (guest !== undefined && (await accepts(guest))) {
        kept = [...kept, ...batch];
      } else if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        await add(batch.slice(0, half));
        await add(batch.slice(half));
      }
    };
    for (let from = 0; from < order.length; from += BATCH) await add(order.slice(from, from + BATCH));
    const guest = compose(schema, ground.guest, kept);
    if (guest === undefined || kept.length === 0) break;
    for (const trial of kept) used.add(trial);
    const gained = pairs.cover(kept);
    packed.push({ guest, trials: kept });
    if (gained === 0 && used.size === trials.length) break;
  }
  return packed;
}

/** The guest that the most traits still wait for; every other time the plainest, in which all may stand. */
function groundFor(number: number, trials: readonly Trial[], used: ReadonlySet<Trial>): Ground {
  const [plain] = grounds;
  if (plain === undefined) throw new TypeError('no guest to begin with');
  if (number % 2 === 0) return plain;
  const waiting = grounds.map((ground) => ({
    ground,
    count: trials.filter((trial) => trial.ground === ground && !used.has(trial)).length,
  }));
  const most = waiting.reduce((best, other) => (other.count > best.count ? other : best));
  return most.count > 0 ? most.ground : (grounds[Math.floor(number / 2) % grounds.length] ?? plain);
}

/** One value of each attribute of each element, those first that have stood with the fewest others. */
function candidates(
  trials: readonly Trial[],
  ground: Ground,
  used: ReadonlySet<Trial>,
  pairs: Pairs,
  random: () => number,
): readonly Trial[] {
  const possible = trials.filter((trial) => trial.ground === ground || trial.ground === grounds[0]);
  const elements = new Map<string, Trial[]>();
  for (const trial of possible) {
    const part = partOf(trial);
    elements.set(part, [...(elements.get(part) ?? []), trial]);
  }
  const lists = new Map<string, { readonly score: number; readonly trials: readonly Trial[] }[]>();
  for (const its of elements.values()) {
    const [first] = its;
    if (first === undefined) continue;
    const list = first.trait.names.slice(0, first.beginning.depth + 1).join('.');
    const fresh = its.filter((trial) => !used.has(trial)).length;
    const score = fresh * 1_000 + random() * 500;
    lists.set(list, [...(lists.get(list) ?? []), { score, trials: its }]);
  }
  const chosen = [...lists].flatMap(([list, its]) =>
    its
      .sort((left, right) => right.score - left.score)
      .slice(0, list === '' ? Infinity : (ELEMENTS[list] ?? FEW_ELEMENTS))
      .flatMap(({ trials: own }) => onePerAttribute(own, used, random)),
  );
  return chosen
    .map((trial) => ({
      trial,
      score: (used.has(trial) ? 0 : 1_000) + pairs.missing(trial) * (0.5 + random()),
    }))
    .sort((left, right) => right.score - left.score)
    .map(({ trial }) => trial);
}

function onePerAttribute(
  trials: readonly Trial[],
  used: ReadonlySet<Trial>,
  random: () => number,
): readonly Trial[] {
  const byName = new Map<string, Trial[]>();
  for (const trial of trials) {
    const name = trial.trait.names.join('.');
    byName.set(name, [...(byName.get(name) ?? []), trial]);
  }
  return [...byName.values()].flatMap((its) => {
    const fresh = its.filter((trial) => !used.has(trial));
    const from = fresh.length > 0 ? fresh : its;
    return from.slice(Math.floor(random() * from.length)).slice(0, 1);
  });
}

/** Which attributes have stood together. */
export interface Pairs {
  readonly total: number;
  left(): number;
  /** With how many others an attribute has not stood yet. */
  missing(trial: Trial): number;
  /** Notes that these stand together; says how many pairs are new. */
  cover(trials: readonly Trial[]): number;
}

export function pairsOf(trials: readonly Trial[]): Pairs {
  const names = [...new Set(trials.map(({ trait }) => trait.names.join('.')))];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const numberOf = ({ trait }: Trial): number => numbers.get(trait.names.join('.')) ?? 0;
  const met = names.map(() => new Uint8Array(names.length));
  const open = names.map(() => names.length - 1);
  const total = (names.length * (names.length - 1)) / 2;
  let left = total;
  return {
    total,
    left: () => left,
    missing: (trial) => open[numberOf(trial)] ?? 0,
    cover: (those) => {
      const before = left;
      const present = [...new Set(those.map(numberOf))];
      for (const one of present) {
        const row = met[one];
        for (const other of present) {
          if (row === undefined || other === one || row[other] === 1) continue;
          row[other] = 1;
          open[one] = (open[one] ?? 1) - 1;
          if (other > one) left -= 1;
        }
      }
      return before - left;
    },
  };
}
