import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  AuthorizedSshKeysFlags,
  DirtyRateStatus,
  type Domain,
  DomainAffectFlags,
  DomainControlState,
  DomainDeviceFlags,
  DomainMemoryFlags,
  DomainMemoryStat,
  type Domains,
  DomainStats,
  DomainVcpuFlags,
  GuestHostnameFlags,
  GuestInfoTypes,
  KeycodeSet,
  MonitorCommandFlags,
  NumatuneMemMode,
  typed,
  typedParameters,
  valuesOf,
  VcpuState,
} from '@virtform/libvirt';
import { bootGuest, type Guest } from '../testbed/guest.js';
import { openHost, refusal } from '../testbed/host.js';
import { release } from '../testbed/release.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';

// A running guest, and what can be said to it and about it.

const hypervisor = sharedHypervisor();
const { host, domain } = openHost(() => hypervisor().uri);
const { LIVE, CONFIG } = DomainAffectFlags;

const domains = (): Domains => host().domains;
let guest: Guest;
let dom: Domain;

beforeAll(async () => {
  const disk = path.join(hypervisor().scratch, 'data.raw');
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', disk, '32M']);
  guest = await bootGuest(hypervisor(), {
    name: 'web',
    devices: `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/>
        <target dev='vda' bus='virtio'/></disk>
      <memballoon model='virtio'><stats period='1'/></memballoon>`,
  });
  dom = await domain('web');
});

test('how it stands', async () => {
  expect(await domains().osType(dom)).toBe('hvm');
  expect(await domains().controlInfo(dom)).toMatchObject({ state: DomainControlState.OK });
  expect(await domains().messages(dom)).toContainEqual(
    expect.stringContaining('guest agent control commands'),
  );
  expect(await domains().isUpdated(dom)).toBe(false);
});

describe('CPUs', () => {
  test('one more is plugged in', async () => {
    await domains().setVcpus(dom, 2, DomainVcpuFlags.LIVE);
    await untilTrue('two CPUs in the guest', async () => (await guest.exec('/bin/nproc')).stdout === '2\n');
    expect(await domains().vcpus(dom, DomainVcpuFlags.LIVE)).toBe(2);
    expect(await domains().vcpus(dom, DomainVcpuFlags.LIVE | DomainVcpuFlags.MAXIMUM)).toBe(2);
    expect(await domains().maxVcpus(dom)).toBe(2);
    const cpus = valuesOf(await domains().guestVcpus(dom));
    expect(cpus).toEqual({ vcpus: '0-1', online: '0-1', offlinable: '1' });
  });

  test('the guest takes one out of use, and back', async () => {
    const online = async (cpus: string): Promise<boolean> =>
      valuesOf(await domains().guestVcpus(dom)).online === cpus;
    await domains().setGuestVcpus(dom, [1], false);
    await untilTrue('one CPU in use', () => online('0'));
    await domains().setGuestVcpus(dom, [1], true);
    await untilTrue('both CPUs in use', () => online('0-1'));
  });

  test('they are held to CPUs of the host', async () => {
    const [cpu = 0] = (await host().node.cpuMap()).online;
    await domains().pinVcpu(dom, 1, [cpu], LIVE | CONFIG);
    await domains().pinEmulator(dom, [cpu], LIVE);
    expect((await domains().vcpuPinInfo(dom, CONFIG))[1]).toEqual([cpu]);
    expect(await domains().emulatorPinInfo(dom, LIVE)).toEqual([cpu]);
    const [first, second] = await domains().vcpuInfo(dom);
    expect(first).toMatchObject({ number: 0, state: VcpuState.RUNNING, cpuTime: expect.any(BigInt) });
    expect(second).toMatchObject({ number: 1, cpus: [cpu] });
  });

  test('one of them is taken out of the definition by its number', async () => {
    await domains().setVcpus(dom, 2, CONFIG | DomainVcpuFlags.HOTPLUGGABLE);
    await domains().setVcpu(dom, [1], false, CONFIG);
    expect(await domains().vcpus(dom, CONFIG)).toBe(1);
    // CPU 0 starts the others.
    expect(await refusal(domains().setVcpu(dom, [0], false, CONFIG))).toMatchObject({ fault: 'host' });
  });

  test('I/O threads come, are tuned and go', async () => {
    await domains().addIothread(dom, 7, LIVE | CONFIG);
    await domains().pinIothread(dom, 7, [0], LIVE);
    await domains().setIothreadParams(dom, 7, typedParameters({ poll_max_ns: typed.ullong(4_000n) }), LIVE);
    expect(await domains().iothreadInfo(dom)).toEqual([{ id: 7, cpus: [0] }]);
    expect(valuesOf((await domains().allStats([dom], DomainStats.IOTHREAD))[0]?.params ?? [])).toMatchObject({
      'iothread.7.poll-max-ns': 4_000n,
    });
    await domains().delIothread(dom, 7, LIVE | CONFIG);
    expect(await domains().iothreadInfo(dom)).toEqual([]);
  });

  test('without cgroups there is no scheduler to ask', async () => {
    expect((await refusal(domains().schedulerType(dom))).message).toContain('cgroup CPU controller');
    // libvirt 11.3 takes these from the process where there is no cgroup.
    const stats = domains().cpuStats(dom);
    if (release.libvirt >= 11_003_000n) expect((await stats).length).toBeGreaterThan(0);
    else expect((await refusal(stats)).message).toContain('cgroup CPUACCT controller');
    const quota = typedParameters({ vcpu_quota: typed.llong(20_000n) });
    await domains().setSchedulerParameters(dom, quota, CONFIG);
    expect(await domains().xmlDesc(dom, 2)).toContain('<quota>20000</quota>');
  });
});

