import { parseDuration } from '../../src/provision/duration';
import { lineOutput } from '../../src/provision/output';

function linesOf(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  const lines: string[] = [];
  const output = lineOutput((line) => lines.push(line));
  for (const chunk of chunks) output.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, 'stdout');
  output.end();
  return lines;
}

const balloon = Buffer.from('🎈\n');

test.each([
  ['lines', ['one\ntwo\n'], ['one', 'two']],
  ['a line in pieces', ['o', 'ne\nt', 'wo'], ['one', 'two']],
  ['empty lines', ['\n\nx'], ['', '', 'x']],
  ['ends of lines as others write them', ['one\r\n'], ['one']],
  ['a character in pieces', [balloon.subarray(0, 2), balloon.subarray(2)], ['🎈']],
  ['colours', ['\u001b[31mred\u001b[0m\n'], ['\u001b[31mred\u001b[0m']],
  ['what a terminal would obey', ['\u001b]0;title\u0007x\u001b[2J\b\n'], [']0;titlex[2J']],
  ['nothing', [], []],
])('%s', (_, chunks, expected) => {
  expect(linesOf(...chunks)).toEqual(expected);
});

test('two streams do not mix within a line', () => {
  const lines: string[] = [];
  const output = lineOutput((line) => lines.push(line));
  output.write(Buffer.from('out'), 'stdout');
  output.write(Buffer.from('err\n'), 'stderr');
  output.write(Buffer.from('put\n'), 'stdout');
  expect(lines).toEqual(['err', 'output']);
});

test('an error quotes the end of what was written', () => {
  const output = lineOutput(() => undefined);
  output.write(Buffer.from(`${'x'.repeat(20_000)}the end\n`), 'stderr');
  expect(output.tail()).toHaveLength(8191);
  expect(output.tail().endsWith('xthe end')).toBe(true);
});

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['250ms', 250],
  ['5', undefined],
  ['', undefined],
  ['5 m', undefined],
])('%j is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
