import { isList, isObject, Marked, UNKNOWN, type Diagnostic, type Path, type Value } from '@virtform/values';

/**
 * A value with unknown values where something is wrong already, so that what was left out there is not taken for missing. A list
 * of which an element was left out is unknown as a whole: its indexes are not those of the configuration any more.
 *
 * @param diagnostics what `conform` found in it, with paths that begin at the value
 */
export function withoutDoubtful(value: Value, diagnostics: readonly Diagnostic[]): Value {
  return diagnostics.reduce<Value>((left, { path = [] }) => doubted(left, path), value);
}

function doubted(value: Value | undefined, path: Path): Value {
  if (value instanceof Marked) return new Marked(unmarked(doubted(value.value, path)), value.marks);
  const [step, ...rest] = path;
  if (step === undefined || value === undefined) return UNKNOWN;
  if (typeof step === 'string')
    return isObject(value) ? { ...value, [step]: doubted(value[step], rest) } : value;
  if (!isList(value) || rest.length === 0) return UNKNOWN;
  return value.map((item, index) => (index === step ? doubted(item, rest) : item));
}

function unmarked(value: Value): Exclude<Value, Marked> {
  return value instanceof Marked ? value.value : value;
}
