import { formatDiagnostic, type JsonObject } from '@virtform/values';
import { Lab } from '../support/lab.js';

// A volume that a guest has is not taken away under it. Whether the guest has let go by then only the whole plan can tell.

const pool = { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } };

const volume = (name: string): JsonObject => ({
  v: { name, pool: '${libvirt_pool.p.name}', capacity: 1048576, target: { format: { type: 'qcow2' } } },
});

/** A guest with or without the disk. */
const guest = (disk: boolean, more: JsonObject = {}): JsonObject => ({
  web: {
    name: 'web',
    type: 'qemu',
    memory: 64,
    memory_unit: 'MiB',
    running: true,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'pc' },
    features: { acpi: true },
    devices: {
      disks: disk
        ? [
            {
              source: { volume: { pool: 'pool', volume: '${libvirt_volume.v.name}' } },
              target: { dev: 'vda', bus: 'virtio' },
            },
          ]
        : [],
    },
    ...more,
  },
});

const program = (volumes: JsonObject, guests: JsonObject): JsonObject => ({
  resource: {
    libvirt_pool: pool,
    ...(Object.keys(volumes).length === 0 ? {} : { libvirt_volume: volumes }),
    ...(Object.keys(guests).length === 0 ? {} : { libvirt_domain: guests }),
  },
});

async function planned(next: JsonObject): Promise<string> {
  const lab = new Lab();
  lab.write(program(volume('v.img'), guest(true)));
  expect((await lab.apply()).result.diagnostics).toEqual([]);
  lab.write(next);
  return (await lab.plan()).diagnostics.map(formatDiagnostic).join('\n');
}

const IN_USE = /libvirt_volume\.v is in use by guest web \(running\), disk vda/;

test.each([
  ['replaced under a guest that keeps it', program(volume('w.img'), guest(true))],
  ['replaced while its guest is shut down', program(volume('w.img'), guest(true, { running: false }))],
  [
    'destroyed while a guest keeps it by its name',
    program(
      {},
      guest(true, {
        devices: {
          disks: [
            { source: { volume: { pool: 'pool', volume: 'v.img' } }, target: { dev: 'vda', bus: 'virtio' } },
          ],
        },
      }),
    ),
  ],
])('a volume that would be %s is refused at plan', async (_, next) => {
  expect(await planned(next)).toMatch(IN_USE);
});

test.each([
  ['destroyed with its guest', program({}, {})],
  ['destroyed when its guest has let go of it', program({}, guest(false))],
  ['replaced when its guest is destroyed', program(volume('w.img'), {})],
])('one that is %s is not', async (_, next) => {
  expect(await planned(next)).toBe('');
});

test('a guest of somebody else holds it too', async () => {
  const lab = new Lab();
  lab.write(program(volume('v.img'), {}));
  await lab.apply();
  const host = await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change');
  await host.call('DOMAIN_DEFINE_XML_FLAGS', {
    xml: '<domain type="qemu"><name>other</name><memory>65536</memory><os><type>hvm</type></os><devices><disk type="file" device="disk"><source file="/var/lib/lab/v.img"/><target dev="sda" bus="scsi"/></disk></devices></domain>',
    flags: 0,
  });
  lab.write(program({}, {}));
  const said = (await lab.plan()).diagnostics.map(formatDiagnostic).join('\n');
  expect(said).toMatch(/libvirt_volume\.v is in use by guest other \(off\), disk sda/);
});
