import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'machine');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const pool = new Pool(stack, 'images', {
  name: 'images',
  type: 'dir',
  target: { path: '/var/lib/libvirt/images/machine' },
});
const disk = new Volume(stack, 'root', {
  name: 'web.qcow2',
  pool: pool.name,
  capacity: 10,
  capacityUnit: 'GiB',
  target: { format: { type: 'qcow2' } },
});
const network = new Network(stack, 'lab', {
  name: 'lab',
  autostart: true,
  forward: { mode: 'nat' },
  ips: [
    { address: '10.20.30.1', prefix: 24, dhcp: { ranges: [{ start: '10.20.30.100', end: '10.20.30.200' }] } },
  ],
});

new Domain(stack, 'web', {
  name: 'web',
  type: 'kvm',
  memory: 512,
  memoryUnit: 'MiB',
  vcpu: 1,
  os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35' },
  features: { acpi: true },
  devices: {
    disks: [
      {
        driver: { name: 'qemu', type: 'qcow2' },
        source: { volume: { pool: pool.name, volume: disk.name } },
        target: { dev: 'vda', bus: 'virtio' },
      },
    ],
    interfaces: [{ model: { type: 'virtio' }, source: { network: { network: network.name } } }],
    consoles: [{ target: { type: 'serial', port: 0 } }],
  },
  running: true,
});

app.synth();
