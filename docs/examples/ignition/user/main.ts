import { Ignition } from '@cdktf/provider-libvirt/lib/ignition';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'ignition');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Ignition(stack, 'setup', {
  name: 'setup.ign',
  content: JSON.stringify({
    ignition: { version: '3.4.0' },
    passwd: {
      users: [
        {
          name: 'core',
          sshAuthorizedKeys: [
            'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZv admin',
          ],
        },
      ],
    },
  }),
});

app.synth();
