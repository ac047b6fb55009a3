import { formatVirsh, named, shellWord } from '../../../src/kinds/shared/virsh.js';

test.each([
  ['web', 'web'],
  ['/var/lib/x.qcow2', '/var/lib/x.qcow2'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$(reboot)', "'$(reboot)'"],
  ['', "''"],
])('a shell reads %j back unchanged', (word, written) => {
  expect(shellWord(word)).toBe(written);
});

test('a command can be pasted', () => {
  expect(formatVirsh(['start', 'my guest'], 'qemu:///system')).toBe(
    "virsh -c qemu:///system start 'my guest'",
  );
});

test('a guest that is called like an option stays a guest', () => {
  expect([...named('domain', '--all'), ...named('domain', 'web')]).toEqual(['--domain', '--all', 'web']);
});
