import { Diagnostic, mark, Mark, Marked, Path, unmark, Value } from '@virtform/values';
import type { Scope } from '../configuration.js';
import type { Effort } from './bounds.js';
import type { Expression } from './expression.js';

/** A name that a `for`, a `dynamic` block or a template binds, and those bound outside of it. */
export interface Binding {
  readonly name: string;
  readonly value: Value;
  readonly outer: Binding | undefined;
}

/** Whom an expression belongs to; stands in its diagnostics. */
export interface Subject {
  /** `libvirt_domain.web[0]`, `output.ip`. */
  readonly address?: string;
  readonly construct?: string;
}

/** Where evaluation stands: what names mean here, and where what goes wrong is written down. */
export interface Environment {
  readonly scope: Scope;
  readonly subject: Subject;
  readonly diagnostics: Diagnostic[];
  /** Only whether something goes wrong is asked: the messages need no values in them. */
  readonly quiet: boolean;
  readonly bound: Binding | undefined;
  /** The element that a splat is at. */
  readonly item: Value | undefined;
  /** The way into the body, innermost step first. */
  readonly place: Place | undefined;
  /** Inside an expression parts have no place of their own in the body. */
  readonly structural: boolean;
  /** How many templates called one another to get here. */
  readonly templates: number;
  /** Shared by all parts of the expression. */
  readonly effort: Effort;
  /** Evaluates a part: the evaluator itself, handed on so that its parts need not import it. */
  readonly walk: (expression: Expression, environment: Environment) => Value;
}

/** One step into a body, and where it starts from. */
export interface Place {
  readonly step: string | number;
  readonly outer: Place | undefined;
}

/** The way, outermost step first. */
export function pathOf(place: Place | undefined): Path {
  const path: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.outer) path.unshift(at.step);
  return path;
}

/** The environment with one more name bound. */
export function bind(environment: Environment, name: string, value: Value): Environment {
  return { ...environment, bound: { name, value, outer: environment.bound } };
}

/** The environment one step further into the body. */
export function below(environment: Environment, step: string | number): Environment {
  if (!environment.structural) return environment;
  return { ...environment, place: { step, outer: environment.place } };
}

/** The value of a bound name. */
export function boundValue(environment: Environment, name: string): Value | undefined {
  for (let binding = environment.bound; binding !== undefined; binding = binding.outer)
    if (binding.name === name) return binding.value;
  return undefined;
}

/** Evaluates a part and takes its own marks off. */
export function bare(
  expression: Expression,
  environment: Environment,
): { readonly value: Exclude<Value, Marked>; readonly marks: ReadonlySet<Mark> } {
  return unmark(environment.walk(expression, environment));
}

/** The value with the marks of everything that decided it. */
export function withMarks(value: Value, ...from: readonly ReadonlySet<Mark>[]): Value {
  return from.reduce((marked, marks) => mark(marked, marks), value);
}
