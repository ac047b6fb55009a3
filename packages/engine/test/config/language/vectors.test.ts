import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isList,
  isObject,
  Marked,
  SetValue,
  Unknown,
  type Json,
  type Value,
  type ValueObject,
} from '@virtform/values';
import type { Scope } from '../../../src/config';
import { evaluate, realFiles } from '../../../src/config';
import { jsonValue, readJson } from '../../../src/config/language/json-text';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { typeOf, unknownOf, type Type } from '../../../src/config/language/types';
import { DIFFERENCES } from '../vectors/differences';
import { vectorFiles } from '../vectors/vectors';

const folder = join(__dirname, '..', 'vectors');

/** The recording's world: one resource whose id is not known yet. */
const scope: Scope = {
  module: [],
  surroundings: { folder, files: realFiles, started: new Date(), phase: 'plan' },
  lookup: (reference) => {
    if (reference.to === 'resource' && reference.address === 'terraform_data.unknown')
      return { id: unknownOf('string') };
    return reference.to === 'path' ? '.' : undefined;
  },
  names: () => [],
};

/** A value as a plan in JSON shows it: what is unknown is left out of objects, and null in lists. */
function shown(value: Value): Json | undefined {
  if (value instanceof Unknown) return undefined;
  if (value instanceof Marked) return shown(value.value);
  if (value instanceof SetValue) return value.elements.map((element) => shown(element) ?? null);
  if (isList(value)) return value.map((element) => shown(element) ?? null);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, shown(part)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Where something holds in a value, in the form of a plan's after_unknown and after_sensitive. */
function where(value: Value, holds: (part: Value) => boolean): Json {
  if (holds(value)) return true;
  const bare = value instanceof Marked ? value.value : value;
  if (bare instanceof SetValue) return bare.elements.map((element) => where(element, holds));
  if (isList(bare)) return bare.map((element) => where(element, holds));
  if (!isObject(bare)) return false;
  const entries = Object.entries(bare).map(([name, part]) => [name, where(part, holds)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== false));
}

const isUnknown = (part: Value): boolean =>
  part instanceof Unknown || (part instanceof Marked && part.value instanceof Unknown);
const isSensitive = (part: Value): boolean => part instanceof Marked && part.marks.has('sensitive');

/** A type as Terraform's JSON writes it. */
function typeInJson(type: Type): Json {
  if (type === 'any') return 'dynamic';
  if (typeof type === 'string') return type;
  if (type.kind === 'tuple') return ['tuple', type.elements.map(typeInJson)];
  if (type.kind === 'object')
    return [
      'object',
      Object.fromEntries([...type.attributes].map(([name, part]) => [name, typeInJson(part)])),
    ];
  return [type.kind, typeInJson(type.element)];
}

interface Answer {
  readonly compared: ValueObject;
  readonly type?: Json;
}

function answer(expression: string): Answer {
  const parsed = parseExpression(expression, { source: new SourceText('vector', expression) });
  const { value, diagnostics } = evaluate(parsed.expression, scope);
  const [problem] = [...parsed.diagnostics, ...diagnostics];
  if (problem !== undefined) return { compared: { error: `${problem.summary}: ${problem.detail ?? ''}` } };
  const unknown = where(value, isUnknown);
  const sensitive = where(value, isSensitive);
  const compared = {
    value: shown(value) ?? null,
    ...(JSON.stringify(unknown).includes('true') ? { unknown } : {}),
    ...(JSON.stringify(sensitive).includes('true') ? { sensitive } : {}),
  };
  return { compared, type: typeInJson(typeOf(value)) };
}

interface Vector {
  readonly expression: string;
  /** What the answer has to be: an error, or the value and what of it is unknown and sensitive. */
  readonly recorded: ValueObject;
  readonly type: Value | undefined;
}

function vectorsOf(name: string): readonly Vector[] {
  const lines = readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const vector = jsonValue(readJson(line));
    if (!isObject(vector) || typeof vector.expression !== 'string') throw new Error(`${line} is no vector`);
    const notCompared = ['expression', 'detail', 'type'];
    const recorded = Object.entries(vector).filter(([key]) => !notCompared.includes(key));
    return { expression: vector.expression, recorded: Object.fromEntries(recorded), type: vector.type };
  });
}

describe.each(vectorFiles())('%s evaluates as in Terraform', (name) => {
  test.each(vectorsOf(name).map((vector) => [vector.expression, vector] as const))(
    '%s',
    (expression, { recorded, type }) => {
      const given = answer(expression);
      if (DIFFERENCES.has(expression)) {
        expect(given.compared).not.toEqual(recorded);
        return;
      }
      if ('error' in recorded) {
        expect(given.compared).toEqual({ error: expect.any(String) });
        return;
      }
      expect(given.compared).toEqual(recorded);
      // The type of null, and of what is not wholly known, is not kept.
      const comparable =
        type !== null && !('unknown' in recorded) && !JSON.stringify([type, given.type]).includes('dynamic');
      if (comparable) expect(given.type).toEqual(type);
    },
  );
});
