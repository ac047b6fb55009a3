import { everyModule, fromRoot } from '../config/index.js';
import type { CheckStatus, Configuration, Judgement } from '../config/index.js';
import { checkedObject, worstStatus } from './results.js';
import type { CheckedKind, CheckedObject, CheckResult } from './results.js';

/** Where it is written down what conditions come to, while a plan or an apply goes on. */
export interface CheckCollector {
  /** Says which objects a block, which is known by its address without keys, has; until then nobody knows. */
  expand(block: string, objects: readonly string[]): void;
  /** Adds what some of the conditions of an object came to. */
  record(block: string, object: string, judgements: readonly Judgement[]): void;
  /** Whether something that was recorded of an object does not hold. */
  fails(block: string, object: string): boolean;
  /** Takes over what is known of an object already. */
  adopt(block: string, object: CheckedObject): void;
  /** Sorted by address. */
  results(): readonly CheckResult[];
}

interface Entry {
  readonly kind: CheckedKind;
  /** How many conditions each object has: one that was not asked is not known. */
  readonly conditions: number;
  objects: Map<string, CheckedObject | Judgement[]> | undefined;
}

/** A collector for all blocks of a configuration that have conditions; nothing is known of them yet. */
export function createCheckCollector(configuration: Configuration): CheckCollector {
  const entries = entriesOf(configuration);
  const objectsOf = (block: string): Map<string, CheckedObject | Judgement[]> | undefined => {
    const entry = entries.get(block);
    if (entry === undefined) return undefined;
    return (entry.objects ??= new Map());
  };
  return {
    expand(block, objects) {
      const known = objectsOf(block);
      for (const object of objects) if (known?.has(object) === false) known.set(object, []);
    },
    record(block, object, judgements) {
      const known = objectsOf(block);
      const before = known?.get(object) ?? [];
      known?.set(object, Array.isArray(before) ? [...before, ...judgements] : [...judgements]);
    },
    fails(block, object) {
      const known = entries.get(block)?.objects?.get(object);
      return Array.isArray(known) && known.some(({ status }) => status === 'fail');
    },
    adopt(block, object) {
      objectsOf(block)?.set(object.address, object);
    },
    results: () =>
      [...entries]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([address, entry]) => resultOf(address, entry)),
  };
}

function resultOf(address: string, { kind, conditions, objects }: Entry): CheckResult {
  if (objects === undefined) return { kind, address, status: 'unknown' };
  const checked = [...objects]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([object, known]): CheckedObject => {
      if (!Array.isArray(known)) return known;
      const missing: CheckStatus[] = known.length < conditions ? ['unknown'] : [];
      const found = checkedObject(object, known);
      return { ...found, status: worstStatus([found.status, ...missing]) };
    });
  return { kind, address, status: worstStatus(checked.map(({ status }) => status)), objects: checked };
}

function entriesOf(configuration: Configuration): ReadonlyMap<string, Entry> {
  return new Map(everyModule(configuration).flatMap(entriesIn));
}

function entriesIn(module: Configuration): readonly (readonly [string, Entry])[] {
  const entry = (
    kind: CheckedKind,
    name: string,
    conditions: number,
  ): readonly (readonly [string, Entry])[] =>
    conditions === 0 ? [] : [[fromRoot(module, name), { kind, conditions, objects: undefined }]];
  const { resources, outputs, checks, variables } = module;
  return [
    ...[...resources].flatMap(
      ([
        address,
        {
          lifecycle: { preconditions, postconditions },
        },
      ]) => entry('resource', address, preconditions.length + postconditions.length),
    ),
    ...[...outputs].flatMap(([name, { preconditions }]) =>
      entry('output', `output.${name}`, preconditions.length),
    ),
    // That its data source can be read has to hold too.
    ...[...checks].flatMap(([name, { asserts, data }]) =>
      entry('check', `check.${name}`, asserts.length + (data === undefined ? 0 : 1)),
    ),
    ...[...variables].flatMap(([name, { validations }]) => entry('var', `var.${name}`, validations.length)),
  ];
}
