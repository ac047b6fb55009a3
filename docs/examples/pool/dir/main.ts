import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'dir');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Pool(stack, 'images', {
  name: 'images',
  type: 'dir',
  target: {
    path: '/var/lib/libvirt/images/lab',
    permissions: { mode: '0711' },
  },
  destroy: { delete: false },
});

app.synth();
