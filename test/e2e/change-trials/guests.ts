import { guestImage } from '../../../scripts/guest-image.js';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import type { JsonObject } from '@virtform/values';

/** The machines that trials run on: conventional PCI devices come and go on i440fx alone, for want of SHPC in the guest's kernel. */
export type Machine = 'q35' | 'pc';

/** What a guest is at first; trials change it. */
export async function baseProgram(hypervisor: Hypervisor, machine: Machine): Promise<JsonObject> {
  const image = await guestImage();
  // Memory that came while the guest ran is let go of again only where the kernel keeps it movable.
  const line = `${image.commandLine} memhp_default_state=online_movable virtform.hostname=${machine}`;
  const os = {
    type: 'hvm',
    type_arch: 'x86_64',
    type_machine: machine,
    kernel: image.kernel,
    initrd: image.initramfs,
    cmdline: line,
  };
  const common = {
    name: `tried-${machine}`,
    type: 'qemu',
    vcpu: 3,
    vcpu_current: 1,
    os,
    features: { acpi: true, apic: {} },
    running: true,
  };
  const serials = [
    {
      target: { type: 'isa-serial', port: 0 },
      log: { file: `${hypervisor.scratch}/${machine}.log` },
    },
  ];
  const channels = [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }];
  const videos = [{ model: { type: 'none' } }];
  if (machine === 'pc')
    return { ...common, memory: 224, memory_unit: 'MiB', devices: { serials, channels, videos } };
  return {
    ...common,
    memory: 384,
    memory_unit: 'MiB',
    maximum_memory: 1024,
    maximum_memory_unit: 'MiB',
    maximum_memory_slots: 4,
    memory_backing: { memory_source: { type: 'memfd' }, memory_access: { mode: 'shared' } },
    cpu: { numa: { cell: [{ id: 0, cpus: '0-2', memory: 384, unit: 'MiB' }] } },
    devices: {
      controllers: [
        { type: 'pci', index: 0, model: 'pcie-root' },
        ...Array.from({ length: 12 }, () => ({ type: 'pci', model: 'pcie-root-port' })),
        { type: 'scsi', index: 0, model: 'virtio-scsi' },
        { type: 'virtio-serial', index: 0 },
      ],
      serials,
      channels,
      videos,
      interfaces: [
        { mac: { address: MAC }, model: { type: 'virtio' }, source: { network: { network: 'lab' } } },
      ],
      disks: [
        {
          device: 'cdrom',
          driver: { name: 'qemu', type: 'raw' },
          source: { file: { file: `${hypervisor.scratch}/a.iso` } },
          target: { dev: 'sdb', bus: 'scsi' },
        },
        {
          driver: { name: 'qemu', type: 'raw' },
          source: { file: { file: `${hypervisor.scratch}/root.img` } },
          target: { dev: 'vda', bus: 'virtio' },
        },
      ],
      graphics: [
        { vnc: { auto_port: true, passwd: 'first' } },
        { spice: { auto_port: true, passwd: 'first' } },
      ],
      mem_balloon: { model: 'virtio' },
    },
  };
}

/** Of the network card that trials change. */
export const MAC = '52:54:00:77:00:01';
