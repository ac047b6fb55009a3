import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Jest's own environment runs in the process that this test is in: another process tries ours.
const SCRIPT = `
  const hooks = require('node:async_hooks');
  const Environment = require(${JSON.stringify(path.resolve(__dirname, '../scripts/testing/environment.cjs'))});

  (async () => {
    const other = new hooks.AsyncLocalStorage();
    const environment = new Environment({ projectConfig: { globals: {}, testEnvironmentOptions: {} } });
    await environment.setup();
    const begun = new hooks.AsyncLocalStorage();
    const seen = [];
    const look = () => seen.push([other.getStore(), begun.getStore()]);
    await other.run('other', () => begun.run('begun', async () => {
      await look();
      await environment.teardown();
      look();
    }));
    console.log(JSON.stringify({ seen, own: hooks.AsyncLocalStorage === other.constructor }));
  })();`;

test('what a test file began to carry from promise to promise ends with it', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', SCRIPT], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    seen: [
      ['other', 'begun'],
      ['other', null],
    ],
    own: true,
  });
});
