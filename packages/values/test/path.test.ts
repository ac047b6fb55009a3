import { formatPath, isBelow, Path, samePath } from '@virtform/values';

test.each<[Path, string]>([
  [[], ''],
  [['memory'], 'memory'],
  [['devices', 'disks', 1, 'source'], 'devices.disks[1].source'],
  [['tags', 'a b'], 'tags["a b"]'],
  [['tags', 'say "hi"'], 'tags["say \\"hi\\""]'],
  [[0, 'name'], '[0].name'],
])('%j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test.each<[Path, Path, boolean]>([
  [['a', 1, 'b'], ['a', 1], true],
  [['a'], ['a'], true],
  [['a'], [], true],
  [['a'], ['a', 1], false],
  [['a', '1'], ['a', 1], false],
])('isBelow(%j, %j) is %s', (path, prefix, expected) => {
  expect(isBelow(path, prefix)).toBe(expected);
});

test('samePath wants every step', () => {
  expect(samePath(['a', 0], ['a', 0])).toBe(true);
  expect(samePath(['a', 0], ['a'])).toBe(false);
});
