import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'bridge');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

// The host has a bridge br0 that its own interface is part of: guests are on the same network as the host.
new Network(stack, 'office', {
  name: 'office',
  autostart: true,
  forward: { mode: 'bridge' },
  bridge: { name: 'br0' },
});

app.synth();
