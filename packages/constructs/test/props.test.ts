import {
  DirPool,
  Disk,
  type DiskProps,
  Image,
  NatNetwork,
  type NetworkAttachment,
  VirtualMachine,
  type VirtualMachineProps,
} from '../src/index.js';
import { stack } from './synth.js';

const machine = { cpus: 1, memory: '256 MiB' } as const;

// Programs are run without the compiler, which would refuse all of these: they pass it here by way of a wider type.
it.each<[string, (scope: ReturnType<typeof stack>) => unknown, RegExp]>([
  [
    'a machine',
    (scope) => {
      const props: VirtualMachineProps & { memroy: string } = { ...machine, memroy: '1 GiB' };
      return new VirtualMachine(scope, 'web', props);
    },
    /^lab\/web: a VirtualMachine has no 'memroy'\. It has: cpus, memory, disks, /,
  ],
  [
    'a NIC',
    (scope) => {
      const nic: NetworkAttachment & { adress: string } = { network: 'user', adress: '10.0.0.1' };
      return new VirtualMachine(scope, 'web', { ...machine, networks: [nic] });
    },
    /^lab\/web: a NIC has no 'adress'\. It has: network, ip, mac\./,
  ],
  [
    'a disk of a machine',
    (scope) => {
      const disk = new Disk(scope, 'root', { pool: new DirPool(scope, 'p', { path: '/p' }), size: '1 GiB' });
      const attachment = { disk, dev: 'vdb', bus: 'sata' };
      return new VirtualMachine(scope, 'web', { ...machine, disks: [attachment] });
    },
    /^lab\/web: a disk attachment has no 'dev' and no 'bus'\. It has: disk, target, serial\./,
  ],
  [
    'a disk',
    (scope) => {
      const props: DiskProps & { capacity: number } = {
        pool: new DirPool(scope, 'p', { path: '/p' }),
        size: '1 GiB',
        capacity: 1,
      };
      return new Disk(scope, 'root', props);
    },
    /^lab\/root: a Disk has no 'capacity'\. It has: /,
  ],
  [
    'an image',
    (scope) => {
      const pool = new DirPool(scope, 'p', { path: '/p' });
      const props = { pool, source: 'a.qcow2', url: 'a' };
      return new Image(scope, 'debian', props);
    },
    /^lab\/debian: an Image has no 'url'\. It has: pool, source, format, name\./,
  ],
  [
    'a network',
    (scope) => {
      const props = { cidr: '10.0.0.0/24', dchp: false } as const;
      return new NatNetwork(scope, 'net', props);
    },
    /^lab\/net: a NatNetwork has no 'dchp'\. It has: cidr, dhcp, domain, autostart, name\./,
  ],
  [
    'a pool',
    (scope) => {
      const props = { path: '/p', type: 'dir' };
      return new DirPool(scope, 'pool', props);
    },
    /^lab\/pool: a DirPool has no 'type'\. It has: path, name\./,
  ],
])('what %s does not have is refused, by its construct', (_, build, message) => {
  expect(() => build(stack())).toThrow(message);
});
