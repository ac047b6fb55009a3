import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'empty');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const pool = new Pool(stack, 'images', {
  name: 'images',
  type: 'dir',
  target: { path: '/var/lib/libvirt/images/empty' },
});

// A larger capacity grows it, while a guest uses it too.
new Volume(stack, 'data', {
  name: 'data.qcow2',
  pool: pool.name,
  capacity: 20,
  capacityUnit: 'GiB',
  target: { format: { type: 'qcow2' } },
});

app.synth();
