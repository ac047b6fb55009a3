import { ask } from '../question';

const NUMBERS = [
  '0',
  '1',
  '-1',
  '1.5',
  '-0.25',
  '100',
  '1234567',
  '123456.789',
  '0.000001',
  '0.0000012345',
  '1e15',
  '1e21',
  '12345678901234567890',
  '0.1',
  '2.5',
  '9007199254740993',
];

const VERBS = [
  '%d',
  '%f',
  '%.2f',
  '%e',
  '%g',
  '%.3g',
  '%s',
  '%v',
  '%q',
  '%x',
  '%b',
  '%8.1f|',
  '%-8d|',
  '%+d',
  '%06d',
];

const VALUES = ['"a"', '""', '"é<\\n"', 'true', 'null', '[1, "a"]', '{ b = null }', 'toset(["x"])', '"12"'];

const OTHER_VERBS = ['%s', '%d', '%v', '%#v', '%q', '%t', '%5s|', '%-5s|', '%.1s', '%x', '%g'];

export const FORMATS = ask([
  ...NUMBERS.flatMap((number) => [`"\${${number}}"`, `jsonencode(${number})`, `yamlencode(${number})`]),
  ...VERBS.flatMap((verb) => NUMBERS.map((number) => `format("${verb}", ${number})`)),
  ...OTHER_VERBS.flatMap((verb) => VALUES.map((value) => `format("${verb}", ${value})`)),
]);
