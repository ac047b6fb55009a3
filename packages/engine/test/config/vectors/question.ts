/** What is asked: what an expression comes to, or what a variable of a type makes of it. */
export interface Question {
  readonly expression: string;
  /** The type of the variable that the value is given to, as a declaration has it. */
  readonly variable?: string;
}

/** By what a question is found again; among the differences, for one. */
export function keyOf({ expression, variable }: Question): string {
  return variable === undefined ? expression : `${expression} as ${variable}`;
}

/** Questions without a variable. */
export function ask(expressions: readonly string[]): readonly Question[] {
  return expressions.map((expression) => ({ expression }));
}
