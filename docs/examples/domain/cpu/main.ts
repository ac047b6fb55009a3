import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'cpu');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Domain(stack, 'numbers', {
  name: 'numbers',
  type: 'kvm',
  memory: 1,
  memoryUnit: 'GiB',
  vcpu: 2,
  cpu: {
    mode: 'host-passthrough',
    topology: { sockets: 1, dies: 1, cores: 2, threads: 1 },
  },
  cpuTune: {
    vcpuPin: [
      { vcpu: 0, cpuSet: '2' },
      { vcpu: 1, cpuSet: '3' },
    ],
  },
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
});

app.synth();
