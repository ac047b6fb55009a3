import { libvirt } from '@virtform/libvirt';
import type { JsonObject } from '@virtform/values';
import { formatDiagnostic } from '@virtform/values';
import { Lab } from '../support/lab.js';

// What a guest was set up from by hand: the volume that holds the image is taken over, the file that it was made from is written anew.

const PROGRAM: JsonObject = {
  libvirt_pool: { p: { name: 'pool', type: 'dir', target: { path: '/var/lib/lab' } } },
  libvirt_cloudinit_disk: {
    seed: { name: 'seed', user_data: '#cloud-config\n', meta_data: 'instance-id: a\n' },
  },
};
const seed: JsonObject = {
  name: 'seed.iso',
  pool: '${libvirt_pool.p.name}',
  create: { content: { url: '${libvirt_cloudinit_disk.seed.path}' } },
};

async function withSeed(): Promise<Lab> {
  const lab = new Lab();
  lab.write({ resource: { libvirt_pool: PROGRAM.libvirt_pool ?? {} } });
  await lab.apply();
  const host = await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change');
  const { pools, volumes } = libvirt(host);
  await volumes.createXml(
    await pools.lookupByName('pool'),
    '<volume><name>seed.iso</name><capacity>376832</capacity><target><format type="raw"/></target></volume>',
  );
  return lab;
}

test('the volume is taken over with what is in it, whatever the program would make one from', async () => {
  const lab = await withSeed();
  lab.write({
    import: { to: 'libvirt_volume.seed', id: 'pool/seed.iso' },
    resource: { ...PROGRAM, libvirt_volume: { seed } },
  });
  const { plan, result } = await lab.apply();
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  expect(result).toMatchObject({ imported: 1, added: 1, changed: 0, destroyed: 0 });
  const again = await lab.plan();
  expect(again.nodes.map((node) => (node.node === 'resource' ? node.action : node.node))).toEqual([
    'no-op',
    'no-op',
    'no-op',
  ]);
});

test('once it is ours, another content makes it anew', async () => {
  const lab = await withSeed();
  const write = (user_data: string): void =>
    lab.write({
      import: { to: 'libvirt_volume.seed', id: 'pool/seed.iso' },
      resource: {
        ...PROGRAM,
        libvirt_cloudinit_disk: { seed: { name: 'seed', user_data, meta_data: 'instance-id: a\n' } },
        libvirt_volume: { seed },
      },
    });
  write('#cloud-config\n');
  await lab.apply();
  write('#cloud-config\nhostname: web\n');
  const plan = await lab.plan();
  expect(plan.nodes.find(({ address }) => address === 'libvirt_volume.seed')).toMatchObject({
    action: 'replace',
  });
});

test('the file itself cannot be: the error says what to do', async () => {
  const lab = await withSeed();
  lab.write({ import: { to: 'libvirt_cloudinit_disk.seed', id: '/tmp/seed.iso' }, resource: PROGRAM });
  const said = (await lab.plan()).diagnostics.map(formatDiagnostic).join('\n');
  expect(said).toContain('libvirt_cloudinit_disk.seed cannot be imported');
  expect(said).toContain('Leave the import out: the next apply writes the file');
});
