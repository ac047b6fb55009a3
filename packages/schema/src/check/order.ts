import { isObject, type Diagnostic, type Path } from '@virtform/values';
import { partAt, type Part } from './part.js';

/** The diagnostics of one object in the order in which their places stand in it; what is not there comes last of its siblings. */
export function inOrderOfPlace(object: Part, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length < 2) return diagnostics;
  return diagnostics
    .map((diagnostic) => ({
      diagnostic,
      key: positions(object, (diagnostic.path ?? []).slice(object.at.length)),
    }))
    .sort((left, right) => compare(left.key, right.key))
    .map(({ diagnostic }) => diagnostic);
}

function positions(object: Part, path: Path): readonly number[] {
  let part = object;
  return path.map((step) => {
    const { value } = part;
    part = partAt(part, step);
    if (typeof step === 'number') return step;
    const index = isObject(value) ? Object.keys(value).indexOf(step) : -1;
    return index < 0 ? Infinity : index;
  });
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((position, at) => position !== right[at]);
  if (index < 0) return left.length - right.length;
  const [one = 0, other] = [left[index], right[index]];
  return other === undefined || one > other ? 1 : -1;
}
