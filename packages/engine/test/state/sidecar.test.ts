import { createHash } from 'node:crypto';
import { digestOf, judge, printSidecar, underWay } from '../../src/state/sidecar.js';

const before = Buffer.from('{"serial": 1}\n');
const after = Buffer.from('{"serial": 2}\n');
const other = Buffer.from('{"serial": 7}\n');
const sidecar = Buffer.concat(printSidecar(sha256(before), [after], sha256(after)));

test.each<
  [what: string, file: Buffer, beside: Buffer | undefined, source: 'file' | 'sidecar', content: Buffer]
>([
  ['no sidecar', before, undefined, 'file', before],
  ['the file as it was before', before, sidecar, 'sidecar', after],
  ['a file that is marked as under way', underWay('/s'), sidecar, 'sidecar', after],
  ['a file that is half written', after.subarray(0, 5), sidecar, 'sidecar', after],
  ['a file that lacks only its last line break', after.subarray(0, -1), sidecar, 'sidecar', after],
  ['an empty file', Buffer.alloc(0), sidecar, 'sidecar', after],
  ['what somebody else wrote since', other, sidecar, 'file', other],
  ['a torn sidecar', before, sidecar.subarray(0, -1), 'file', before],
  [
    'a sidecar of which a byte is another',
    before,
    Buffer.from(sidecar.toString().replace('2}', '3}')),
    'file',
    before,
  ],
  ['something else in its place', before, Buffer.from('hello\nworld'), 'file', before],
])('%s', (_what, file, beside, source, content) => {
  expect(judge(file, beside)).toEqual({ source, content });
});

test('a file under way is no state to anybody', () => {
  expect(() => JSON.parse(underWay('/work/.state.sidecar').toString()) as unknown).toThrow(SyntaxError);
  expect(underWay('/work/.state.sidecar').toString()).toContain('/work/.state.sidecar');
});

test('a checksum is that of the pieces in a row, however they are cut', async () => {
  const whole = Buffer.alloc(3_000_000, 'state');
  for (const pieces of [[whole], [whole.subarray(0, 7), whole.subarray(7)], [Buffer.alloc(0), whole]]) {
    expect(await digestOf(pieces)).toBe(sha256(whole));
  }
});

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
