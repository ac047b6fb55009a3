import { CloudinitDisk } from '@cdktf/provider-libvirt/lib/cloudinit-disk';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'user');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const setup = new CloudinitDisk(stack, 'setup', {
  name: 'setup.iso',
  metaData: 'instance-id: web\nlocal-hostname: web\n',
  userData: `#cloud-config
users:
  - name: admin
    sudo: ALL=(ALL) NOPASSWD:ALL
    ssh_authorized_keys:
      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZv admin
`,
});

// It is a disk of the guest, as a CD.
new Volume(stack, 'setup-volume', {
  name: 'web-setup.iso',
  pool: 'default',
  create: { content: { url: setup.path } },
});

app.synth();
