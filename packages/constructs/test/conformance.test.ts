import { checkObject, conform, domain, network, pool, type ResourceSchema, volume } from '@virtform/schema';
import type { TerraformStack } from 'cdktf';
import { DirPool, Disk, NatNetwork, VirtualMachine } from '../src/index.js';
import { stack, synthesized } from './synth.js';

const machine = { cpus: 2, memory: '256 MiB' } as const;

it.each<[string, ResourceSchema, (scope: TerraformStack) => void]>([
  ['a pool', pool, (scope) => new DirPool(scope, 'it', { path: '/srv/disks' })],
  [
    'a disk',
    volume,
    (scope) => new Disk(scope, 'it', { pool: new DirPool(scope, 'p', { path: '/srv' }), size: '1 GiB' }),
  ],
  [
    'a network',
    network,
    (scope) => new NatNetwork(scope, 'it', { cidr: '10.20.30.0/24', domain: 'lab.test' }),
  ],
  [
    'a network with a reservation',
    network,
    (scope) => {
      const net = new NatNetwork(scope, 'it', { cidr: '10.20.30.0/24' });
      new VirtualMachine(scope, 'web', { ...machine, networks: [{ network: net, ip: '10.20.30.11' }] });
    },
  ],
  ['a machine', domain, (scope) => new VirtualMachine(scope, 'it', { ...machine, networks: ['user'] })],
  [
    'an emulated machine',
    domain,
    (scope) => new VirtualMachine(scope, 'it', { ...machine, type: 'qemu', title: 'It' }),
  ],
  ['an older machine', domain, (scope) => new VirtualMachine(scope, 'it', { ...machine, machine: 'pc' })],
])('%s says nothing that the schema refuses, and nothing that contradicts itself', (_, schema, build) => {
  const scope = stack();
  build(scope);
  const { value, diagnostics } = conform(schema, synthesized(scope, `${schema.type}.it`));
  expect(diagnostics).toEqual([]);
  expect(checkObject(schema.type, value)).toEqual([]);
});
