import { chmodSync, existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../src/cache-folder.js';

const place = (): string => mkdtempSync(path.join(tmpdir(), 'virtform-cache-'));

test('it stands in XDG_CACHE_HOME, else in .cache at home, and is for this user alone', () => {
  const home = place();
  expect(cacheFolder({ HOME: home })).toBe(path.join(home, '.cache', 'virtform'));
  const given = place();
  const folder = path.join(given, 'virtform');
  expect(cacheFolder({ HOME: home, XDG_CACHE_HOME: given })).toBe(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a relative XDG_CACHE_HOME counts for nothing, as the specification wants it', () => {
  const home = place();
  expect(cacheFolder({ HOME: home, XDG_CACHE_HOME: 'cache' })).toBe(path.join(home, '.cache', 'virtform'));
  expect(existsSync('cache')).toBe(false);
});

test('there is none without a home, where none can be made, and where others could write', () => {
  expect(cacheFolder({})).toBeUndefined();
  expect(cacheFolder({ XDG_CACHE_HOME: '/proc/nowhere' })).toBeUndefined();
  const given = place();
  const folder = cacheFolder({ XDG_CACHE_HOME: given }) ?? '';
  chmodSync(folder, 0o777);
  expect(cacheFolder({ XDG_CACHE_HOME: given })).toBeUndefined();
});
