import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import * as libvirt from '@cdktf/provider-libvirt';
import { TerraformStack, Testing } from 'cdktf';
// Declares the matchers that setupJest adds.
import 'cdktf/lib/testing/adapters/jest';

Testing.setupJest();

it('is used like every prebuilt provider', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new LibvirtProvider(stack, 'libvirt', { uri: 'test:///default' });
  const pool = new Pool(stack, 'pool', { name: 'disks', type: 'dir', target: { path: '/srv/disks' } });
  const volume = new Volume(stack, 'root', {
    name: 'root.qcow2',
    pool: pool.name,
    capacity: 2,
    capacityUnit: 'GiB',
    target: { format: { type: 'qcow2' } },
  });
  new Volume(stack, 'copy', {
    name: 'copy',
    pool: 'p',
    target: { format: { type: volume.target.format.type } },
  });
  new Network(stack, 'net', { name: 'net', ips: [{ address: '10.1.0.1', localPtr: 'yes' }] });

  const json = Testing.synth(stack);
  expect(json).toHaveProviderWithProperties(LibvirtProvider, { uri: 'test:///default' });
  expect(json).toHaveResource(Pool);
  expect(json).toHaveResourceWithProperties(Volume, {
    pool: '${libvirt_pool.pool.name}',
    capacity: 2,
    capacity_unit: 'GiB',
  });
  expect(json).toHaveResourceWithProperties(Network, { ips: [{ address: '10.1.0.1', local_ptr: 'yes' }] });
  expect(json).toHaveResourceWithProperties(Volume, {
    target: { format: { type: '${libvirt_volume.root.target.format.type}' } },
  });
});

it('has a namespace for each module', () => {
  expect(libvirt.network.Network).toBe(Network);
  expect(Object.keys(libvirt)).toEqual(
    expect.arrayContaining(['provider', 'domain', 'network', 'pool', 'volume']),
  );
});
