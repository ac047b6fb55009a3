import { isObject, type Json, type JsonObject } from '@virtform/values';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { bootGuest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// Each data source on a real daemon; virsh tells what it has to say.
const hypervisor = sharedHypervisor();

jest.setTimeout(240_000);

let apps = 0;

function appOf(configuration: JsonObject): TestApp {
  apps += 1;
  return configurationApp(hypervisor(), `data-${apps}`, {
    'main.tf.json': { provider: { libvirt: { uri: hypervisor().uri } }, ...configuration },
  });
}

async function outputsOf(app: TestApp): Promise<JsonObject> {
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  const { stdout } = await app.virtform('output', '-json');
  const outputs = JSON.parse(stdout) as Readonly<Record<string, { readonly value: Json }>>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** What an app's data source says, as an output. */
async function read(data: JsonObject, value: string): Promise<Json> {
  return (await outputsOf(appOf({ data, output: { it: { value } } }))).it ?? null;
}

function fields(value: Json): JsonObject {
  if (!isObject(value)) throw new Error(`${JSON.stringify(value)} is no object`);
  return value;
}

test('libvirt_node_info says what nodeinfo does', async () => {
  const info = fields(await read({ libvirt_node_info: { here: {} } }, '${data.libvirt_node_info.here}'));
  const lines = (await virsh(hypervisor().uri, 'nodeinfo')).split('\n');
  const told = new Map(
    lines.map((line) => line.split(/:\s+/)).map(([name = '', value = '']) => [name, value]),
  );
  expect(info).toMatchObject({
    cpu_model: told.get('CPU model'),
    cpu_cores_total: Number(told.get('CPU(s)')),
    cpu_sockets: Number(told.get('CPU socket(s)')),
    cpu_cores_per_socket: Number(told.get('Core(s) per socket')),
    cpu_threads_per_core: Number(told.get('Thread(s) per core')),
    numa_nodes: Number(told.get('NUMA cell(s)')),
    memory_total_kb: Number(told.get('Memory size')?.replace(' KiB', '')),
    id: expect.stringMatching(/^\d+$/),
  });
});

test.each([
  ['all', {}, []],
  ['those with a capability', { capability: 'net' }, ['--cap', 'net']],
])('libvirt_node_devices names the devices that nodedev-list shows: %s', async (_, asked, words) => {
  const devices = await read(
    { libvirt_node_devices: { d: asked } },
    '${data.libvirt_node_devices.d.devices}',
  );
  const listed = (await virsh(hypervisor().uri, 'nodedev-list', ...words))
    .split('\n')
    .filter((name) => name !== '');
  expect(listed.length).toBeGreaterThan(0);
  expect(devices).toEqual(listed.sort());
});

test('libvirt_node_device_info says of every device what nodedev-dumpxml does', async () => {
  const told = fields(
    await read(
      {
        libvirt_node_devices: { all: {} },
        libvirt_node_device_info: {
          each: { for_each: '${data.libvirt_node_devices.all.devices}', name: '${each.key}' },
        },
      },
      '${data.libvirt_node_device_info.each}',
    ),
  );
  const names = (await virsh(hypervisor().uri, 'nodedev-list')).split('\n').filter((name) => name !== '');
  expect(Object.keys(told).sort()).toEqual(names.sort());
  const types = new Set<string>();
  for (const name of names) {
    const xml = await virsh(hypervisor().uri, 'nodedev-dumpxml', name);
    const first = (pattern: RegExp): string | undefined => pattern.exec(xml)?.[1];
    const number = (pattern: RegExp): number | null => {
      const text = first(pattern);
      return text === undefined ? null : Number(text);
    };
    const type = first(/<capability type='([^']+)'/) ?? '';
    types.add(type);
    const device = fields(told[name] ?? null);
    expect({ name, ...device }).toMatchObject({
      name,
      id: name,
      path: first(/<path>(.*)<\/path>/) ?? '',
      parent: first(/<parent>(.*)<\/parent>/) ?? '',
      capability: { type },
    });
    const capability = fields(device.capability ?? null);
    const expected: Readonly<Record<string, JsonObject>> = {
      pci: {
        domain: number(/<domain>(\d+)</),
        bus: number(/<bus>(\d+)</),
        slot: number(/<slot>(\d+)</),
        function: number(/<function>(\d+)</),
        class: first(/<class>(.*)</) ?? null,
        product_id: first(/<product id='([^']*)'/) ?? null,
        vendor_id: first(/<vendor id='([^']*)'/) ?? null,
        vendor_name: first(/<vendor id='[^']*'>(.*)</) ?? null,
        iommu_group: number(/<iommuGroup number='(\d+)'/),
      },
      net: {
        interface: first(/<interface>(.*)</) ?? null,
        address: first(/<address>(.*)</) ?? null,
        link_state: first(/<link[^>]* state='([^']*)'/) ?? null,
      },
      storage: {
        block: first(/<block>(.*)</) ?? null,
        drive_type: first(/<drive_type>(.*)</) ?? null,
        size: number(/<size>(\d+)</),
        logical_block_size: number(/<logical_block_size>(\d+)</),
        num_blocks: number(/<num_blocks>(\d+)</),
      },
    };
    expect({ name, ...capability }).toMatchObject({ name, ...expected[type] });
  }
  expect([...types]).toEqual(expect.arrayContaining(['system', 'net']));
});

