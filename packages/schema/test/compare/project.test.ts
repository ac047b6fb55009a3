import type { ValueObject } from '@virtform/values';
import { decode, parseXml, project, resources } from '../../src/index';

const { libvirt_domain: domain, libvirt_network: network, libvirt_volume: volume } = resources;

/** As `virsh dumpxml` shows it; the attributes that a state of dmacvicar/libvirt holds of it stand in the tests. */
const actual = decode(
  domain,
  parseXml(`
<domain type='qemu' id='1'>
  <name>vm1</name>
  <uuid>9b156e46-f5b6-4e60-936d-4793d3500326</uuid>
  <memory unit='KiB'>65536</memory>
  <currentMemory unit='KiB'>65536</currentMemory>
  <vcpu placement='static'>1</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='volume' device='cdrom'>
      <source pool='p' volume='ci.iso'/><target dev='sda' bus='sata'/><readonly/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/><source file='/cow.qcow2'/><target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
    <controller type='usb' index='0' model='qemu-xhci'/>
    <controller type='pci' index='0' model='pcie-root'/>
    <controller type='pci' index='1' model='pcie-root-port'/>
    <interface type='network'>
      <mac address='52:54:00:77:00:01'/><source network='net'/><model type='virtio'/>
    </interface>
    <interface type='network'>
      <mac address='52:54:00:77:00:02'/><source network='net'/><model type='e1000'/>
    </interface>
    <channel type='unix'>
      <source mode='bind' path='/run/agent.sock'/>
      <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>
    </channel>
    <input type='mouse' bus='ps2'/>
    <input type='keyboard' bus='ps2'/>
    <input type='tablet' bus='usb'/>
  </devices>
</domain>`),
);

/** What the state stores of a configuration. */
const stored = (wanted: ValueObject) => project(domain, wanted, actual);

const told = { id: 1, uuid: '9b156e46-f5b6-4e60-936d-4793d3500326' };

test('only what was configured, in the form in which it was, where that means the same', () => {
  const wanted: ValueObject = {
    name: 'vm1',
    type: 'qemu',
    memory: 64,
    memory_unit: 'MiB',
    os: { type: 'hvm', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
    running: true,
    create: { paused: false },
    devices: {
      disks: [
        { source: { file: { file: '/cow.qcow2' } }, target: { dev: 'vda', bus: 'virtio' } },
        { device: 'cdrom', source: { volume: { pool: 'p', volume: 'ci.iso' } }, target: { dev: 'sda' } },
      ],
      interfaces: [
        {
          source: { network: { network: 'net' } },
          model: { type: 'e1000' },
          mac: { address: '52:54:00:77:00:02' },
        },
        { source: { network: { network: 'net' } } },
      ],
      channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
      inputs: [{ type: 'tablet', bus: 'usb' }],
      controllers: [{ type: 'pci', model: 'pcie-root-port' }],
      sounds: [],
    },
  };
  expect(stored(wanted)).toEqual({ ...wanted, ...told });
});

test('what somebody changed shows as libvirt says it, amounts in the unit that was configured', () => {
  expect(
    stored({
      memory: 128,
      memory_unit: 'MiB',
      current_memory: 1,
      current_memory_unit: 'GiB',
      vcpu: 2,
      title: 'x',
    }),
  ).toEqual({
    ...told,
    memory: 64,
    memory_unit: 'MiB',
    current_memory: 65536,
    current_memory_unit: 'KiB',
    vcpu: 1,
  });
});

test('an element that is gone is gone, and no other takes its place', () => {
  const kept = { target: { dev: 'vda' } };
  expect(stored({ devices: { disks: [{ target: { dev: 'vdz' } }, kept] } })).toEqual({
    ...told,
    devices: { disks: [kept] },
  });
});

test('an object that is gone is gone; an empty one without an element stays', () => {
  expect(
    stored({ clock: { offset: 'utc' }, devices: { disks: [{ target: { dev: 'vda' }, source: {} }] } }),
  ).toEqual({
    ...told,
    devices: { disks: [{ target: { dev: 'vda' }, source: {} }] },
  });
});

test('a netmask where a prefix was asked for', () => {
  const wanted = { name: 'n', ips: [{ address: '10.0.0.1', prefix: 24 }] };
  const found = { name: 'n', ips: [{ address: '10.0.0.1', netmask: '255.255.0.0' }] };
  expect(project(network, wanted, found)).toEqual({ name: 'n', ips: [{ address: '10.0.0.1', prefix: 16 }] });
});

test('what the host tells of a volume is always stored', () => {
  const wanted = {
    name: 'v',
    pool: 'p',
    capacity: 2,
    capacity_unit: 'GiB',
    create: { content: { url: '/x' } },
  };
  const found = {
    name: 'v',
    key: '/v',
    path: '/v',
    id: '/v',
    capacity: 2147483648,
    allocation: 4096,
    physical: 196640,
  };
  expect(project(volume, wanted, found)).toEqual({
    ...wanted,
    key: '/v',
    path: '/v',
    id: '/v',
    allocation: 4096,
    physical: 196640,
  });
});