describe('memory', () => {
  test('the balloon takes some and gives it back', async () => {
    const all = await domains().maxMemory(dom);
    await domains().setMemory(dom, all - 65_536n, DomainMemoryFlags.LIVE);
    await untilTrue('less memory', async () => (await domains().info(dom)).memory === all - 65_536n);
    await domains().setMemory(dom, all, DomainMemoryFlags.LIVE);
    await untilTrue('all memory', async () => (await domains().info(dom)).memory === all);
  });

  test('the balloon tells what the guest makes of it', async () => {
    await domains().setMemoryStatsPeriod(dom, 2, LIVE);
    const stats = await domains().memoryStats(dom);
    expect(stats.get(DomainMemoryStat.ACTUAL_BALLOON)).toBe((await domains().info(dom)).memory);
    expect(stats.get(DomainMemoryStat.RSS)).toBeGreaterThan(0n);
    expect(stats.get(DomainMemoryStat.UNUSED)).toBeGreaterThan(0n);
  });

  test('limits are set and read, each with its own type', async () => {
    await domains().setMemoryParameters(
      dom,
      typedParameters({ hard_limit: typed.ullong(1_048_576n) }),
      CONFIG,
    );
    expect(valuesOf(await domains().memoryParameters(dom, CONFIG))).toMatchObject({ hard_limit: 1_048_576n });
    const wrong = typedParameters({ hard_limit: typed.uint(1_048_576) });
    expect((await refusal(domains().setMemoryParameters(dom, wrong, CONFIG))).message).toContain(
      "expected 'ullong'",
    );
  });

  test('parameters that are text come as well', async () => {
    const numa = typedParameters({
      numa_mode: typed.int(NumatuneMemMode.PREFERRED),
      numa_nodeset: typed.string('0'),
    });
    await domains().setNumaParameters(dom, numa, CONFIG);
    expect(await domains().numaParameters(dom, CONFIG)).toEqual(numa);
  });

  test('what stands in it', async () => {
    // The interrupt vectors of a PC, where the firmware left them.
    const vectors = await domains().memoryPeek(dom, 0n, 16, 2);
    expect(vectors).toHaveLength(16);
    expect(vectors.some((byte) => byte !== 0)).toBe(true);
  });

  test('how fast the guest writes to it', async () => {
    await domains().startDirtyRateCalc(dom, 1);
    await untilTrue('it is measured', async () => {
      const [record] = await domains().allStats([dom], DomainStats.DIRTYRATE);
      return valuesOf(record?.params ?? [])['dirtyrate.calc_status'] === DirtyRateStatus.MEASURED;
    });
  });
});

test('performance events are chosen', async () => {
  await domains().setPerfEvents(dom, typedParameters({ cpu_clock: typed.boolean(true) }), CONFIG);
  const events = valuesOf(await domains().perfEvents(dom, CONFIG));
  expect(events).toMatchObject({ cpu_clock: true, cache_misses: false });
});

