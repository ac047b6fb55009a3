import { type CalledFunction, formatDiagnostic } from '@virtform/values';
import { evaluate } from '../../../src/config';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { LITERALS_ONLY } from '../../../src/config/literals';

/** What was being called, by each problem; undefined where nothing was. */
function calledIn(text: string): readonly (CalledFunction | undefined)[] {
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  return evaluate(expression, LITERALS_ONLY).diagnostics.map(({ called }) => called);
}

const upper: CalledFunction = {
  calledAs: 'upper',
  name: 'upper',
  parameters: [{ name: 'str', type: 'string' }],
  returns: 'string',
};

// As Terraform 1.11.4 tells it in the snippets of `validate -json`. There a call inside of `for` loses its signature.
test.each<[text: string, called: readonly (CalledFunction | undefined)[]]>([
  ['upper([])', [upper]],
  ['upper("a", "b")', [upper]],
  ['upper()', [upper]],
  ['core::upper([])', [{ ...upper, calledAs: 'core::upper' }]],
  ['[for each in [[]] : upper(each)]', [upper]],
  ['lower(upper([]))', [upper]],
  ['upper(null)', [upper]],
  [
    'zipmap(["a"], [1, 2])',
    [
      {
        calledAs: 'zipmap',
        name: 'zipmap',
        parameters: [
          { name: 'keys', type: ['list', 'string'] },
          { name: 'values', type: 'dynamic' },
        ],
        returns: 'dynamic',
      },
    ],
  ],
  [
    'max()',
    [
      {
        calledAs: 'max',
        name: 'max',
        parameters: [],
        rest: { name: 'numbers', type: 'number' },
        returns: 'number',
      },
    ],
  ],
  ['max("a"...)', [expect.objectContaining({ calledAs: 'max' })]],
  ['try(upper([]), upper([]))', [expect.objectContaining({ calledAs: 'try' })]],
  ['can()', [expect.objectContaining({ calledAs: 'can' })]],
  ['templatefile("nothing", {})', [expect.objectContaining({ calledAs: 'templatefile' })]],
  ['nothing(1)', [undefined]],
  ['upper("a"[0])', [undefined]],
  ['1 + upper("a")', [undefined]],
  ['try(upper([]), 1)', []],
])('%s', (text, called) => {
  expect(calledIn(text)).toEqual(called);
});

it('is told before the values that it worked on', () => {
  const text = 'format("%d", [for x in ["a"] : x][0])';
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  const [problem] = evaluate(expression, LITERALS_ONLY).diagnostics;
  expect(problem && formatDiagnostic(problem)).toContain('\n  while calling format(format, args...)');
});
