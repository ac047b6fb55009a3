import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { SAMPLE, stateJson, resourceJson } from '../../packages/virtform/test/commands/lab.js';
import { folderApp, type CommandOutcome, type TestApp } from '../testbed/app.js';
import { holdCall, type HeldCall } from '../testbed/held-call.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { mountSmallDisk, type SmallDisk } from '../testbed/small-disk.js';
import { virsh } from '../testbed/virsh.js';

let hypervisor: Hypervisor;
beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);
afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

interface Stored {
  readonly serial: number;
  readonly resources: readonly { readonly name: string }[];
  readonly outputs: object;
}
const parsed = (text: string): Stored => JSON.parse(text) as Stored;
const namesIn = (text: string): readonly string[] =>
  parsed(text)
    .resources.map(({ name }) => name)
    .sort();

/** Room that every state of these tests takes: several pages of a disk, so that a write stops at many places. */
const FILLING = 'filling '.repeat(1500);

/** Pages between two places that are tried; every one in the full run. */
const STEP = process.env.VIRTFORM_TEST === 'full' ? 1 : 6;

/** Each has a bridge of its own: libvirt gives two that start at once the same name. */
const network = (name: string): object => ({ name: `disk-${name}`, bridge: { name: `br-${name}` } });

/** A program of networks, with an output that makes its state larger. */
const program = (uri: string, names: readonly string[], filling = ''): string =>
  JSON.stringify({
    provider: { libvirt: [{ uri }] },
    resource: { libvirt_network: Object.fromEntries(names.map((name) => [name, network(name)])) },
    output: { filling: { value: filling } },
  });

/** The networks of these tests that the hypervisor has. */
async function networks(): Promise<readonly string[]> {
  const said = await virsh(hypervisor.uri, 'net-list', '--all', '--name');
  return said
    .split('\n')
    .filter((name) => name.startsWith('disk-'))
    .sort();
}

/** Where a command that could not save its state put it: `errored.tfstate`, or the terminal. */
function rescued(folder: string, { stderr }: CommandOutcome): Stored | undefined {
  const errored = path.join(folder, 'errored.tfstate');
  if (existsSync(errored)) {
    expect(stderr).toContain(errored);
    return parsed(readFileSync(errored, 'utf8'));
  }
  const printed = /^\{\n[^]*^\}$/m.exec(stderr)?.[0];
  return printed === undefined ? undefined : parsed(printed);
}

function clear(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
}

describe('a disk that is full', () => {
  let disk: SmallDisk;
  let app: TestApp;
  const file = (name: string): string => path.join(disk.folder, name);
  beforeEach(async () => {
    disk = await mountSmallDisk();
    app = folderApp(disk.folder);
  });
  afterEach(() => disk.unmount());

  it('keeps the state whole at whatever write of a state command it fills up, and the command says so', async () => {
    const attributes = { id: '1', title: FILLING };
    const before = stateJson([resourceJson('libvirt_network', 'a', [{ attributes }])]);
    for (let pages = 0, code: number | undefined; code !== 0; pages += STEP) {
      clear(disk.folder);
      writeFileSync(file('main.tf'), '');
      writeFileSync(file('terraform.tfstate'), before, { mode: 0o600 });
      disk.fillBut(pages);
      const moved = await app.virtform('state', 'mv', 'libvirt_network.a', 'libvirt_network.b');
      ({ code } = moved);
      if (code !== 0) {
        expect(moved.stderr).toContain(file('terraform.tfstate'));
        expect(moved.stderr).toContain('make room');
      }
      expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(false);
      disk.empty();
      const pulled = await app.virtform('state', 'pull');
      expect({ pages, names: namesIn(pulled.stdout) }).toEqual({ pages, names: [code === 0 ? 'b' : 'a'] });
    }
  }, 120_000);

  it('loses nothing of an apply, at whatever write it fills up', async () => {
    const names = ['x', 'y', 'z'];
    let failed = 0;
    for (let pages = 0, code: number | undefined; code !== 0; pages += STEP) {
      clear(disk.folder);
      writeFileSync(file('main.tf.json'), program(hypervisor.uri, names, FILLING));
      disk.fillBut(pages);
      const applied = await app.virtform('apply', '-auto-approve');
      ({ code } = applied);
      const made = await networks();
      if (code !== 0) {
        failed += 1;
        expect(applied.stderr).toContain(file('terraform.tfstate'));
        const kept = rescued(disk.folder, applied)?.resources.map(({ name }) => `disk-${name}`) ?? [];
        expect({ pages, lost: made.filter((name) => !kept.includes(name)) }).toEqual({ pages, lost: [] });
      }
      disk.empty();
      // Also without what was rescued: the state on the disk knows what was about to be made.
      rmSync(file('errored.tfstate'), { force: true });
      expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
      expect(await networks()).toEqual(names.map((name) => `disk-${name}`));
      expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
      expect(await networks()).toEqual([]);
    }
    expect(failed).toBeGreaterThan(1);
  }, 300_000);
});

