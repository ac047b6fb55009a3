import type { Value } from '@virtform/values';
import type { Reference } from './references.js';
import type { Span } from './source.js';

interface Node {
  readonly span: Span;
}

/**
 * A parsed expression: of HCL's native syntax, of a template, or of a JSON body. References are resolved as far as syntax goes:
 * the names that `for` and `dynamic` bind are told from those that a scope answers.
 */
export type Expression =
  | Literal
  | Template
  | TemplateLoop
  | Bound
  | ReferenceNode
  | Attribute
  | Index
  | Splat
  | SplatItem
  | Call
  | Unary
  | Binary
  | Conditional
  | ForList
  | ForObject
  | ListNode
  | ObjectNode
  | Body;

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: Value;
}

/** `"a${b}c"`: the parts become text and are joined. A template that is a single interpolation is that expression instead. */
export interface Template extends Node {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}

/** `%{ for … }`: a `for` whose results become text and are joined. */
export interface TemplateLoop extends Node {
  readonly kind: 'template-loop';
  readonly loop: ForList;
}

/** A name that an enclosing `for` or `dynamic` binds. */
export interface Bound extends Node {
  readonly kind: 'bound';
  readonly name: string;
}

export interface ReferenceNode extends Node {
  readonly kind: 'reference';
  readonly reference: Reference;
}

/** `target.name`. */
export interface Attribute extends Node {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}

/** `target[key]`, and `target.0`, which means the same. */
export interface Index extends Node {
  readonly kind: 'index';
  readonly target: Expression;
  readonly key: Expression;
}

/** `target[*].each` and `target.*.each`; `each` is an expression over a `SplatItem`. */
export interface Splat extends Node {
  readonly kind: 'splat';
  readonly target: Expression;
  readonly item: SplatItem;
  readonly each: Expression;
}

/** Stands for each element inside its splat. */
export interface SplatItem extends Node {
  readonly kind: 'splat-item';
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** `f(list...)`: the last argument is a list of arguments. */
  readonly expandLast: boolean;
}

export type UnaryOperator = '-' | '!';

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type BinaryOperator =
  '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

interface For extends Node {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly condition: Expression | undefined;
}

/** `[for k, v in collection : value if condition]`. */
export interface ForList extends For {
  readonly kind: 'for-list';
  readonly value: Expression;
}

/** `{for k, v in collection : key => value... if condition}`. */
export interface ForObject extends For {
  readonly kind: 'for-object';
  readonly key: Expression;
  readonly value: Expression;
  /** `...`: values of the same key gather in a list. */
  readonly group: boolean;
}

export interface ListNode extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}

export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

export interface ObjectNode extends Node {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
}

/** The body of a block: attributes, and `dynamic` blocks that make lists of such bodies. */
export interface Body extends Node {
  readonly kind: 'body';
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly dynamics: readonly Dynamic[];
}

/** `dynamic "labels" { for_each = …  iterator = …  content { … } }`. */
export interface Dynamic extends Node {
  /** The attribute that it makes: `labels`. */
  readonly name: string;
  readonly forEach: Expression;
  /** What `content` calls the element, with `.key` and `.value`. */
  readonly iterator: string;
  readonly content: Expression;
}

/** `condition` and `error_message`: of a precondition, a postcondition, a validation or an assertion. */
export interface Condition {
  readonly condition: Expression;
  readonly errorMessage: Expression;
}
