import type { Difference, Edit, EditPath, EditStep } from '@virtform/schema';
import {
  isBelow,
  isList,
  isObject,
  type JsonObject,
  type Path,
  type Value,
  type ValueObject,
} from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, textAt } from './attributes.js';
import { pathsFrom, redact, reveal } from './secrets.js';

/** Where the value of a secret stands in a step. */
const HELD = 'value';

/** What edits are made from beside the differences. */
export interface EditSources {
  /** Where secrets stand in the wanted attributes. */
  readonly secrets: readonly Path[];
  /** What the program asked for last; undefined where nobody knows. */
  readonly applied: Attributes | undefined;
}

/**
 * The edits of differences as a step carries them: plain data, in which a secret is named by its path in the wanted attributes.
 */
export function editArgs(differences: readonly Difference[], sources: EditSources): readonly ValueObject[] {
  return differences.flatMap((difference) =>
    difference.edits.map((edit, index): ValueObject => {
      // The first edit sets what stands at the difference's path; one behind it sets the unit beside it.
      const from = index === 0 ? difference.path : difference.path.slice(0, -1).concat(lastName(edit.path));
      const arg = editArg(edit, from, sources.secrets);
      return isMetadata(difference.path) ? { ...arg, before: ownMetadata(sources.applied) } : arg;
    }),
  );
}

function isMetadata(path: Path): boolean {
  return path[0] === 'metadata';
}

/** Of the metadata only what the program put there is ours to take out: not the mark, not what other programs keep there. */
function ownMetadata(applied: Attributes | undefined): string {
  return textAt(applied, ['metadata', 'xml']) ?? '';
}

function lastName(path: EditPath): readonly string[] {
  const last = path.at(-1);
  return typeof last === 'string' ? [last] : [];
}

function editArg(edit: Edit, from: Path, secrets: readonly Path[]): ValueObject {
  const path = edit.path.map((step): Value => step);
  if (edit.value === undefined) return { path, value: null };
  const inside = secrets.filter((secret) => isBelow(secret, from) || isBelow(from, secret));
  const held = inside.map((secret): Path => [HELD, ...secret.slice(from.length)]);
  const { attributes, secrets: taken } = redact({ [HELD]: edit.value }, held);
  const value = attributes[HELD] ?? null;
  return taken.length === 0 ? { path, value } : { path, value, from: [...from], secrets: taken };
}

/** Reads edits back, secrets in their places. */
export function editsFrom(args: Value | undefined, wanted: Attributes | undefined): readonly Edit[] {
  if (args === undefined || !isList(args)) return [];
  return args.filter(isObject).map((arg): Edit => {
    const [from] = pathsFrom(arg.from === undefined ? undefined : [arg.from]);
    const secrets = pathsFrom(arg.secrets);
    const held = from === undefined ? undefined : attributeAt(wanted, from);
    const whole = reveal(
      { attributes: { [HELD]: arg.value ?? null }, secrets },
      held === undefined ? undefined : { [HELD]: held },
    );
    const before = arg.before;
    return {
      path: editPathFrom(arg.path),
      value: whole[HELD],
      ...(before === undefined ? {} : { before }),
    };
  });
}

/** Reads an edit path back from plain data. */
export function editPathFrom(value: Value | undefined): EditPath {
  if (value === undefined || !isList(value)) return [];
  return value.map((step): EditStep => {
    if (typeof step === 'string' || typeof step === 'number') return step;
    const identity = isObject(step) ? step.identity : undefined;
    if (isJsonObject(identity)) return { identity };
    throw new TypeError(`${JSON.stringify(step)} is no step of an edit path`);
  });
}

function isJsonObject(value: Value | undefined): value is JsonObject {
  return isObject(value) && Object.values(value).every((part) => !isObject(part) || isJsonObject(part));
}
