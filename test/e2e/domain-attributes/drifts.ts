import { diff, resources } from '@virtform/schema';
import { equalValues, type Value } from '@virtform/values';
import type { Trait, Trial } from '../../../packages/schema/test/traits/traits.js';

const { libvirt_domain: domain } = resources;

/** An attribute in a guest that does without it as well, and, where there is one, with another value in the same guest. */
export interface Drift {
  readonly trial: Trial;
  readonly other: Trial | undefined;
}

/** By the name of each attribute the guests in which it makes a difference; none for one that says in all of them what is said anyway. */
export function driftsOf(trials: readonly Trial[]): ReadonlyMap<string, readonly Drift[]> {
  const byName = new Map<string, Trial[]>();
  for (const trial of trials) {
    const name = trial.trait.names.join('.');
    byName.set(name, [...(byName.get(name) ?? []), trial]);
  }
  return new Map(
    [...byName].map(([name, its]) => {
      const telling = its.filter(({ guest, without }) => diff(domain, without, guest).length > 0);
      return [name, telling.reverse().map((trial) => ({ trial, other: otherThan(trial, its) }))];
    }),
  );
}

function otherThan({ guest, without }: Trial, trials: readonly Trial[]): Trial | undefined {
  return trials.find(
    (other) => equalValues(other.without, without) && diff(domain, other.guest, guest).length > 0,
  );
}

/** Other values of attributes that say, in all guests that they were tried in, what is said there anyway: a host that has to be named. */
export function othersOf(trials: readonly Trial[]): readonly Trait[] {
  const untold = new Set(
    [...driftsOf(trials)].flatMap(([name, drifts]) => (drifts.length === 0 ? [name] : [])),
  );
  return trials.flatMap(({ trait: { names, value } }) => {
    const other = untold.has(names.join('.')) ? anotherThan(value) : undefined;
    return other === undefined ? [] : [{ names, value: other }];
  });
}

/** With its last digit one more, where it has any: another address, port, name of a device. */
function anotherThan(value: Value): Value | undefined {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return undefined;
  const next = value.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`);
  return next === value ? `${value}1` : next;
}
