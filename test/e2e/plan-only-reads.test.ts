import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { procedures, readingProcedures } from '@virtform/libvirt';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { type Proxy, type SentCall, startProxy } from '../testbed/proxy.js';

// A plan only reads. Not what the tool says of itself counts here, but what went over the wire to a real daemon.

let hypervisor: Hypervisor;
let proxy: Proxy;
let app: TestApp;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  const target = new URL(hypervisor.uri.replace(/^qemu\+unix/, 'http')).searchParams.get('socket') ?? '';
  proxy = await startProxy({ target });
  app = configurationApp(hypervisor, 'reads', {});
  write({ vcpus: 1, hosts: [] });
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
}, 120_000);

afterAll(async () => {
  await proxy.stop();
  await hypervisor.stop();
}, 60_000);

/** A lab that needs all that a plan may ask for: XML with secrets, capabilities, addresses. */
function write({ vcpus, hosts }: { readonly vcpus: number; readonly hosts: readonly object[] }): void {
  const configuration = {
    provider: { libvirt: [{ uri: `qemu+unix:///system?socket=${proxy.socket}` }] },
    data: {
      libvirt_node_info: { here: {} },
      libvirt_node_devices: { nics: { capability: 'net' } },
      libvirt_node_device_info: {
        each: { for_each: '${data.libvirt_node_devices.nics.devices}', name: '${each.key}' },
      },
      libvirt_domain_interface_addresses: { web: { domain: '${libvirt_domain.web.uuid}', source: 'lease' } },
    },
    resource: {
      libvirt_network: {
        net: {
          name: 'readnet',
          ips: [
            {
              address: '10.97.0.1',
              prefix: 24,
              dhcp: {
                ranges: [{ start: '10.97.0.100', end: '10.97.0.200' }],
                ...(hosts.length === 0 ? {} : { hosts }),
              },
            },
          ],
        },
      },
      libvirt_pool: {
        p: { name: 'readpool', type: 'dir', target: { path: path.join(hypervisor.scratch, 'readpool') } },
      },
      libvirt_volume: {
        v: {
          name: 'v.qcow2',
          pool: '${libvirt_pool.p.name}',
          capacity: 1048576,
          target: { format: { type: 'qcow2' } },
        },
      },
      libvirt_domain: {
        web: {
          name: 'readweb',
          type: 'qemu',
          memory: 64,
          memory_unit: 'MiB',
          vcpu: 2,
          vcpu_current: vcpus,
          running: true,
          os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
          devices: {
            disks: [
              {
                driver: { name: 'qemu', type: 'qcow2' },
                source: { file: { file: '${libvirt_volume.v.path}' } },
                target: { dev: 'vda', bus: 'virtio' },
              },
            ],
            graphics: [{ vnc: { passwd: 'secret', auto_port: true } }],
            interfaces: [{ source: { network: { network: '${libvirt_network.net.name}' } } }],
          },
        },
      },
    },
  };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(configuration));
}

/** By program and number, as they stand on the wire. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(procedures).map(([name, { program, number }]) => [`${program} ${number}`, name]),
);
const READING: ReadonlySet<string> = new Set(readingProcedures);
/** What opens and closes a connection, and asks whether it lives. */
const AROUND = [
  /^AUTH_/,
  /^CONNECT_(OPEN|CLOSE|SUPPORTS_FEATURE|REGISTER_CLOSE_CALLBACK|UNREGISTER_CLOSE_CALLBACK)$/,
];

const nameOf = ({ program, procedure }: SentCall): string =>
  NAMES.get(`${program} ${procedure}`) ?? `program ${program}, procedure ${procedure}`;

const changes = (calls: readonly SentCall[]): readonly string[] =>
  calls.map(nameOf).filter((name) => !READING.has(name) && !AROUND.some((known) => known.test(name)));

/** Each connection's calls, and whether it was opened with libvirt's read-only flag: the last word of CONNECT_OPEN. */
function connectionsOf(
  calls: readonly SentCall[],
): readonly { readonly readOnly: boolean; readonly names: readonly string[] }[] {
  return [...new Set(calls.map(({ connection }) => connection))].map((connection) => {
    const its = calls.filter((call) => call.connection === connection);
    const open = its.find((call) => nameOf(call) === 'CONNECT_OPEN');
    return { readOnly: open?.body.readUInt32BE(open.body.length - 4) === 1, names: its.map(nameOf) };
  });
}

async function sentBy(...words: readonly string[]): Promise<readonly SentCall[]> {
  const before = proxy.calls().length;
  const outcome = await app.virtform(...words);
  expect({ words, stderr: outcome.stderr }).toEqual({ words, stderr: '' });
  return proxy.calls().slice(before);
}

const COMMANDS: readonly (readonly [words: readonly string[], asksTheHost: boolean])[] = [
  [['plan'], true],
  [['plan', '-refresh-only'], true],
  [['plan', '-destroy'], true],
  [['plan', '-out=saved.plan'], true],
  [['validate'], false],
  [['show'], false],
  [['show', 'saved.plan'], false],
  [['ps'], true],
  [['refresh'], true],
];

describe.each([
  ['nothing to do', { vcpus: 1, hosts: [] }],
  ['changes ahead', { vcpus: 2, hosts: [{ mac: '52:54:00:00:00:09', ip: '10.97.0.9', name: 'other' }] }],
])('with %s', (_, wanted) => {
  beforeAll(() => write(wanted));

  test.each(COMMANDS)('%j sends nothing that changes anything', async (words, asksTheHost) => {
    const calls = await sentBy(...words);
    expect(changes(calls)).toEqual([]);
    expect(calls.length > 0).toBe(asksTheHost);
    if (!asksTheHost) return;
    const [main, ...others] = connectionsOf(calls);
    expect(main?.readOnly).toBe(true);
    // Whatever libvirt refuses to a reader goes over a connection of its own, and is little.
    for (const { readOnly, names } of others)
      if (!readOnly) expect(names.length).toBeLessThan(main?.names.length ?? 0);
  });
});

test('an apply, looked at in the same way, is seen to change', async () => {
  expect(changes(await sentBy('apply', '-auto-approve'))).toContain('NETWORK_UPDATE');
}, 60_000);
