import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  BaselineCpuFlags,
  connect,
  CpuCompareResult,
  InterfaceListFlags,
  isNotFound,
  libvirt,
  NetworkDefineFlags,
  NodeDeviceListFlags,
  SecretUsageType,
  StoragePoolState,
  StorageVolInfoFlags,
  StorageVolWipeAlgorithm,
  typed,
  typedParameters,
  valuesOf,
} from '@virtform/libvirt';
import { openHost, refusal } from '../testbed/host.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh, virshNames } from '../testbed/virsh.js';

// The host itself and what it has beside guests: each subject once, by what virsh says of it where virsh knows.

const hypervisor = sharedHypervisor();
const { host } = openHost(() => hypervisor().uri);

describe('the host', () => {
  const node = (): ReturnType<typeof libvirt>['node'] => host().node;

  test('says what it is', async () => {
    expect(await node().type()).toBe('QEMU');
    expect(await node().isSecure()).toBe(true);
    expect(await node().securityModel()).toEqual({ model: 'none', doi: '0' });
    expect(await node().maxVcpus('qemu')).toBeGreaterThan(0);
    expect(await node().poolCapabilities()).toContain("<pool type='dir' supported='yes'>");
    expect((await virsh(hypervisor().uri, 'cpu-models', 'x86_64')).split('\n').filter(Boolean)).toEqual(
      await node().cpuModels('x86_64'),
    );
  });

  test('tells of its CPUs and memory', async () => {
    const { cpus, online } = await node().cpuMap();
    expect(cpus).toBe((await node().info()).cpus);
    expect(online.length).toBeGreaterThan(0);
    const [all, first] = [await node().cpuStats(), await node().cpuStats(online[0])];
    expect(Object.keys(first).sort()).toEqual(['idle', 'iowait', 'kernel', 'user']);
    expect(all.idle).toBeGreaterThanOrEqual(first.idle ?? 0n);
    const { total = 0n, free } = await node().memoryStats();
    expect(free).toBeLessThan(total);
    expect(await node().memoryStats(0)).toMatchObject({
      total: expect.any(BigInt),
      free: expect.any(BigInt),
    });
    expect(await node().cellsFreeMemory()).toHaveLength(1);
    const [[small, huge] = []] = await node().freePages([4, 2_048]);
    expect(small).toBeGreaterThan(0n);
    expect(huge).toEqual(expect.any(BigInt));
  });

  test('compares CPUs', async () => {
    const cpu = '<cpu><arch>x86_64</arch><model>qemu64</model></cpu>';
    const query = { arch: 'x86_64', virtType: 'qemu' };
    expect([CpuCompareResult.IDENTICAL, CpuCompareResult.SUPERSET]).toContain(
      await node().compareHypervisorCpu(cpu, query),
    );
    expect(await node().baselineHypervisorCpu([cpu, cpu], query)).toContain('qemu64');
    const old = '<cpu><arch>x86_64</arch><model>core2duo</model></cpu>';
    expect(await node().baselineCpu([old, cpu], BaselineCpuFlags.EXPAND_FEATURES)).toContain('<feature');
  });

  test('makes a command line of a guest’s XML', async () => {
    const xml = `<domain type='qemu'><name>web</name><memory>65536</memory><os><type>hvm</type></os></domain>`;
    expect(await node().domainXmlToNative('qemu-argv', xml)).toMatch(/qemu-system-x86_64 .*guest=web/);
  });

  test('refuses to a read-only connection what it keeps to itself', async () => {
    const looker = await connect(hypervisor().uri, { readOnly: true });
    const { node, pools, secrets } = libvirt(looker);
    const calls = [
      node.compareHypervisorCpu('<cpu/>'),
      node.sevInfo(),
      node.domainXmlToNative('qemu-argv', '<domain/>'),
      pools.findSources('dir'),
      secrets.value({ uuid: randomUUID(), usageType: 0, usageID: '' }),
    ];
    for (const call of calls)
      expect(await refusal(call)).toMatchObject({ codeName: 'VIR_ERR_OPERATION_DENIED' });
    await looker.close();
  });
});

