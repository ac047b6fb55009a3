import { ask } from '../question';

/** One of each way in which operators treat what stands beside them. */
const KINDS = ['+', '/', '<', '==', '&&'];

const VALUES = [
  '2',
  '"3"',
  'true',
  '"x"',
  'null',
  '[1]',
  '{ a = 1 }',
  'sensitive(2)',
  'terraform_data.number.output',
  'terraform_data.unknown.id',
];

export const OPERANDS = ask([
  ...KINDS.flatMap((operator) =>
    VALUES.flatMap((left) => VALUES.map((right) => `${left} ${operator} ${right}`)),
  ),
  ...VALUES.flatMap((value) => [`-${value}`, `!${value}`]),
]);

const OPERATORS = ['||', '&&', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%'];

/** Text of digits is a number to arithmetic, "1" a bool to logic: so that most ways to read a line have a value. */
export const PRECEDENCE = ask(
  OPERATORS.flatMap((first) => OPERATORS.map((second) => `"1" ${first} "0" ${second} "1"`)),
);