describe('libvirt_domain_interface_addresses', () => {
  const LEASED = '10.87.0';
  beforeAll(async () => {
    const network = {
      net: {
        name: 'leased',
        ips: [
          {
            address: `${LEASED}.1`,
            prefix: 24,
            dhcp: { ranges: [{ start: `${LEASED}.100`, end: `${LEASED}.200` }] },
          },
        ],
      },
    };
    await outputsOf(appOf({ resource: { libvirt_network: network } }));
    await bootGuest(hypervisor(), { name: 'addressed', network: 'leased', mac: '52:54:00:87:00:01' });
    await untilTrue('the guest has a lease', async () =>
      (await virsh(hypervisor().uri, 'domifaddr', 'addressed')).includes(LEASED),
    );
  });

  test.each(['lease', 'agent', undefined])('asks the source %s, as domifaddr does', async (source) => {
    const asked = { domain: 'addressed', ...(source === undefined ? {} : { source }) };
    const told = fields(
      await read(
        { libvirt_domain_interface_addresses: { a: asked } },
        '${data.libvirt_domain_interface_addresses.a}',
      ),
    );
    const uuid = await virsh(hypervisor().uri, 'domuuid', 'addressed');
    expect(told.id).toBe(uuid.trim());
    const lines = (
      await virsh(hypervisor().uri, 'domifaddr', 'addressed', '--full', '--source', source ?? 'lease')
    ).split('\n');
    const rows = lines
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[3]?.includes('/') === true);
    const expected = rows.map(([name = '', mac = '', type = '', address = '']) => {
      const [addr = '', prefix = ''] = address.split('/');
      return { name, hwaddr: mac, type, addr, prefix: Number(prefix) };
    });
    expect(expected.length).toBeGreaterThan(0);
    const interfaces = told.interfaces as readonly JsonObject[];
    const found = interfaces.flatMap(({ name = '', hwaddr = '', addrs }) =>
      (addrs as readonly JsonObject[]).map((address) => ({ name, hwaddr, ...address })),
    );
    expect(found).toEqual(expected);
  });

  test('a UUID finds the guest too, and its address goes on into a resource', async () => {
    const uuid = (await virsh(hypervisor().uri, 'domuuid', 'addressed')).trim();
    const app = appOf({
      data: { libvirt_domain_interface_addresses: { a: { domain: uuid, source: 'lease' } } },
      resource: {
        terraform_data: {
          address: { input: '${data.libvirt_domain_interface_addresses.a.interfaces[0].addrs[0].addr}' },
        },
      },
      output: { address: { value: '${terraform_data.address.output}' } },
    });
    expect((await outputsOf(app)).address).toEqual(expect.stringContaining(LEASED));
  });

  test('of a guest that this apply makes, it waits for it; one that is off has no addresses, which is a warning', async () => {
    const app = appOf({
      resource: {
        libvirt_domain: {
          off: { name: 'data-off', type: 'qemu', memory: 65536, vcpu: 1, os: { type: 'hvm' } },
        },
      },
      data: { libvirt_domain_interface_addresses: { a: { domain: '${libvirt_domain.off.uuid}' } } },
      output: { interfaces: { value: '${data.libvirt_domain_interface_addresses.a.interfaces}' } },
    });
    const plan = await app.virtform('plan');
    expect(plan.stdout).toContain('<= data.libvirt_domain_interface_addresses.a');
    expect(plan.stdout).toContain('read during apply');
    const applied = await app.virtform('apply', '-auto-approve');
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.stdout).toContain('data.libvirt_domain_interface_addresses.a: Read complete after');
    expect(applied.stderr).toContain('The guest data-off has no addresses');
    expect(applied.stderr).toContain('libvirt answered:');
    expect(applied.stdout).toContain('interfaces = []');
    expect((await app.virtform('state', 'list')).stdout.split('\n')).toContain(
      'data.libvirt_domain_interface_addresses.a',
    );
    expect(
      (await app.virtform('state', 'show', 'data.libvirt_domain_interface_addresses.a')).stdout,
    ).toContain('id = ');
    expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    expect((await app.virtform('state', 'list')).stdout).toBe('');
  });
});

test.each([
  [
    'a domain that is not there',
    { libvirt_domain_interface_addresses: { x: { domain: 'nobody' } } },
    [
      /Could not read data\.libvirt_domain_interface_addresses\.x/,
      /no domain with matching name 'nobody'/,
      /list --all/,
    ],
  ],
  [
    'a device that is not there',
    { libvirt_node_device_info: { x: { name: 'pci_nowhere' } } },
    [/Could not read data\.libvirt_node_device_info\.x/, /pci_nowhere/, /nodedev-list/],
  ],
  [
    'a capability that libvirt does not know',
    { libvirt_node_devices: { x: { capability: 'pcii' } } },
    [/no capability "pcii"/, /Did you mean pci\?/],
  ],
])('%s is an error that says where, what libvirt answered and what to do', async (_, data, expected) => {
  const plan = await appOf({ data }).virtform('plan');
  expect(plan.code).toBe(1);
  for (const pattern of expected) expect(plan.stderr).toMatch(pattern);
});
