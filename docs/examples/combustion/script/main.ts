import { Combustion } from '@cdktf/provider-libvirt/lib/combustion';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'script');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Combustion(stack, 'setup', {
  name: 'setup.sh',
  content: `#!/bin/bash
# combustion: network
echo web > /etc/hostname
`,
});

app.synth();
