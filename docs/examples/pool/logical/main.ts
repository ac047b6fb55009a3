import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'logical');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

// Without devices the volume group has to be there already; it is neither made nor removed.
new Pool(stack, 'vg0', {
  name: 'vg0',
  type: 'logical',
  source: { name: 'vg0' },
  target: { path: '/dev/vg0' },
});

app.synth();
