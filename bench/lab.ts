/**
 * A lab of guests, in Terraform's JSON: a network, a pool, an image and for each guest a disk on that image. Of 100
 * guests that is 203 objects.
 *
 * @param uri the libvirt that holds it
 * @param folder on that host, for the pool
 * @param running whether the guests run: with little memory, and nothing to boot from their disks
 */
export function labConfiguration(guests: number, uri: string, folder: string, running = false): object {
  const names = Array.from({ length: guests }, (_, index) => `guest${String(index).padStart(3, '0')}`);
  const qcow2 = { format: { type: 'qcow2' } };
  return {
    terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt', version: '0.9.7' } } },
    provider: { libvirt: { uri } },
    resource: {
      libvirt_network: {
        lab: {
          name: 'lab',
          autostart: true,
          forward: { mode: 'nat' },
          ips: [
            {
              address: '10.66.0.1',
              prefix: 24,
              dhcp: { ranges: [{ start: '10.66.0.10', end: '10.66.0.254' }] },
            },
          ],
        },
      },
      libvirt_pool: { lab: { name: 'lab', type: 'dir', target: { path: folder } } },
      libvirt_volume: {
        image: { name: 'image.qcow2', pool: '${libvirt_pool.lab.name}', capacity: 1073741824, target: qcow2 },
        ...Object.fromEntries(names.map((name) => [name, disk(name)])),
      },
      libvirt_domain: Object.fromEntries(names.map((name) => [name, guest(name, running)])),
    },
  };

  function disk(name: string): object {
    return {
      name: `${name}.qcow2`,
      pool: '${libvirt_pool.lab.name}',
      capacity: 1073741824,
      target: qcow2,
      backing_store: { path: '${libvirt_volume.image.path}', ...qcow2 },
    };
  }
}

function guest(name: string, running: boolean): object {
  return {
    name,
    type: 'qemu',
    memory: running ? 16 : 256,
    memory_unit: 'MiB',
    vcpu: 1,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
    features: { acpi: true, apic: {} },
    devices: {
      disks: [
        {
          driver: { name: 'qemu', type: 'qcow2' },
          source: { file: { file: `\${libvirt_volume.${name}.path}` } },
          target: { dev: 'vda', bus: 'virtio' },
        },
      ],
      interfaces: [
        { model: { type: 'virtio' }, source: { network: { network: '${libvirt_network.lab.name}' } } },
      ],
      serials: [{ target: { port: 0, type: 'isa-serial' } }],
      channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
    },
    running,
  };
}
