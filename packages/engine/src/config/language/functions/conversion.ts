import {
  isList,
  isObject,
  mark,
  marksOf,
  SetValue,
  typedLike,
  Unknown,
  unmark,
  Value,
} from '@virtform/values';
import { convert } from '../convert.js';
import { Type, unknownOf } from '../types.js';
import { FunctionFamily, FunctionSpec, parameter } from './function.js';

function conversion(type: Type): FunctionSpec {
  return {
    parameters: [parameter('v', type, 'null', 'unknown', 'marks')],
    returns: type,
    run: ([value = null]) => (value instanceof Unknown ? unknownOf(type) : convert(value, type)),
  };
}

/** The value with every ephemeral part of it turned to null. */
function withoutEphemeral(value: Value): Value {
  const { value: bare, marks } = unmark(value);
  if (marks.has('ephemeral')) return null;
  if (bare instanceof SetValue) return value;
  if (bare !== null && isList(bare)) return mark(typedLike(bare.map(withoutEphemeral), bare), marks);
  if (!isObject(bare)) return value;
  const entries = Object.entries(bare).map(([name, part]) => [name, withoutEphemeral(part)] as const);
  return mark(typedLike(Object.fromEntries(entries), bare), marks);
}

export const CONVERSION: FunctionFamily = {
  tobool: conversion('bool'),
  tonumber: conversion('number'),
  tostring: conversion('string'),
  tolist: conversion({ kind: 'list', element: 'any' }),
  toset: conversion({ kind: 'set', element: 'any' }),
  tomap: conversion({ kind: 'map', element: 'any' }),
  sensitive: {
    parameters: [parameter('value', 'any', 'null', 'unknown', 'marks')],
    returns: 'any',
    run: ([value = null]) => mark(value, ['sensitive']),
  },
  nonsensitive: {
    parameters: [parameter('value', 'any', 'null', 'unknown', 'marks')],
    returns: 'any',
    run: ([value = null]) => {
      const { value: bare, marks } = unmark(value);
      return mark(
        bare,
        [...marks].filter((each) => each !== 'sensitive'),
      );
    },
  },
  ephemeralasnull: {
    parameters: [parameter('value', 'any', 'null', 'unknown', 'marks')],
    returns: 'any',
    run: ([value = null]) => (marksOf(value).has('ephemeral') ? withoutEphemeral(value) : value),
  },
  issensitive: {
    parameters: [parameter('value', 'any', 'null', 'unknown', 'marks')],
    returns: 'bool',
    run: ([value = null]) =>
      unmark(value).value instanceof Unknown && !marksOf(value).has('sensitive')
        ? unknownOf('bool')
        : unmark(value).marks.has('sensitive'),
  },
};
