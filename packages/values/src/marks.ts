import type { Path } from './path.js';
import { typedLike } from './told-types.js';
import { isList, isObject, Mark, Marked, SetValue, Value } from './value.js';

/** The value with these marks added to those it has. */
export function mark(value: Value, marks: ReadonlySet<Mark> | readonly Mark[]): Value {
  if (('size' in marks ? marks.size : marks.length) === 0) return value;
  if (value instanceof Marked) return new Marked(value.value, new Set([...value.marks, ...marks]));
  return new Marked(value, new Set(marks));
}

const NO_MARKS: ReadonlySet<Mark> = new Set();

/** The value and its own marks; the marks of its parts stay in place. */
export function unmark(value: Value): {
  readonly value: Exclude<Value, Marked>;
  readonly marks: ReadonlySet<Mark>;
} {
  return value instanceof Marked ? value : { value, marks: NO_MARKS };
}

/** A value with every mark taken out, and where those marks stood. */
export interface Unmarked {
  readonly value: Value;
  readonly marks: readonly { readonly path: Path; readonly marks: ReadonlySet<Mark> }[];
}

/**
 * Takes out all marks, however deep. A set has no paths into it, so the marks of its elements count for the whole set,
 * as in Terraform.
 */
export function unmarkDeep(value: Value, at: Path = []): Unmarked {
  if (!hasMarks(value)) return { value, marks: [] };
  const found: { path: Path; marks: ReadonlySet<Mark> }[] = [];
  const walk = (part: Value, path: Path): Value => {
    if (part instanceof Marked) {
      found.push({ path, marks: part.marks });
      return walk(part.value, path);
    }
    if (part instanceof SetValue) {
      const inner = part.elements.map((element) => unmarkDeep(element));
      const marks = new Set(inner.flatMap((element) => element.marks.flatMap((entry) => [...entry.marks])));
      if (marks.size > 0) found.push({ path, marks });
      return marks.size === 0 ? part : typedLike(new SetValue(inner.map((element) => element.value)), part);
    }
    if (isList(part)) {
      const inner = part.map((element, index) => walk(element, [...path, index]));
      return inner.every((element, index) => element === part[index]) ? part : typedLike(inner, part);
    }
    if (isObject(part)) {
      const inner = Object.entries(part).map(([name, of]) => [name, walk(of, [...path, name])] as const);
      return inner.every(([name, of]) => of === part[name])
        ? part
        : typedLike(Object.fromEntries(inner), part);
    }
    return part;
  };
  return { value: walk(value, at), marks: found };
}

/** Whether a mark stands anywhere in the value. Hardly any has one, and to know where each part stands costs more than to look. */
function hasMarks(value: Value): boolean {
  if (typeof value !== 'object') return false;
  if (value instanceof Marked) return true;
  if (value instanceof SetValue) return value.elements.some(hasMarks);
  if (isList(value)) return value.some(hasMarks);
  if (!isObject(value)) return false;
  for (const name in value) if (hasMarks(value[name] ?? null)) return true;
  return false;
}

/** The value with marks put back where `unmarkDeep` found them; a place that is not there any more is let alone. */
export function remark({ value, marks }: Unmarked): Value {
  return marks.reduce<Value>((all, { path, marks: found }) => markAt(all, path, found), value);
}

function markAt(value: Value, path: Path, marks: ReadonlySet<Mark>): Value {
  if (value instanceof Marked) return mark(markAt(value.value, path, marks), value.marks);
  const [step, ...rest] = path;
  if (step === undefined) return mark(value, marks);
  if (typeof step === 'number') {
    if (!isList(value)) return value;
    return typedLike(
      value.map((element, index) => (index === step ? markAt(element, rest, marks) : element)),
      value,
    );
  }
  const inner = isObject(value) ? value[step] : undefined;
  return inner === undefined || !isObject(value)
    ? value
    : typedLike({ ...value, [step]: markAt(inner, rest, marks) }, value);
}

/** Every mark that stands anywhere in the value. */
export function marksOf(value: Value): ReadonlySet<Mark> {
  return new Set(unmarkDeep(value).marks.flatMap((entry) => [...entry.marks]));
}
