import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'interfaces');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const inside = new Network(stack, 'inside', {
  name: 'inside',
  autostart: true,
  ips: [{ address: '10.20.40.1', prefix: 24 }],
});

new Domain(stack, 'router', {
  name: 'router',
  type: 'kvm',
  memory: 512,
  memoryUnit: 'MiB',
  vcpu: 1,
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
  devices: {
    interfaces: [
      {
        mac: { address: '52:54:00:20:40:01' },
        model: { type: 'virtio' },
        source: { network: { network: inside.name } },
        bandwidth: { inbound: { average: 12500 }, outbound: { average: 12500 } },
      },
      {
        mac: { address: '52:54:00:20:40:02' },
        model: { type: 'virtio' },
        source: { bridge: { bridge: 'br0' } },
        link: { state: 'up' },
      },
    ],
  },
});

app.synth();
