import { type Diagnostic, isList, isObject, Marked, type Path, SetValue, type Value } from '@virtform/values';
import type { Evaluated, Scope } from './configuration.js';
import { evaluate } from './evaluate.js';
import type { Subject } from './language/environment.js';
import type { Expression } from './language/expression.js';
import { positionOf, type Span } from './language/source.js';

/** Evaluates what goes into a plan and a state, neither of which can hold everything that the language knows. */
export function evaluateStored(expression: Expression, scope: Scope, subject: Subject = {}): Evaluated {
  const { value, diagnostics } = evaluate(expression, scope, subject);
  const problems = unstorable(value).map(({ path, problem }) => ({
    severity: 'error' as const,
    ...problem,
    ...subject,
    ...(path.length === 0 ? {} : { path }),
    source: positionOf(spanAt(expression, path)),
  }));
  return { value, diagnostics: problems.length === 0 ? diagnostics : [...diagnostics, ...problems] };
}

function spanAt(expression: Expression, [first]: Path): Span {
  const attribute =
    expression.kind === 'body' && typeof first === 'string' ? expression.attributes.get(first) : undefined;
  return (attribute ?? expression).span;
}

interface Unstorable {
  readonly path: Path;
  readonly problem: Required<Pick<Diagnostic, 'summary' | 'detail' | 'action'>>;
}

/** The parts of a value that cannot be stored, and why. */
export function unstorable(value: Value): readonly Unstorable[] {
  const found: Unstorable[] = [];
  const look = (part: Value, path: Path): void => {
    if (part === Infinity || part === -Infinity) found.push({ path, problem: INFINITE });
    else if (part instanceof Marked) {
      if (part.marks.has('ephemeral')) found.push({ path, problem: EPHEMERAL });
      else look(part.value, path);
    } else if (part instanceof SetValue)
      part.elements.forEach((element) => {
        look(element, path);
      });
    else if (isList(part))
      part.forEach((element, index) => {
        look(element, [...path, index]);
      });
    else if (isObject(part)) for (const [name, inner] of Object.entries(part)) look(inner, [...path, name]);
  };
  look(value, []);
  return found;
}

const EPHEMERAL = {
  summary: 'Invalid use of ephemeral value',
  detail: 'The value comes of one that is ephemeral, and would be stored here, in the plan and in the state.',
  action:
    'Leave it out, or take it out with ephemeralasnull(…); it may stand in provisioners, connections, conditions, and what is ephemeral itself.',
} as const;

/** Terraform computes with infinity as well, and fails where it writes the plan. */
const INFINITE = {
  summary: 'Infinite number',
  detail:
    'The number is infinite, such as one divided by zero, and can be written neither into a plan nor into a state.',
  action: 'Compute it from other numbers.',
} as const;
