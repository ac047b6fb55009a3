import { needsNoCommand } from '../src/launch.js';

test.each<[readonly string[], boolean]>([
  [[], true],
  [['help'], true],
  [['help', 'plan'], true],
  [['-help'], true],
  [['--help'], true],
  [['-h'], true],
  [['version'], true],
  [['version', '-json'], true],
  [['-version'], true],
  [['-v'], true],
  [['plan'], false],
  [['plan', '-help'], false],
  // Here they are no commands, but a folder and a stack.
  [['-chdir', 'help', 'plan'], false],
  [['-chdir', 'version', 'apply'], false],
  [['apply', 'help'], false],
  [['-v', 'plan'], false],
])('virtform %j is answered without a command: %s', (words, quick) => {
  expect(needsNoCommand(words)).toBe(quick);
});
