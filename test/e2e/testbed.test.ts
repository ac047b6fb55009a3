import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findHypervisor, startHypervisor } from '../../scripts/hypervisor.js';
import { CGROUPS, hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import { findInNamespace, identify } from '../../scripts/hypervisor/processes.js';
import { lxcUri, withHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh, virshNames } from '../testbed/virsh.js';

const NETWORK = `<network><name>lan</name><forward mode='nat'/><bridge name='virbr77'/>
  <ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip></network>`;

describe('a private hypervisor', () => {
  it('answers on its socket and on TCP', async () => {
    await withHypervisor(
      async ({ uri, tcpUri }) => {
        expect(tcpUri).toMatch(/^qemu\+tcp:/);
        const name = await virsh(uri, 'hostname');
        expect(await virsh(tcpUri ?? '', 'hostname')).toBe(name);
      },
      { tcp: true },
    );
  });

  it('shares nothing with another one', async () => {
    await withHypervisor(async (one) => {
      await withHypervisor(async (other) => {
        for (const { uri, scratch } of [one, other]) {
          const file = path.join(scratch, 'lan.xml');
          writeFileSync(file, NETWORK);
          await virsh(uri, 'net-define', file);
        }
        await virsh(one.uri, 'net-start', 'lan');
        expect(await virshNames(one.uri, 'net-list')).toEqual(['lan']);
        expect(await virshNames(other.uri, 'net-list')).toEqual([]);
        expect((await one.run(['ip', 'link', 'show', 'virbr77'])).status).toBe(0);
        expect(existsSync('/sys/class/net/virbr77')).toBe(false);
        expect(await virsh(one.uri, 'hostname')).not.toBe(await virsh(other.uri, 'hostname'));
      });
    });
  });

  (hasCgroups() ? it : it.skip)('holds its guests to shares, in groups that go with it', async () => {
    const groups = await withHypervisor(
      async (hypervisor) => {
        const { uri, folder, scratch } = hypervisor;
        const file = path.join(scratch, 'guest.xml');
        writeFileSync(
          file,
          `<domain type='qemu'><name>web</name><memory unit='MiB'>16</memory><os><type machine='q35'>hvm</type></os></domain>`,
        );
        await virsh(uri, 'create', file);
        await virsh(uri, 'schedinfo', 'web', '--set', 'cpu_shares=300', '--live');
        const shares = await hypervisor.run(['/bin/sh', '-c', 'cat /sys/fs/cgroup/cpu/machine/*/cpu.shares']);
        expect(shares.stdout).toBe('300\n');
        return readFileSync(path.join(folder, 'run', 'cgroups'), 'utf8')
          .trim()
          .split('\n');
      },
      { cgroups: true },
    );
    expect(groups).toHaveLength(CGROUPS.length);
    expect(groups.filter((group) => existsSync(group))).toEqual([]);
  });

  (hasCgroups() ? it : it.skip)('runs containers, which end with it', async () => {
    const [containers, init] = await withHypervisor(
      async ({ uri, scratch, pid }) => {
        const file = path.join(scratch, 'container.xml');
        writeFileSync(
          file,
          `<domain type='lxc'><name>box</name><memory unit='MiB'>16</memory><os><type>exe</type><init>/bin/sleep</init><initarg>86399</initarg></os>
            <devices><filesystem><source dir='/'/><target dir='/'/></filesystem><console type='pty'/></devices></domain>`,
        );
        await virsh(lxcUri(uri), 'create', file);
        return [await virshNames(lxcUri(uri), 'list'), pid];
      },
      { cgroups: true },
    );
    expect(containers).toEqual(['box']);
    expect(identify(init)).toBeUndefined();
  });

  it('leaves nothing when it is stopped', async () => {
    const left = await withHypervisor(async (hypervisor) => {
      const daemon = identify(findInNamespace(hypervisor.pid, 'libvirtd')[0] ?? 0);
      expect(daemon).toBeDefined();
      return { folder: hypervisor.folder, pid: hypervisor.pid, daemon: daemon?.pid ?? 0 };
    });
    expect(existsSync(left.folder)).toBe(false);
    expect(identify(left.pid)).toBeUndefined();
    expect(identify(left.daemon)).toBeUndefined();
  });

  it('answers again when its daemon was killed and started again, and keeps what was running', async () => {
    await withHypervisor(async (hypervisor) => {
      const file = path.join(hypervisor.scratch, 'lan.xml');
      writeFileSync(file, NETWORK);
      await virsh(hypervisor.uri, 'net-create', file);
      await hypervisor.killDaemon();
      await expect(virsh(hypervisor.uri, 'uri')).rejects.toThrow();
      await hypervisor.restartDaemon();
      expect(await virshNames(hypervisor.uri, 'net-list')).toEqual(['lan']);
    });
  });

  it('works in a folder too deep for the address of a socket', async () => {
    const top = mkdtempSync(path.join(tmpdir(), 'virtform-deep-'));
    const folder = path.join(top, 'folder/'.repeat(20), 'hypervisor');
    const hypervisor = await startHypervisor({ folder, owner: 'process' });
    const link = path.dirname(hypervisor.socket);
    expect(hypervisor.socket.length).toBeLessThan(108);
    expect(await virsh(hypervisor.uri, 'hostname')).toMatch(/^virtform-/);
    await hypervisor.stop();
    expect(existsSync(link)).toBe(false);
    rmSync(top, { recursive: true });
  });

  it('refuses a folder that holds something else', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'virtform-mine-'));
    writeFileSync(path.join(folder, 'diary.txt'), 'kept');
    await expect(startHypervisor({ folder, owner: 'process' })).rejects.toThrow('holds diary.txt');
    expect(readFileSync(path.join(folder, 'diary.txt'), 'utf8')).toBe('kept');
    rmSync(folder, { recursive: true });
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'virtform-owner-')), 'hv');
    const root = path.resolve(__dirname, '..', '..');
    const program = `require(${JSON.stringify(path.join(root, 'node_modules', 'jiti'))})
      .createJiti(${JSON.stringify(`${root}/`)})
      .import('./scripts/hypervisor.ts')
      .then(({ startHypervisor }) => startHypervisor({ folder: ${JSON.stringify(folder)}, owner: 'process', tcp: true }))
      .then(({ pid }) => { console.log(pid); setInterval(() => {}, 1000); });`;
    const owner = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      owner.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    expect(identify(pid)).toBeDefined();
    const gone = new Promise((resolve) => owner.once('exit', resolve));
    owner.kill('SIGKILL');
    await gone;
    await untilTrue('the first process of the hypervisor is gone', () => identify(pid) === undefined);
    await untilTrue('its folder is gone', () => !existsSync(folder));
    rmSync(path.dirname(folder), { recursive: true });
  });

  describe('that runs detached', () => {
    const folder = path.join(tmpdir(), `virtform-detached-${process.pid}`);
    afterEach(async () => {
      await (await findHypervisor(folder))?.stop();
    });

    it('is found again by its folder', async () => {
      const started = await startHypervisor({ folder, owner: 'detached' });
      const found = await findHypervisor(folder);
      expect(found?.uri).toBe(started.uri);
      expect(await virsh(found?.uri ?? '', 'hostname')).toMatch(/^virtform-/);
      await expect(startHypervisor({ folder, owner: 'detached' })).rejects.toThrow('runs in');
      await found?.stop();
      expect(await findHypervisor(folder)).toBeUndefined();
      expect(existsSync(folder)).toBe(false);
    });

    it('is cleaned away where only its files are left', async () => {
      const { pid } = await startHypervisor({ folder, owner: 'detached' });
      process.kill(pid, 'SIGKILL');
      await untilTrue('it has ended', () => identify(pid) === undefined);
      expect(existsSync(folder)).toBe(true);
      expect(await findHypervisor(folder)).toBeUndefined();
      expect(existsSync(folder)).toBe(false);
    });

    it('starts over what a start that was killed had begun', async () => {
      mkdirSync(path.join(folder, 'run', 'libvirt'), { recursive: true });
      const hypervisor = await startHypervisor({ folder, owner: 'detached' });
      expect(await virsh(hypervisor.uri, 'hostname')).toMatch(/^virtform-/);
    });
  });
});
