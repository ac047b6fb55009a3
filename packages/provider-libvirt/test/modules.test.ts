import { execFileSync } from 'node:child_process';
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

describe('the index', () => {
  it('has a namespace for each module', () => {
    expect(libvirt.network.Network).toBe(Network);
    expect(Object.keys(libvirt).sort()).toEqual([
      ...['cloudinitDisk', 'combustion', 'dataLibvirtDomainInterfaceAddresses', 'dataLibvirtNodeDeviceInfo'],
      ...['dataLibvirtNodeDevices', 'dataLibvirtNodeInfo', 'domain', 'ignition', 'network', 'pool'],
      ...['provider', 'volume'],
    ]);
  });

  /** What a program prints in a Node of its own. */
  const run = (type: 'commonjs' | 'module', program: string): string =>
    execFileSync(process.execPath, [`--input-type=${type}`, '-e', program], {
      cwd: __dirname,
      encoding: 'utf8',
    }).trim();

  it.each(['@cdktf/provider-libvirt', '@cdktf/provider-libvirt/lib/lazy-index'])(
    '%s loads a module when it is asked for',
    (name) => {
      const loaded = run(
        'commonjs',
        `const libvirt = require('${name}');
        libvirt.pool.Pool;
        const folder = require('path').dirname(require.resolve('${name}'));
        console.log(Object.keys(require.cache)
          .filter((file) => file.startsWith(folder) && !file.includes('runtime'))
          .map((file) => file.slice(folder.length)).join(' '));`,
      );
      expect(loaded.split(' ')).toEqual([expect.stringMatching(/index\.js$/), '/pool/index.js']);
    },
  );

  it('has its names for an ES module too', () => {
    const program = `import { dataLibvirtNodeInfo, domain } from '@cdktf/provider-libvirt';
      import { Domain } from '@cdktf/provider-libvirt/lib/domain/index.js';
      console.log(domain.Domain === Domain, dataLibvirtNodeInfo.DataLibvirtNodeInfo.name);`;
    expect(run('module', program)).toBe('true DataLibvirtNodeInfo');
  });
});