test('secrets', async () => {
  const { secrets } = host();
  const xml = (isPrivate: string): string =>
    `<secret ephemeral='no' private='${isPrivate}'><uuid>${uuid}</uuid>
      <usage type='ceph'><name>admin</name></usage></secret>`;
  const uuid = randomUUID();
  const secret = await secrets.defineXml(xml('no'));
  expect(secret).toEqual({ uuid, usageType: SecretUsageType.CEPH, usageID: 'admin' });
  expect(await secrets.lookupByUuid(uuid)).toEqual(secret);
  expect(await secrets.lookupByUsage(SecretUsageType.CEPH, 'admin')).toEqual(secret);
  expect(await secrets.list()).toEqual([secret]);
  const value = Buffer.from([0, 1, 254, 255]);
  await secrets.setValue(secret, value);
  expect(Buffer.from(await secrets.value(secret)).equals(value)).toBe(true);
  expect(await secrets.xmlDesc(secret)).toContain('admin');
  await secrets.defineXml(xml('yes'));
  expect(await refusal(secrets.value(secret))).toMatchObject({ codeName: 'VIR_ERR_INVALID_SECRET' });
  await secrets.undefine(secret);
  expect(isNotFound(await refusal(secrets.lookupByUuid(uuid)))).toBe(true);
});

test('network filters, and where they are bound', async () => {
  const { nwfilters } = host();
  const filter = await nwfilters.defineXml(
    `<filter name='quiet' chain='root'><rule action='drop' direction='in'><tcp dstportstart='25'/></rule></filter>`,
  );
  expect(await nwfilters.lookupByName('quiet')).toEqual(filter);
  expect(await nwfilters.lookupByUuid(filter.uuid)).toEqual(filter);
  expect(await nwfilters.list()).toEqual([filter]);
  expect(await nwfilters.xmlDesc(filter)).toContain("dstportstart='25'");

  await hypervisor().run(['ip', 'tuntap', 'add', 'tap-quiet', 'mode', 'tap']);
  const binding = await nwfilters.createBindingXml(
    `<filterbinding><owner><name>web</name><uuid>${randomUUID()}</uuid></owner><portdev name='tap-quiet'/>
      <mac address='52:54:00:00:79:01'/><filterref filter='quiet'/></filterbinding>`,
  );
  expect(binding).toEqual({ portdev: 'tap-quiet', filtername: 'quiet' });
  expect(await nwfilters.listBindings()).toEqual([binding]);
  expect(await nwfilters.lookupBindingByPortDev('tap-quiet')).toEqual(binding);
  expect(await nwfilters.bindingXmlDesc(binding)).toContain("portdev name='tap-quiet'");
  expect((await refusal(nwfilters.undefine(filter))).message).toContain('in use');
  await nwfilters.deleteBinding(binding);
  await nwfilters.undefine(filter);
  expect(await nwfilters.list()).toEqual([]);
});

test('devices of the host', async () => {
  const { nodeDevices } = host();
  const names = (await nodeDevices.list()).map(({ name }) => name);
  expect([...names].sort()).toEqual(
    (await virsh(hypervisor().uri, 'nodedev-list')).split('\n').filter(Boolean).sort(),
  );
  const computer = await nodeDevices.lookupByName('computer');
  expect(await nodeDevices.parent(computer)).toBeUndefined();
  expect(await nodeDevices.listCaps(computer)).toEqual(['system']);
  expect(await nodeDevices.xmlDesc(computer)).toContain("<capability type='system'>");
  expect(await nodeDevices.isActive(computer)).toBe(true);
  // Flags with the highest bit set go through.
  const nets = await nodeDevices.list(NodeDeviceListFlags.CAP_NET | NodeDeviceListFlags.ACTIVE);
  expect(nets.map(({ name }) => name)).toContain('net_lo_00_00_00_00_00_00');
  expect(isNotFound(await refusal(nodeDevices.lookupByName('nothing')))).toBe(true);
});

test('network interfaces of the host, to look at', async () => {
  const { interfaces } = host();
  const lo = await interfaces.lookupByName('lo');
  const flags = (await interfaces.isActive(lo)) ? InterfaceListFlags.ACTIVE : InterfaceListFlags.INACTIVE;
  expect(await interfaces.list()).toContainEqual(lo);
  expect(await interfaces.list(flags)).toContainEqual(lo);
  expect(await interfaces.xmlDesc(lo)).toContain("name='lo'");
  // libvirt has two ways to know interfaces; the one that Debian builds cannot change them.
  expect(await refusal(interfaces.changeBegin())).toMatchObject({ fault: 'unsupported' });
});

