/* eslint-disable @typescript-eslint/no-require-imports --
   The library is loaded when something is first hashed, and evaluation cannot wait for import(). */
import { randomBytes } from 'node:crypto';
import type { Value } from '@virtform/values';
import { unknownOf } from '../types.js';
import { asInteger, asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** What Go's bcrypt takes where nothing is said, or less than the least. */
const DEFAULT_COST = 10;
const LEAST_COST = 4;
const MOST_COST = 31;

/** Bytes of a password that bcrypt looks at; it would not see what is behind them. */
const LONGEST_PASSWORD = 72;
const SALT_BYTES = 16;

function hash(password: string, given: number): string {
  const cost = given < LEAST_COST ? DEFAULT_COST : given;
  if (cost > MOST_COST)
    throw new FunctionProblem(
      `the cost ${cost} is outside of the allowed range, ${LEAST_COST} to ${MOST_COST}`,
      1,
    );
  if (Buffer.byteLength(password) > LONGEST_PASSWORD)
    throw new FunctionProblem(`the password has more than ${LONGEST_PASSWORD} bytes`, 0);
  const { encodeBase64, hashSync } = require('bcryptjs') as typeof import('bcryptjs');
  const salt = encodeBase64(randomBytes(SALT_BYTES), SALT_BYTES);
  return hashSync(password, `$2a$${cost.toString().padStart(2, '0')}$${salt}`);
}

export const BCRYPT: FunctionFamily = {
  bcrypt: {
    parameters: [parameter('str', 'string')],
    rest: parameter('cost', 'number'),
    returns: 'string',
    // Another result each time: a plan that said one would not be kept.
    run: ([text, ...costs]: readonly Value[], { phase }) => {
      if (phase === 'plan') return unknownOf('string');
      if (costs.length > 1) throw new FunctionProblem('bcrypt() takes no more than two arguments', 2);
      return hash(asText(text), costs.length === 0 ? DEFAULT_COST : asInteger(costs[0], 1));
    },
  },
};
