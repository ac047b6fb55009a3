import fc from 'fast-check';
import { isList, isNumeric, isObject, numberKey, parseNumber, toNumber, type Value } from '@virtform/values';
import { evaluate } from '../../../src/config';
import { readJson, jsonValue } from '../../../src/config/language/json-text';
import { toJson } from '../../../src/config/language/functions/encoding';
import { calculate } from '../../../src/config/language/arithmetic';
import { MAX_NESTING, parseExpression, parseTemplate } from '../../../src/config/language/parser';
import { positionOf, SourceText } from '../../../src/config/language/source';
import { readBodyText } from '../../../src/config/language/body-syntax';
import { LITERALS_ONLY } from '../../../src/config/literals';
import { print } from './print';

const bounds = { numRuns: 300, seed: 20240501 };

/** Text that looks like the language more often than not. */
const fragment = fc.oneof(
  fc.constantFrom(
    ...'var.x local.y ${ %{ } ~} { [ ( ) ] " \\ <<EOT EOT for in if else endif endfor : ? = => == && || ! - + * / % . .. ... , 1 1.5 true null a each.key [*] .* \n # // /* */'.split(
      ' ',
    ),
    ' ',
  ),
  fc.string({ maxLength: 5 }),
);
const source = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(' '));

/** An expression that reads, as text. */
const expression = fc.letrec<{ any: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: 0, max: 100 }).map(String),
    fc.constantFrom('true', 'false', 'null', '"a"', '"x${1 + 1}y"', '[]', '{}', '1.5'),
  ),
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'),
        tie('any'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.array(tie('any'), { maxLength: 3 }).map((elements) => `[${elements.join(', ')}]`),
    fc
      .array(tie('any'), { maxLength: 3 })
      .map((values) => `{${values.map((value, index) => `k${index} = ${value}`).join(', ')}}`),
    tie('any').map((list) => `[for k, v in ${list} : v]`),
    tie('any').map((list) => `{for k, v in ${list} : "\${k}" => v...}`),
    tie('any').map((target) => `${target}[*]`),
    tie('any').map((target) => `(${target})[0]`),
    fc
      .tuple(
        fc.constantFrom(
          'tolist',
          'toset',
          'tomap',
          'length',
          'jsonencode',
          'flatten',
          'keys',
          'sum',
          'sensitive',
          'tostring',
          'coalesce',
          'concat',
          'merge',
          'upper',
        ),
        tie('any'),
      )
      .map(([name, argument]) => `${name}(${argument})`),
  ),
})).any;

const json = fc.jsonValue({ maxDepth: 4 });

/** The value as JavaScript's JSON has it: what a double does not hold loses its last digits. */
function inDoubles(value: Value): Value {
  if (isNumeric(value)) return toNumber(value);
  if (isList(value)) return value.map(inDoubles);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inDoubles(part)]));
}

it('reads any text without throwing', () => {
  fc.assert(
    fc.property(source, (text) => {
      for (const parse of [parseExpression, parseTemplate]) {
        const parsed = parse(text, { source: new SourceText('test', text) });
        for (const { source: place } of parsed.diagnostics) expect(place?.line).toBeGreaterThan(0);
      }
      for (const { span } of readBodyText(new SourceText('test', text)).problems)
        expect(positionOf(span).line).toBeGreaterThan(0);
    }),
    bounds,
  );
});

it('evaluates any expression without throwing, and always to the same', () => {
  fc.assert(
    fc.property(expression, (text) => {
      const parsed = parseExpression(text, { source: new SourceText('test', text) });
      expect(parsed.diagnostics).toEqual([]);
      const first = evaluate(parsed.expression, LITERALS_ONLY);
      expect(evaluate(parsed.expression, LITERALS_ONLY)).toEqual(first);
      // In parentheses, or as the only part of a template, it is the same expression.
      const wrapped = `"\${(${text})}"`;
      const again = parseExpression(wrapped, { source: new SourceText('test', wrapped) });
      expect(evaluate(again.expression, LITERALS_ONLY).value).toEqual(first.value);
    }),
    bounds,
  );
});

it('reads what it printed as what it had read', () => {
  const read = (text: string): unknown => {
    const parsed = parseExpression(text, { source: new SourceText('test', text) });
    expect(parsed.diagnostics).toEqual([]);
    return parsed.expression;
  };
  fc.assert(
    fc.property(expression, (text) => {
      const { expression: first } = parseExpression(text, { source: new SourceText('test', text) });
      expect(withoutPlaces(read(print(first)))).toEqual(withoutPlaces(first));
    }),
    bounds,
  );
});

/** A tree, whatever text it was read from. */
function withoutPlaces(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (name, part: unknown) =>
      name === 'span' ? undefined : typeof part === 'bigint' ? String(part) : part,
    ),
  );
}

it('leaves the objects of JavaScript as they are, whatever a name is', () => {
  const names = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty');
  fc.assert(
    fc.property(names, names, (name, other) => {
      const text = `merge({ "${name}" = { "${other}" = "mine" } }, { for k in ["${other}"] : k => "mine" })["${name}"]["${other}"]`;
      const parsed = parseExpression(text, { source: new SourceText('test', text) });
      evaluate(parsed.expression, LITERALS_ONLY);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(
        Object.values(Object.getOwnPropertyDescriptors(Object.prototype)).some(
          ({ value }) => value === 'mine',
        ),
      ).toBe(false);
    }),
    bounds,
  );
});

it('writes text that reads back: escaped text in a template is that text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = text.replaceAll('${', '$${').replaceAll('%{', '%%{');
      fc.pre(!/\$\$\{|%%\{/.test(text));
      const parsed = parseTemplate(escaped, { source: new SourceText('test', escaped) });
      expect(evaluate(parsed.expression, LITERALS_ONLY).value).toBe(text.normalize('NFC'));
    }),
    bounds,
  );
});

it('reads JSON as JSON.parse does', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(inDoubles(jsonValue(readJson(text)))).toEqual(JSON.parse(text));
    }),
    bounds,
  );
});

it('writes JSON that reads back', () => {
  fc.assert(
    fc.property(json, (value) => {
      const read = jsonValue(readJson(JSON.stringify(value)));
      expect(jsonValue(readJson(toJson(read)))).toEqual(read);
    }),
    bounds,
  );
});

it('computes integers of any size exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
      const [left = 0, right = 0] = [a, b].map((number) => parseNumber(number.toString()));
      const shown = (operator: '+' | '-' | '*'): string =>
        numberKey(calculate(operator, left, right) ?? Number.NaN);
      expect([shown('+'), shown('-'), shown('*')]).toEqual([a + b, a - b, a * b].map(String));
    }),
    bounds,
  );
});

it('refuses what nests too deep instead of exhausting the stack', () => {
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
    ['{a=', '}'],
    ['-', ''],
    ['"${', '}"'],
    ['true ? 1 : ', ''],
  ]) {
    const text = `${(open ?? '').repeat(5000)}1${(close ?? '').repeat(5000)}`;
    const { diagnostics } = parseExpression(text, { source: new SourceText('test', text) });
    expect(diagnostics[0]?.detail).toBe(`Expressions nest at most ${MAX_NESTING} levels deep.`);
  }
});
