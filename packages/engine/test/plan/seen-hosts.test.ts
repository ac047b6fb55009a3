import { libvirtProvider, terraformProvider } from '../../src/kinds/index.js';
import { seenHosts } from '../../src/plan/seen-hosts.js';

const HERE = { uri: 'qemu:///system', host: 'qemu:///system', provider: libvirtProvider };
const THERE = { uri: 'qemu+ssh://there/system', host: 'qemu+ssh://there/system', provider: libvirtProvider };

/** A clock that stands still until it is put forward. */
function standingClock() {
  let time = 1_000;
  return { now: () => time, pass: (ms: number) => (time += ms) };
}

test('what was seen of a host is given to one who takes it, once, and how old it is', () => {
  const clock = standingClock();
  const seen = seenHosts(clock);
  seen.put(HERE, 'what is here');
  clock.pass(250);
  expect(seen.take({ ...HERE })).toEqual({ view: 'what is here', age: 250 });
  expect(seen.take(HERE)).toBeUndefined();
});

test('nobody is given what was seen elsewhere', () => {
  const seen = seenHosts(standingClock());
  seen.put(HERE, 'what is here');
  expect(seen.take(THERE)).toBeUndefined();
  expect(seen.take({ ...HERE, provider: terraformProvider })).toBeUndefined();
});
