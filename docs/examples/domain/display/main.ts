import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'display');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Domain(stack, 'desktop', {
  name: 'desktop',
  type: 'kvm',
  memory: 2,
  memoryUnit: 'GiB',
  vcpu: 2,
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
  devices: {
    graphics: [{ vnc: { autoPort: true, listen: '127.0.0.1' } }],
    videos: [{ model: { type: 'virtio', heads: 1, primary: 'yes' } }],
    inputs: [{ type: 'tablet', bus: 'usb' }],
  },
});

app.synth();
