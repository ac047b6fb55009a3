import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import {
  connect,
  type ConnectionPool,
  DomainConsoleFlags,
  isHole,
  libvirt,
  type StoragePool,
  type StorageVolume,
} from '@virtform/libvirt';
import { findInNamespace } from '../../scripts/hypervisor/processes.js';
import { bootGuest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';

const hypervisor = sharedHypervisor();

let caller: ConnectionPool;
beforeAll(async () => (caller = await connect(hypervisor().uri)));
afterAll(() => caller.close());

/** Descriptors that the daemon has open. */
function descriptors(): number {
  const [daemon = 0] = findInNamespace(hypervisor().pid, 'libvirtd');
  return readdirSync(`/proc/${daemon}/fd`).length;
}

describe('volumes with holes', () => {
  const MIB = 1_048_576;
  let pool: StoragePool;
  let folder = '';

  beforeAll(async () => {
    folder = path.join(hypervisor().scratch, 'holes');
    mkdirSync(folder);
    const { pools } = libvirt(caller);
    pool = await pools.defineXml(
      `<pool type='dir'><name>holes</name><target><path>${folder}</path></target></pool>`,
    );
    await pools.create(pool);
  });

  async function fresh(name: string, capacity: number): Promise<StorageVolume> {
    return libvirt(caller).volumes.createXml(
      pool,
      `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>0</allocation></volume>`,
    );
  }

  /** Bytes on disk. */
  const used = (file: string): number => 512 * statSync(file).blocks;

  /** 2 MiB, 60 MiB of nothing, 1 MiB, 1 MiB of nothing. */
  function sparseFile(): { readonly file: string; readonly size: number } {
    const file = path.join(hypervisor().scratch, 'sparse.raw');
    writeFileSync(file, randomBytes(2 * MIB));
    truncateSync(file, 62 * MIB);
    writeFileSync(file, randomBytes(MIB), { flag: 'a' });
    truncateSync(file, 64 * MIB);
    return { file, size: 64 * MIB };
  }

  test('go up and down as they are, and take no room', async () => {
    const { volumes } = libvirt(caller);
    const { file, size } = sparseFile();
    const volume = await fresh('sparse', size);
    const progress: number[] = [];
    const options = { sparse: true, onProgress: (bytes: number) => void progress.push(bytes) };
    expect(await volumes.uploadFile(volume, file, options)).toBe(size);
    expect(progress.at(-1)).toBe(size);
    const there = path.join(folder, 'sparse');
    expect(readFileSync(there).equals(readFileSync(file))).toBe(true);
    expect(used(there)).toBeLessThan(8 * MIB);

    const copy = path.join(hypervisor().scratch, 'copy.raw');
    expect(await volumes.downloadFile(volume, copy, { sparse: true })).toBe(size);
    expect(readFileSync(copy).equals(readFileSync(file))).toBe(true);
    expect(used(copy)).toBeLessThan(8 * MIB);

    const items: string[] = [];
    for await (const item of volumes.downloadSparse(volume)) items.push(isHole(item) ? 'hole' : 'data');
    expect(items.filter((item) => item === 'hole')).toHaveLength(2);
    // What is there already is nobody's to overwrite.
    await expect(volumes.downloadFile(volume, copy)).rejects.toMatchObject({ fault: 'caller' });
  });

  test('take a block device of this machine as they take a file', async () => {
    const { volumes } = libvirt(caller);
    const { file, size } = sparseFile();
    const device = execFileSync('losetup', ['--show', '--find', '--read-only', file], { encoding: 'utf8' });
    try {
      const volume = await fresh('device', size);
      expect(await volumes.uploadFile(volume, device.trim(), { sparse: true })).toBe(size);
      expect(readFileSync(path.join(folder, 'device')).equals(readFileSync(file))).toBe(true);
    } finally {
      execFileSync('losetup', ['--detach', device.trim()]);
    }
  });

  test('leave no descriptor open, whole or left early', async () => {
    const { volumes } = libvirt(caller);
    const volume = await libvirt(caller).volumes.lookupByName(pool, 'sparse');
    const before = descriptors();
    for (let round = 0; round < 20; round++) {
      for await (const item of volumes.downloadSparse(volume)) if (isHole(item) || round % 2 === 0) break;
    }
    expect(descriptors()).toBeLessThan(before + 10);
  });

  test('a file that is not there is said before anything is sent', async () => {
    const volume = await fresh('nothing', MIB);
    const upload = libvirt(caller).volumes.uploadFile(volume, '/nowhere/disk.raw');
    await expect(upload).rejects.toMatchObject({
      fault: 'caller',
      message: expect.stringContaining('/nowhere/disk.raw'),
    });
  });

  test('a download of more than there is rejects', async () => {
    const volume = await fresh('short', 1_000);
    const { volumes } = libvirt(caller);
    const read = async (): Promise<number> => {
      let length = 0;
      for await (const part of volumes.download(volume, { length: 5_000n })) length += part.length;
      return length;
    };
    await expect(read()).rejects.toMatchObject({
      message: expect.stringMatching(/after 1000 bytes where 5000/),
    });
  });

  test('an upload that is given up ends at once, and the host lets go of it', async () => {
    const volume = await fresh('long', 500 * MIB);
    const before = descriptors();
    const controller = new AbortController();
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let chunk = 0; ; chunk++) {
        if (chunk === 20) controller.abort();
        yield Buffer.alloc(MIB);
      }
    }
    const upload = libvirt(caller).volumes.upload(volume, source(), {}, { signal: controller.signal });
    await expect(upload).rejects.toMatchObject({ fault: 'unknown-outcome' });
    expect(descriptors()).toBeLessThan(before + 5);
    await libvirt(caller).volumes.delete(volume);
  });
});