test('an interface has figures and a bandwidth of its own', async () => {
  const mac = '52:54:00:00:78:01';
  await domains().attachDevice(
    dom,
    `<interface type='ethernet'><mac address='${mac}'/><model type='virtio'/><target dev='tap-web'/></interface>`,
    DomainDeviceFlags.LIVE | DomainDeviceFlags.CONFIG,
  );
  const limits = typedParameters({
    'inbound.average': typed.uint(1_000),
    'outbound.average': typed.uint(500),
  });
  // In the definition only: a kernel may lack what shapes traffic.
  await domains().setInterfaceParameters(dom, mac, limits, CONFIG);
  expect(valuesOf(await domains().interfaceParameters(dom, mac, CONFIG))).toMatchObject({
    'inbound.average': 1_000,
    'outbound.average': 500,
  });
  expect(await domains().interfaceStats(dom, 'tap-web')).toMatchObject({ rxErrs: 0n, txErrs: 0n });
});

describe('what the guest itself takes part in', () => {
  test('its agent tells of it', async () => {
    expect(
      valuesOf(await domains().guestInfo(dom, GuestInfoTypes.OS | GuestInfoTypes.HOSTNAME)),
    ).toMatchObject({
      'os.id': 'virtform-guest',
      hostname: 'web',
    });
    expect(await domains().hostname(dom, GuestHostnameFlags.AGENT)).toBe('web');
    await domains().agentSetResponseTimeout(dom, 20);
    expect(JSON.parse(await domains().agentCommand(dom, '{"execute":"guest-ping"}'))).toEqual({ return: {} });
  });

  test('its clock', async () => {
    const { seconds, nseconds } = await domains().time(dom);
    expect(seconds).toBeGreaterThan(1_600_000_000n);
    expect(nseconds).toBeLessThan(1_000_000_000);
    // The guest has no hwclock(8), which its agent sets the clock with.
    expect(await refusal(domains().setTime(dom, { seconds, nseconds }))).toMatchObject({ fault: 'host' });
  });

  test('its ssh keys', async () => {
    const [one, other] = ['ssh-ed25519 AAAAC3Nz one@example', 'ssh-ed25519 AAAAC3Ny other@example'] as const;
    await domains().setAuthorizedSshKeys(dom, 'root', [one]);
    await domains().setAuthorizedSshKeys(dom, 'root', [other], AuthorizedSshKeysFlags.APPEND);
    expect(new Set(await domains().authorizedSshKeys(dom, 'root'))).toEqual(new Set([one, other]));
    await domains().setAuthorizedSshKeys(dom, 'root', [one], AuthorizedSshKeysFlags.REMOVE);
    expect(await domains().authorizedSshKeys(dom, 'root')).toEqual([other]);
  });

  test('its passwords, where it has a program for them', async () => {
    const error = await refusal(domains().setUserPassword(dom, 'root', 'secret'));
    expect(error.message).toContain("cannot find 'passwd'");
  });

  test('its file systems', async () => {
    expect((await guest.exec('/bin/mke2fs', '/dev/vda')).status).toBe(0);
    expect((await guest.exec('/bin/mount', '/dev/vda', '/mnt')).status).toBe(0);
    expect(await domains().fsInfo(dom)).toEqual([
      { mountpoint: '/mnt', name: 'vda', fstype: 'ext2', devAliases: ['vda'] },
    ]);
    expect(await domains().fsFreeze(dom, ['/mnt'])).toBe(1);
    expect(await domains().fsThaw(dom)).toBe(1);
    await domains().fsTrim(dom);
    expect((await guest.exec('/bin/umount', '/mnt')).status).toBe(0);
  });

  test('keys and interrupts', async () => {
    await domains().sendKey(dom, KeycodeSet.LINUX, [28], 50);
    await domains().injectNmi(dom);
    await untilTrue('it is still there', async () => (await guest.uptime()) > 0);
  });

  test('its monitor', async () => {
    const status: unknown = JSON.parse(await domains().monitorCommand(dom, '{"execute":"query-status"}'));
    expect(status).toMatchObject({ return: { running: true } });
    expect(await domains().monitorCommand(dom, 'info status', MonitorCommandFlags.HMP)).toContain('running');
  });
});

test('what newer daemons can do is unsupported by older ones', async () => {
  const { minor, major } = await host().node.libVersion();
  const once = domains().autostartOnce(dom);
  if (major > 11 || (major === 11 && minor >= 2)) expect(await once).toBe(false);
  else expect(await refusal(once)).toMatchObject({ fault: 'unsupported' });
});