describe('a folder that changes under an apply', () => {
  let held: HeldCall;
  let folder: string;
  beforeEach(async () => {
    held = await holdCall(hypervisor, 'NETWORK_DEFINE_XML_FLAGS');
    folder = mkdtempSync(path.join(tmpdir(), 'virtform-folder-'));
  });
  afterEach(async () => {
    await held.stop();
    rmSync(folder, { recursive: true, force: true });
    for (const name of await networks()) {
      for (const command of ['net-destroy', 'net-undefine']) {
        await virsh(hypervisor.uri, command, name).catch(() => undefined);
      }
    }
  });

  it('and is removed: the apply says that it cannot save, and prints the state', async () => {
    writeFileSync(path.join(folder, 'main.tf.json'), program(held.uri, ['gone']));
    const running = folderApp(folder).start('apply', '-auto-approve');
    await held.reached;
    rmSync(folder, { recursive: true });
    held.letGo();
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain(path.join(folder, 'terraform.tfstate'));
    expect(stderr).not.toContain('This is not how virtform should fail');
    expect(await networks()).toEqual(['disk-gone']);
    expect(/"name": "disk-gone"/.exec(stderr)).not.toBeNull();
  }, 60_000);

  it('and fills up: the same', async () => {
    const disk = await mountSmallDisk();
    try {
      writeFileSync(path.join(disk.folder, 'main.tf.json'), program(held.uri, ['locked']));
      const running = folderApp(disk.folder).start('apply', '-auto-approve');
      await held.reached;
      disk.fillBut(0);
      held.letGo();
      const ended = await running.ended;
      expect(ended.code).toBe(1);
      expect(rescued(disk.folder, ended)?.resources.map(({ name }) => name)).toEqual(['locked']);
    } finally {
      await disk.unmount();
    }
  }, 60_000);

  it('and whose state another file took the place of: the apply writes over nothing', async () => {
    writeFileSync(path.join(folder, 'main.tf.json'), program(held.uri, ['mine']));
    const state = path.join(folder, 'terraform.tfstate');
    const running = folderApp(folder).start('apply', '-auto-approve');
    await held.reached;
    renameSync(state, `${state}.away`);
    writeFileSync(state, SAMPLE);
    held.letGo();
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('removed or replaced while it was locked');
    expect(readFileSync(state, 'utf8')).toBe(SAMPLE);
    expect(rescued(folder, ended)?.resources.map(({ name }) => name)).toEqual(['mine']);
    expect(statSync(path.join(folder, 'errored.tfstate')).mode & 0o777).toBe(0o600);
  }, 60_000);
});

describe('a folder that cannot be written', () => {
  it('is read, and everything that would write in it is refused with its reason', async () => {
    const disk = await mountSmallDisk();
    try {
      writeFileSync(path.join(disk.folder, 'main.tf'), '');
      writeFileSync(path.join(disk.folder, 'terraform.tfstate'), SAMPLE);
      await disk.setReadOnly(true);
      const app = folderApp(disk.folder);
      for (const words of [['show'], ['state', 'list'], ['state', 'pull'], ['output']]) {
        expect(await app.virtform(...words)).toMatchObject({ code: 0, stderr: '' });
      }
      for (const words of [
        ['state', 'rm', 'module.shop'],
        ['taint', 'libvirt_network.lab'],
        ['state', 'rm', '-lock=false', 'module.shop'],
        ['apply', '-auto-approve'],
        ['plan'],
      ]) {
        const { code, stderr } = await app.virtform(...words);
        expect(code).toBe(1);
        expect(stderr).toContain(path.join(disk.folder, 'terraform.tfstate'));
        expect(stderr).toContain('mounted read-only');
      }
      await disk.setReadOnly(false);
      expect(readFileSync(path.join(disk.folder, 'terraform.tfstate'), 'utf8')).toBe(SAMPLE);
    } finally {
      await disk.unmount();
    }
  }, 60_000);
});

