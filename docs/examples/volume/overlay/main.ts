import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'overlay');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const pool = new Pool(stack, 'images', {
  name: 'images',
  type: 'dir',
  target: { path: '/var/lib/libvirt/images/overlay' },
});

// The file is uploaded through libvirt, to whatever host that is.
const image = new Volume(stack, 'image', {
  name: 'debian-12.qcow2',
  pool: pool.name,
  target: { format: { type: 'qcow2' } },
  create: { content: { url: './debian-12.qcow2' } },
});

new Volume(stack, 'root', {
  name: 'web.qcow2',
  pool: pool.name,
  capacity: 10,
  capacityUnit: 'GiB',
  target: { format: { type: 'qcow2' } },
  backingStore: { path: image.path, format: { type: 'qcow2' } },
});

app.synth();
