// Checked by the compiler alone: what must not compile stands below the comment that expects it not to.
import { DirPool, Disk, Image, NatNetwork, type Size, VirtualMachine } from '@virtform/constructs';
import { TerraformStack, Testing } from 'cdktf';

const stack = new TerraformStack(Testing.app(), 'stack');
const pool = new DirPool(stack, 'pool', { path: '/srv/disks' });
const image = new Image(stack, 'image', { pool, source: 'debian.qcow2' });
const network = new NatNetwork(stack, 'net', { cidr: '10.20.30.0/24' });
const size: Size = '1.5 GiB';
const asked: string | undefined = undefined;

const machine = new VirtualMachine(stack, 'web', {
  cpus: { count: 2, max: 8 },
  memory: { size: '512 MiB', max: size },
  disks: [
    new Disk(stack, 'root', { base: image }),
    { disk: new Disk(stack, 'data', { pool, size: 4096 }), target: 'vdc' },
  ],
  networks: [network, 'user', { network, ip: '10.20.30.11' }],
  // What may be left out may be undefined, so that settings can be passed on.
  title: asked,
});
network.reserve(machine, '10.20.30.12');
machine.resource.putMetadata({ xml: '<a/>' });

const machineProps = { cpus: 1, memory: '256 MiB' } as const;

// @ts-expect-error -- no such property
new VirtualMachine(stack, 'a', { ...machineProps, memroy: '1 GiB' });

// @ts-expect-error -- memory is missing
new VirtualMachine(stack, 'b', { cpus: 1 });

// @ts-expect-error -- sizes have binary units
new VirtualMachine(stack, 'c', { cpus: 1, memory: '1 GB' });

// @ts-expect-error -- a unit stands behind a space
new VirtualMachine(stack, 'd', { cpus: 1, memory: '1GiB' });

// @ts-expect-error -- a pool is no disk
new VirtualMachine(stack, 'e', { ...machineProps, disks: [pool] });

// @ts-expect-error -- an empty disk has a size
new Disk(stack, 'f', { pool });

// @ts-expect-error -- a subnet has a prefix
new NatNetwork(stack, 'g', { cidr: '10.20.30.0' });
