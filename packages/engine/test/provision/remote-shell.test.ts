import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remoteCommand, runScript, storeScript } from '../../src/provision/remote-shell';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'virtform-remote-shell-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** As a login shell would run what ssh hands to it. */
const login = (shell: string, script: string, input: string): string =>
  execFileSync(shell, ['-c', remoteCommand(script)], { input, encoding: 'utf8', cwd: folder, stdio: 'pipe' });

describe.each(['sh', 'bash'])('%s', (shell) => {
  test.each([
    'plain',
    'two words',
    "it's",
    '"$(touch pwned)"',
    '`touch pwned`',
    '$HOME',
    'back\\slash',
    'new\nline',
    '!!',
    '-n',
    '*',
    'ü 🎈',
  ])('a file whose name is %j', (name) => {
    const path = join(folder, name);
    login(shell, storeScript(path), 'content $(touch pwned)\n');
    expect(readFileSync(path, 'utf8')).toBe('content $(touch pwned)\n');
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  test('a script runs with the umask that there was, without input, and is gone behind it', () => {
    const path = join(folder, "it's a script.sh");
    const output = login(shell, runScript(path), '#!/bin/sh\ncat; umask; ls -l "$0" | cut -c1-10\n');
    expect(output).toBe(`${execFileSync('sh', ['-c', 'umask'], { encoding: 'utf8' })}-rwx------\n`);
    expect(existsSync(path)).toBe(false);
  });

  test('a script that fails gives its exit status, and is gone too', () => {
    const path = join(folder, 'script');
    const { status } = spawnSync(shell, ['-c', remoteCommand(runScript(path))], {
      input: '#!/bin/sh\nexit 42\n',
    });
    expect(status).toBe(42);
    expect(existsSync(path)).toBe(false);
  });

  test('a script that cannot be put there is not run', () => {
    mkdirSync(join(folder, 'taken'));
    expect(() => login(shell, runScript(join(folder, 'taken')), '#!/bin/sh\nexit 0\n')).toThrow();
  });
});
