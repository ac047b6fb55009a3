import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'uefi');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Domain(stack, 'installer', {
  name: 'installer',
  type: 'kvm',
  memory: 1,
  memoryUnit: 'GiB',
  vcpu: 2,
  os: {
    type: 'hvm',
    typeArch: 'x86_64',
    typeMachine: 'q35',
    firmware: 'efi',
    bootDevices: [{ dev: 'cdrom' }, { dev: 'hd' }],
    bootMenu: { enable: 'yes', timeout: '3000' },
  },
  features: { acpi: true },
  devices: {
    disks: [
      {
        device: 'cdrom',
        driver: { name: 'qemu', type: 'raw' },
        source: { file: { file: '/var/lib/libvirt/images/installer.iso' } },
        target: { dev: 'sda', bus: 'sata' },
        readOnly: true,
      },
    ],
  },
});

app.synth();
