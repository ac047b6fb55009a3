import { ask } from '../question';

const BASES = ['2', '10', '0.1', '1.5', '2.8', '3.7', '7', '0.001', '123.456', '99999.5', '1e-10', '1e15'];

const EXPONENTS = ['2.5', '0.3', '-0.7', '1.1', '-3.9', '0.75', '7.25', '1e-5', '13.01', '-0.5'];

/** Each is computed in doubles, whose last bit tells the method. */
export const POWERS = ask([
  ...BASES.flatMap((base) => EXPONENTS.map((exponent) => `pow(${base}, ${exponent})`)),
  ...BASES.flatMap((number) => BASES.map((base) => `log(${number}, ${base})`)),
]);
