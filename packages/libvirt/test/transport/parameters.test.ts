import { isOn, parseQuery } from '../../src/transport/parameters.js';

const parse = (query: string): ReturnType<typeof parseQuery> =>
  parseQuery(query, decodeURIComponent, (reason) => new Error(reason));

test.each<readonly [string, Readonly<Record<string, string>>, string]>([
  ['', {}, ''],
  ['socket=/a', { socket: '/a' }, ''],
  ['Socket=/a&NO_TTY=1', { socket: '/a', no_tty: '1' }, ''],
  ['socket=/a&socket=/b', { socket: '/b' }, ''],
  ['knownhosts=/k&knownhosts_verify=auto', { known_hosts: '/k', known_hosts_verify: 'auto' }, ''],
  ['socket=/a=b', { socket: '/a=b' }, ''],
  ['x=1&socket=%2Fa&y=%20', { socket: '/a' }, 'x=1&y=%20'],
  ['x&&=y&socket=/a', { socket: '/a' }, 'x'],
  ['socket=/a;keyfile=/b', { socket: '/a', keyfile: '/b' }, ''],
  ['socket=/a;b&keyfile=/b', { socket: '/a;b', keyfile: '/b' }, ''],
  ['name=', { name: '' }, ''],
])('%s', (query, known, foreign) => {
  const parsed = parse(query);
  expect(Object.fromEntries(parsed.known)).toEqual(known);
  expect(parsed.foreign).toBe(foreign);
});

test.each([
  ['no_tty', 'neither 0 nor 1'],
  ['no_verify=yes', 'neither 0 nor 1'],
  ['no_sanity=1.5', 'neither 0 nor 1'],
  ['mode=', 'says nothing'],
  ['command', 'says nothing'],
  ['socket=-e', 'begins with a -'],
  ['keyfile=-oProxyCommand=x', 'begins with a -'],
  ['name=-r', 'begins with a -'],
])('%s is refused', (query, reason) => {
  expect(() => parse(query)).toThrow(reason);
});

test.each([
  ['', false],
  ['no_tty=0', false],
  ['no_tty=1', true],
  ['no_tty=2', true],
  ['no_tty=-1', true],
  ['no_tty=00', false],
])('"%s" turns it on: %s', (query, on) => {
  expect(isOn(parse(query).known, 'no_tty')).toBe(on);
});
