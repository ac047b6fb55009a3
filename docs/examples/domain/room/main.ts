import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'room');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

// What a guest can be given while it runs is decided at its start: up to four vCPUs and 2 GiB, and three devices, one for each port.
new Domain(stack, 'web', {
  name: 'web',
  type: 'kvm',
  vcpu: 4,
  vcpuCurrent: 1,
  memory: 2,
  memoryUnit: 'GiB',
  currentMemory: 512,
  currentMemoryUnit: 'MiB',
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
  features: { acpi: true },
  devices: {
    controllers: [
      { type: 'pci', index: 0, model: 'pcie-root' },
      { type: 'pci', index: 1, model: 'pcie-root-port' },
      { type: 'pci', index: 2, model: 'pcie-root-port' },
      { type: 'pci', index: 3, model: 'pcie-root-port' },
    ],
    memBalloon: { model: 'virtio' },
  },
});

app.synth();
