import { libvirtProvider, terraformProvider } from '../../src/kinds/index.js';
import { seenHosts } from '../../src/plan/seen-hosts.js';

const HERE = { uri: 'qemu:///system', provider: libvirtProvider };
const THERE = { uri: 'qemu+ssh://there/system', provider: libvirtProvider };

test('what was seen of a host is given to one who takes it, once', () => {
  const seen = seenHosts();
  seen.put(HERE, 'what is here');
  expect(seen.take({ ...HERE })).toBe('what is here');
  expect(seen.take(HERE)).toBeUndefined();
});

test('nobody is given what was seen elsewhere', () => {
  const seen = seenHosts();
  seen.put(HERE, 'what is here');
  expect(seen.take(THERE)).toBeUndefined();
  expect(seen.take({ uri: HERE.uri, provider: terraformProvider })).toBeUndefined();
});
