import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { configurationApp } from '../testbed/app.js';
import { bootGuest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// What a guest finds of a cloud-init image: cloud-init itself looks for a file system labelled cidata with these files (NoCloud).

const hypervisor = sharedHypervisor();

const SEED = {
  user_data: '#cloud-config\nhostname: seeded\n# ünïcode, and more than a block of 2048 bytes:\n'.concat(
    '# filling\n'.repeat(500),
  ),
  meta_data: 'instance-id: seeded-1\nlocal-hostname: seeded\n',
  network_config: 'version: 2\nethernets: {}\n',
};

test('an image has the label that cloud-init looks for, and a guest reads from it what the program said', async () => {
  const app = configurationApp(hypervisor(), 'seeded', {
    'main.tf.json': {
      provider: { libvirt: [{ uri: hypervisor().uri }] },
      resource: {
        libvirt_pool: {
          lab: { name: 'seeds', type: 'dir', target: { path: '/var/lib/libvirt/images/seeds' } },
        },
        libvirt_cloudinit_disk: { it: { name: 'seeded', ...SEED } },
        libvirt_volume: {
          it: {
            name: 'seed.iso',
            pool: '${libvirt_pool.lab.name}',
            create: { content: { url: '${libvirt_cloudinit_disk.it.path}' } },
          },
        },
      },
    },
  });
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  const image = await virsh(hypervisor().uri, 'vol-path', 'seed.iso', '--pool', 'seeds');
  // cloud-init asks libblkid for labels; the small guest's busybox finds no label of this file system, so that it is asked out here, of the same bytes.
  const copy = path.join(app.folder, 'seed.iso');
  await virsh(hypervisor().uri, 'vol-download', 'seed.iso', copy, '--pool', 'seeds');
  const known = execFileSync('blkid', ['-p', '-o', 'export', copy], { encoding: 'utf8' }).split('\n');
  expect(known).toEqual(expect.arrayContaining(['LABEL=cidata', 'TYPE=iso9660']));
  const guest = await bootGuest(hypervisor(), {
    name: 'seeded',
    // The small guest has drivers for virtio alone.
    devices: `<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='${image.trim()}'/>
      <target dev='sda' bus='scsi'/><readonly/></disk><controller type='scsi' model='virtio-scsi'/>`,
  });
  await guest.exec('/bin/busybox', 'mkdir', '-p', '/seed');
  // The agent answers while the small guest still loads the modules for it.
  await untilTrue('the image is mounted', async () => {
    const mounted = await guest.exec(
      '/bin/busybox',
      'mount',
      '-t',
      'iso9660',
      '-o',
      'ro',
      '/dev/sr0',
      '/seed',
    );
    if (mounted.status !== 0) throw new Error(mounted.stderr);
    return true;
  });
  expect((await guest.exec('/bin/busybox', 'ls', '-1', '/seed')).stdout.split('\n')).toEqual([
    'meta-data',
    'network-config',
    'user-data',
    '',
  ]);
  for (const [file, content] of [
    ['user-data', SEED.user_data],
    ['meta-data', SEED.meta_data],
    ['network-config', SEED.network_config],
  ]) {
    expect((await guest.exec('/bin/cat', `/seed/${file}`)).stdout).toBe(content);
  }
});
