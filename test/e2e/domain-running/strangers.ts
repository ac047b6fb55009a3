import type { Machine } from '../change-trials/guests.js';
import type { Places } from '../change-trials/trials.js';
import type { Act, Device } from './acts.js';

/** Something that others put into a guest that runs, and that the program never mentioned. */
export interface Stranger {
  /** What taking it out would be; what is not said is left alone. */
  readonly row: string;
  readonly machine: Machine;
  readonly comes: Act;
  readonly goes: Act;
}

function device(list: string, its: Device, xml: string, machine: Machine = 'q35'): Stranger {
  return {
    row: `remove devices.${list}[]`,
    machine,
    comes: { act: 'attach', device: its, xml },
    goes: { act: 'detach', device: its },
  };
}

const MAC = '52:54:00:77:00:09';

/** One of each that the crowded guests hold anyway. */
export function strangers({ scratch, otherDisk }: Places): readonly Stranger[] {
  return [
    device(
      'memorydevs',
      { element: 'memory', says: "<size unit='KiB'>262144<" },
      "<memory model='dimm'><target><size unit='MiB'>256</size><node>0</node></target></memory>",
    ),
    device(
      'disks',
      { element: 'disk', says: "dev='vdx'" },
      `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${scratch}/stranger.img'/><target dev='vdx' bus='virtio'/></disk>`,
    ),
    device(
      'interfaces',
      { element: 'interface', says: MAC },
      `<interface type='network'><mac address='${MAC}'/><source network='lab'/><model type='virtio'/></interface>`,
    ),
    device(
      'channels',
      { element: 'channel', says: 'org.example.stranger' },
      "<channel type='unix'><target type='virtio' name='org.example.stranger'/></channel>",
    ),
    device(
      'consoles',
      { element: 'console', says: "type='virtio' port='2'" },
      "<console type='pty'><target type='virtio' port='2'/></console>",
    ),
    device(
      'serials',
      { element: 'serial', says: "target type='pci-serial' port='2'" },
      "<serial type='pty'><target type='pci-serial' port='2'/></serial>",
      'pc',
    ),
    device(
      'rngs',
      { element: 'rng', says: '/dev/random' },
      "<rng model='virtio'><backend model='random'>/dev/random</backend></rng>",
    ),
    device(
      'inputs',
      { element: 'input', says: "type='tablet' bus='virtio'" },
      "<input type='tablet' bus='virtio'/>",
    ),
    device(
      'shmems',
      { element: 'shmem', says: 'stranger' },
      "<shmem name='stranger'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>",
      'pc',
    ),
    device(
      'filesystems',
      { element: 'filesystem', says: 'stranger' },
      `<filesystem type='mount'><driver type='virtiofs'/><source dir='${scratch}/shared'/><target dir='stranger'/></filesystem>`,
    ),
    device(
      'controllers',
      { element: 'controller', says: "type='scsi' index='2'" },
      "<controller type='scsi' index='2' model='virtio-scsi'/>",
    ),
    {
      row: 'remove cpu_tune.vcpu_pin[]',
      machine: 'q35',
      comes: { act: 'call', command: 'vcpupin', args: ['--vcpu', '2', '--cpulist', '1'] },
      goes: { act: 'call', command: 'vcpupin', args: ['--vcpu', '2', '--cpulist', '0-1'] },
    },
    {
      row: 'remove cpu_tune.io_thread_pin[]',
      machine: 'q35',
      comes: { act: 'call', command: 'iothreadpin', args: ['2', '1'] },
      goes: { act: 'call', command: 'iothreadpin', args: ['2', '0-1'] },
    },
    {
      row: 'remove block_io_tune.device[]',
      machine: 'q35',
      comes: {
        act: 'call',
        command: 'blkiotune',
        args: ['--device-write-bytes-sec', `${otherDisk},1048576`],
      },
      goes: { act: 'call', command: 'blkiotune', args: ['--device-write-bytes-sec', `${otherDisk},0`] },
    },
  ];
}
