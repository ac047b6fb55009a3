import { evaluate } from '../../../src/config';
import { MOST_CHARACTERS, MOST_ROUNDS, MOST_VALUES, tooGreat } from '../../../src/config/language/bounds';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { LITERALS_ONLY } from '../../../src/config/literals';

function problemsOf(text: string): readonly string[] {
  const parsed = parseExpression(text, { source: new SourceText('test', text) });
  return [...parsed.diagnostics, ...evaluate(parsed.expression, LITERALS_ONLY).diagnostics].map(
    ({ detail = '' }) => detail,
  );
}

const TEN = '"aaaaaaaaaa"';
const THOUSAND = 'range(1000)';
const ten = (before: string): string => `[${Array.from({ length: 10 }, () => before).join(', ')}]`;
/** What doubles, and more, with each step: ten values, a hundred, … */
const grown = 'abcdefgh'
  .split('')
  .reduceRight(
    (inner, name, at) => `[for ${name} in [${at === 0 ? '[1]' : ten('abcdefgh'[at - 1] ?? '')}] : ${inner}]`,
    ten('h'),
  );

describe('what would grow without an end is refused with the bound that it passes', () => {
  test.each<[what: string, text: string, bound: number]>([
    [
      'loops in loops',
      `[for a in ${THOUSAND} : [for b in ${THOUSAND} : [for c in ${THOUSAND} : c]]]`,
      MOST_ROUNDS,
    ],
    ['a value that holds another many times', grown, MOST_VALUES],
    ['combinations', `setproduct(${THOUSAND}, ${THOUSAND}, ${THOUSAND})`, MOST_ROUNDS],
    ['a width', 'format("%1000000000d", 1)', MOST_CHARACTERS],
    ['digits behind a point', 'format("%.1000000000f", 1.5)', MOST_CHARACTERS],
    ['an indent', 'indent(1000000000, "a\\nb")', MOST_CHARACTERS],
    ['a replacement', `replace(format("%10000s", ""), " ", format("%10000000s", ""))`, MOST_CHARACTERS],
    ['a regular replacement', `replace(${TEN}, "/a/", format("%10000000s", ""))`, MOST_CHARACTERS],
    ['a text of texts', `"${'${format("%10000000s", "")}'.repeat(8)}"`, MOST_CHARACTERS],
    [
      'a template with a loop',
      `"%{ for a in ${THOUSAND} }\${format("%100000s", "")}%{ endfor }"`,
      MOST_CHARACTERS,
    ],
    ['a range', 'range(2000)', 1024],
  ])('%s', (_, text, bound) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(String(bound));
  });

  test('a splat goes over elements, too', () => {
    const all = `[for a in ${THOUSAND} : ${THOUSAND}]`;
    expect(problemsOf(`[for a in range(2) : [for b in ${all} : b[*]]]`)).toEqual([
      expect.stringContaining(String(MOST_ROUNDS)),
    ]);
  });

  test('what is large is not too large', () => {
    expect(problemsOf(`[for a in ${THOUSAND} : [for b in range(500) : b]]`)).toEqual([]);
    expect(tooGreat('a'.repeat(MOST_CHARACTERS))).toBeUndefined();
    expect(tooGreat(null)).toBeUndefined();
  });
});