describe("a guest's console", () => {
  let name = '';
  beforeAll(async () => {
    const guest = await bootGuest(hypervisor(), {
      name: 'talker',
      devices: `<graphics type='vnc'/><video><model type='vga'/></video>`,
    });
    ({ name } = guest);
  });

  /** Reads until the text has come. */
  async function until(stream: Duplex, text: string): Promise<void> {
    let all = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        all += chunk.toString();
        if (!all.includes(text)) return;
        stream.off('data', hear).off('error', reject).pause();
        resolve();
      };
      stream.on('data', hear).on('error', reject).resume();
    });
  }

  /** Resolves when it is over, however it ended. */
  const over = (stream: Duplex): Promise<void> =>
    new Promise((resolve) => stream.on('error', () => undefined).once('close', resolve));

  test('hears what is typed, and answers', async () => {
    const { domains } = libvirt(caller);
    const stream = await domains.openConsole(await domains.lookupByName(name));
    stream.write('\n');
    await until(stream, '#');
    stream.write('echo sum $((40 + 2))\n');
    await until(stream, 'sum 42');
    stream.destroy();
    await over(stream);
  });

  test('is busy while somebody has it open, unless it is taken by force', async () => {
    const { domains } = libvirt(caller);
    const guest = await domains.lookupByName(name);
    const first = await domains.openConsole(guest);
    await expect(domains.openConsole(guest)).rejects.toMatchObject({ fault: 'host' });
    const ended = over(first);
    first.resume();
    const second = await domains.openConsole(guest, 'serial0', DomainConsoleFlags.FORCE);
    await ended;
    second.destroy();
    await over(second);
  });

  test('its screen can be looked at', async () => {
    const { domains } = libvirt(caller);
    const { mime, image } = await domains.screenshot(await domains.lookupByName(name));
    expect(mime).toMatch(/^image\//);
    expect(image.length).toBeGreaterThan(1_000);
  });

  test('ends when the guest does', async () => {
    const { domains } = libvirt(caller);
    const guest = await domains.lookupByName(name);
    const stream = await domains.openConsole(guest);
    const ended = over(stream);
    stream.resume();
    await domains.destroy(guest);
    await ended;
  });
});