describe('a state that is a link', () => {
  it('is written where it leads, locked there, and stays a link', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'virtform-link-'));
    try {
      const [place, other] = ['program', 'elsewhere'].map((name) => path.join(folder, name));
      if (place === undefined || other === undefined) throw new Error('there are two');
      for (const made of [place, other]) mkdirSync(made);
      writeFileSync(path.join(place, 'main.tf'), '');
      writeFileSync(path.join(other, 'kept.tfstate'), SAMPLE, { mode: 0o600 });
      const link = path.join(place, 'terraform.tfstate');
      symlinkSync(path.join(other, 'kept.tfstate'), link);
      const app = folderApp(place);
      expect(await app.virtform('state', 'rm', 'module.shop')).toMatchObject({ code: 0 });
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(namesIn(readFileSync(path.join(other, 'kept.tfstate'), 'utf8'))).toEqual(['lab', 'web']);
      expect(readdirSync(other)).toEqual(['kept.tfstate']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

/** Answers as a file system without locks does. No such file system can be mounted everywhere that these tests run. */
const WITHOUT_LOCKS = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
static int answer(int fd, int command, void *argument, const char *real) {
  if (command == F_OFD_SETLK || command == F_OFD_SETLKW || command == F_SETLK || command == F_SETLKW) {
    errno = atoi(getenv("LOCK_ERRNO"));
    return -1;
  }
  return ((int (*)(int, int, void *))dlsym(RTLD_NEXT, real))(fd, command, argument);
}
int fcntl(int fd, int command, ...) {
  va_list rest; va_start(rest, command); void *argument = va_arg(rest, void *); va_end(rest);
  return answer(fd, command, argument, "fcntl");
}
int fcntl64(int fd, int command, ...) {
  va_list rest; va_start(rest, command); void *argument = va_arg(rest, void *); va_end(rest);
  return answer(fd, command, argument, "fcntl64");
}
`;

const hasCompiler = ((): boolean => {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
if (!hasCompiler) console.warn('cc is not installed: a file system without locks is not tried');

(hasCompiler ? describe : describe.skip)('a file system without locks', () => {
  it.each([
    ['ENOLCK', os.constants.errno.ENOLCK],
    ['ENOSYS', os.constants.errno.ENOSYS],
  ])(
    '(%s) is named as such, and nothing is written without a lock unless that is asked for',
    async (_, errno) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'virtform-locks-'));
      try {
        const library = path.join(folder, 'without-locks.so');
        writeFileSync(path.join(folder, 'without-locks.c'), WITHOUT_LOCKS);
        execFileSync('cc', ['-shared', '-fPIC', '-o', library, path.join(folder, 'without-locks.c'), '-ldl']);
        writeFileSync(path.join(folder, 'main.tf'), 'output "o" { value = "hello" }');
        writeFileSync(path.join(folder, 'terraform.tfstate'), SAMPLE);
        const app = folderApp(folder, { LD_PRELOAD: library, LOCK_ERRNO: String(errno) });
        for (const words of [
          ['state', 'rm', 'module.shop'],
          ['apply', '-auto-approve'],
          ['workspace', 'new', 'blue'],
        ]) {
          const { code, stderr } = await app.virtform(...words);
          expect(code).toBe(1);
          expect(stderr).toContain('cannot be locked');
          expect(stderr).toContain('-lock=false');
          expect(stderr).not.toContain('This is not how virtform should fail');
        }
        expect(readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8')).toBe(SAMPLE);
        expect(await app.virtform('state', 'rm', '-lock=false', 'module.shop')).toMatchObject({ code: 0 });
        expect(namesIn(readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8'))).toEqual(['lab', 'web']);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
