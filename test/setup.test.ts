import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// What the setup does on a machine depends on that machine's programs: here they are scripts that write down their arguments.
const SETUP = path.resolve(__dirname, '..', 'scripts', 'setup');

describe('the setup', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'virtform-setup-'));
    mkdirSync(path.join(folder, 'bin'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, script: string): void => {
    const log = `echo "${name} $*" >> ${folder}/log`;
    writeFileSync(path.join(folder, 'bin', name), `#!/bin/sh\n${log}\n${script}\n`, { mode: 0o755 });
  };
  const logged = (): readonly string[] => {
    const log = path.join(folder, 'log');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  };
  /** Evaluates an expression over a module of the setup, with only our programs in reach. */
  const evaluate = (
    module: string,
    expression: string,
  ): { readonly value: unknown; readonly stderr: string } => {
    const source = `import { runMain } from '${SETUP}/command.mjs'; import * as it from '${SETUP}/${module}';
      await runMain(async () => { console.log(JSON.stringify(await (${expression}))); return 0; });`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
      encoding: 'utf8',
      env: { PATH: path.join(folder, 'bin') },
    });
    const last = stdout.trim().split('\n').at(-1) ?? '';
    return { value: last === '' ? undefined : (JSON.parse(last) as unknown), stderr };
  };

  describe('of Debian packages', () => {
    const isRoot = process.getuid?.() === 0;
    const install = 'it.ensurePackages(["qemu-utils", "iproute2"])';

    it('installs nothing where nothing is missing', () => {
      program('dpkg-query', 'echo "qemu-utils installed"; echo "iproute2 installed"');
      expect(evaluate('packages.mjs', install)).toEqual({ value: false, stderr: '' });
      expect(logged().join(' ')).not.toContain('apt-get');
    });

    it('installs what is missing, and only that', () => {
      program('dpkg-query', 'echo "qemu-utils installed"; exit 1');
      program('apt-get', 'exit 0');
      program('sudo', 'exit 0');
      expect(evaluate('packages.mjs', install).value).toBe(true);
      const command = 'apt-get -qq install -y --no-install-recommends iproute2';
      expect(logged().at(-1)).toContain(
        isRoot ? command : `sudo env DEBIAN_FRONTEND=noninteractive ${command}`,
      );
    });

    it('counts a package that was removed but kept its settings as missing', () => {
      program('dpkg-query', 'echo "qemu-utils config-files"; echo "iproute2 installed"');
      program('apt-get', 'exit 0');
      program('sudo', 'exit 0');
      expect(evaluate('packages.mjs', install).value).toBe(true);
      expect(logged().at(-1)).toMatch(/ qemu-utils$/);
    });

    it('fetches the lists again where they lead to files that are gone', () => {
      program('dpkg-query', 'exit 1');
      program(
        'apt-get',
        `[ -e ${folder}/updated ] || case "$*" in *update*) : > ${folder}/updated ;; *install*) exit 100 ;; esac`,
      );
      program('sudo', 'shift 2; exec "$@"');
      expect(evaluate('packages.mjs', install).value).toBe(true);
      expect(logged().slice(-2)).toEqual([
        'apt-get -q update',
        'apt-get -qq install -y --no-install-recommends qemu-utils iproute2',
      ]);
    });

    it('names them and stops where there is no apt', () => {
      const { value, stderr } = evaluate('packages.mjs', 'it.ensurePackages(["qemu-utils"])');
      expect(value).toBeUndefined();
      expect(stderr).toContain('Missing: qemu-utils');
      expect(stderr).toContain('install what your distribution calls these');
    });

    it.each([
      ['qemu+ssh://root@host/system', true],
      ['qemu+tcp://10.0.0.1/system', true],
      ['qemu:///system', false],
      ['qemu+unix:///system?socket=/run/x', false],
    ])('knows whether %s is another machine', (uri, remote) => {
      expect(evaluate('packages.mjs', `it.isRemote(${JSON.stringify(uri)})`).value).toBe(remote);
    });
  });

  describe('of npm packages', () => {
    const lock = (version: string): string =>
      JSON.stringify({
        packages: {
          '': { name: 'home' },
          'node_modules/one': { version, integrity: 'sha512-1' },
          'node_modules/for-a-mac': { version: '1.0.0', optional: true },
        },
      });
    const ensure = (): unknown => evaluate('npm.mjs', `it.ensureModules(${JSON.stringify(folder)})`).value;
    const installed = (text: string): void => {
      mkdirSync(path.join(folder, 'node_modules'));
      writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), text);
    };
    beforeEach(() => {
      program('npm', 'exit 0');
      writeFileSync(path.join(folder, 'package-lock.json'), lock('1.2.3'));
    });

    it('runs where nothing is installed', () => {
      expect(ensure()).toBe(true);
      expect(logged()[0]).toMatch(/^npm ci /);
    });

    it('does not run where everything is there that this platform takes', () => {
      installed(
        JSON.stringify({ packages: { 'node_modules/one': { version: '1.2.3', integrity: 'sha512-1' } } }),
      );
      expect(ensure()).toBe(false);
      expect(logged()).toEqual([]);
    });

    it('runs where another version is installed', () => {
      installed(lock('1.2.2'));
      expect(ensure()).toBe(true);
    });
  });
});