describe('networks', () => {
  const network = (name: string): string =>
    `<network><name>${name}</name><bridge name='br-${name}'/></network>`;

  test('one without a definition is gone when it stops', async () => {
    const { networks } = host();
    const brief = await networks.createXml(network('brief'));
    expect([await networks.isActive(brief), await networks.isPersistent(brief)]).toEqual([true, false]);
    await networks.destroy(brief);
    expect(isNotFound(await refusal(networks.lookupByName('brief')))).toBe(true);
  });

  test('a definition is checked where that is asked for', async () => {
    const { networks } = host();
    const wrong = '<network><name>lan</name><nothing/></network>';
    expect(await refusal(networks.defineXml(wrong, NetworkDefineFlags.VALIDATE))).toMatchObject({
      codeName: 'VIR_ERR_XML_INVALID_SCHEMA',
    });
    expect(await virshNames(hypervisor().uri, 'net-list', '--all')).toEqual([]);
  });

  test('ports are made, limited and taken away', async () => {
    const { networks } = host();
    const lan = await networks.createXml(network('lan'));
    const owner = randomUUID();
    const port = await networks.portCreateXml(
      lan,
      `<networkport><uuid>${randomUUID()}</uuid><owner><name>web</name><uuid>${owner}</uuid></owner><mac address='52:54:00:00:79:02'/></networkport>`,
    );
    expect(await networks.ports(lan)).toEqual([port]);
    expect(await networks.portLookupByUuid(lan, port.uuid)).toEqual(port);
    expect(await networks.portXmlDesc(port)).toContain(owner);
    await networks.setPortParameters(port, typedParameters({ 'outbound.average': typed.uint(500) }));
    expect(valuesOf(await networks.portParameters(port))).toMatchObject({ 'outbound.average': 500 });
    await networks.portDelete(port);
    expect(await networks.ports(lan)).toEqual([]);
    await networks.destroy(lan);
  });

  test('metadata, where libvirt is new enough', async () => {
    const { networks, node } = host();
    const lan = await networks.createXml(network('lan'));
    const { major, minor } = await node.libVersion();
    const named = networks.setMetadata(lan, 1, { value: 'the lan' }, 1);
    if (major < 9 || (major === 9 && minor < 7)) {
      expect(await refusal(named)).toMatchObject({ fault: 'unsupported' });
    } else {
      await named;
      expect(await networks.metadata(lan, 1, undefined, 1)).toBe('the lan');
    }
    await networks.destroy(lan);
  });
});

test('storage', async () => {
  const { pools, volumes } = host();
  const folder = path.join(hypervisor().scratch, 'brief');
  mkdirSync(folder);
  const pool = await pools.createXml(
    `<pool type='dir'><name>brief</name><target><path>${folder}</path></target></pool>`,
  );
  expect(await pools.isPersistent(pool)).toBe(false);
  expect(await pools.info(pool)).toMatchObject({ state: StoragePoolState.RUNNING });
  expect(await pools.lookupByTargetPath(folder)).toEqual(pool);
  const volume = await volumes.createXml(
    pool,
    `<volume><name>v</name><capacity>4096</capacity><allocation>4096</allocation></volume>`,
  );
  expect(await pools.lookupByVolume(volume)).toEqual(pool);
  await volumes.resize(volume, 8_192n);
  expect(await volumes.info(volume)).toMatchObject({ capacity: 8_192n });
  expect(await volumes.infoFlags(volume, StorageVolInfoFlags.GET_PHYSICAL)).toMatchObject({
    allocation: 8_192n,
  });
  async function* ones(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(8_192, 1);
  }
  // libvirt wipes what is allocated by then, which the file system may put off for one that was resized.
  const full = await volumes.createXml(
    pool,
    `<volume><name>w</name><capacity>8192</capacity><allocation>8192</allocation></volume>`,
  );
  await volumes.upload(full, ones(), { length: 8_192n });
  await volumes.wipePattern(full, StorageVolWipeAlgorithm.ZERO);
  expect(readFileSync(path.join(folder, 'w')).equals(Buffer.alloc(8_192))).toBe(true);
  await volumes.wipe(full);
  await volumes.delete(full);
  await volumes.delete(volume);
  expect(existsSync(path.join(folder, 'v'))).toBe(false);
  expect(await refusal(pools.findSources('dir'))).toMatchObject({
    fault: expect.stringMatching(/host|unsupported/),
  });
  await pools.destroy(pool);
  expect(isNotFound(await refusal(pools.lookupByName('brief')))).toBe(true);
});
