import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'disks');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const pool = new Pool(stack, 'images', {
  name: 'images',
  type: 'dir',
  target: { path: '/var/lib/libvirt/images/disks' },
});
const data = new Volume(stack, 'data', {
  name: 'data.qcow2',
  pool: pool.name,
  capacity: 20,
  capacityUnit: 'GiB',
  target: { format: { type: 'qcow2' } },
});

new Domain(stack, 'store', {
  name: 'store',
  type: 'kvm',
  memory: 512,
  memoryUnit: 'MiB',
  vcpu: 1,
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
  devices: {
    disks: [
      {
        driver: { name: 'qemu', type: 'qcow2', discard: 'unmap' },
        source: { volume: { pool: pool.name, volume: data.name } },
        target: { dev: 'vda', bus: 'virtio' },
        serial: 'data',
      },
      {
        driver: { name: 'qemu', type: 'raw', cache: 'none', io: 'native' },
        source: { block: { dev: '/dev/vg0/archive' } },
        target: { dev: 'vdb', bus: 'virtio' },
        ioTune: { totalIopsSec: 500 },
      },
      {
        device: 'cdrom',
        driver: { name: 'qemu', type: 'raw' },
        source: { file: { file: '/var/lib/libvirt/images/tools.iso' } },
        target: { dev: 'sda', bus: 'sata' },
        readOnly: true,
      },
    ],
  },
});

app.synth();
