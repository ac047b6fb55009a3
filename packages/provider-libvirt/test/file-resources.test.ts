import { CloudinitDisk } from '@cdktf/provider-libvirt/lib/cloudinit-disk';
import { Combustion } from '@cdktf/provider-libvirt/lib/combustion';
import { Ignition } from '@cdktf/provider-libvirt/lib/ignition';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { Fn } from 'cdktf';
import { synthesized } from './synthesized.js';

it('is a resource like any other', () => {
  const { resource } = synthesized((stack) => {
    const disk = new CloudinitDisk(stack, 'init', {
      name: 'init.iso',
      userData: '#cloud-config',
      metaData: Fn.jsonencode({ 'instance-id': 'web' }),
      networkConfig: 'version: 2',
    });
    disk.resetNetworkConfig();
    new Ignition(stack, 'ignition', { name: 'config.ign', content: '{}' });
    new Combustion(stack, 'combustion', { name: 'script', content: '#!/bin/sh' });
    new Volume(stack, 'seed', { name: 'seed', pool: 'p', create: { content: { url: disk.path } } });
  });
  expect(resource).toEqual({
    libvirt_cloudinit_disk: {
      init: {
        name: 'init.iso',
        user_data: '#cloud-config',
        meta_data: '${jsonencode({"instance-id" = "web"})}',
      },
    },
    libvirt_ignition: { ignition: { name: 'config.ign', content: '{}' } },
    libvirt_combustion: { combustion: { name: 'script', content: '#!/bin/sh' } },
    libvirt_volume: {
      seed: {
        name: 'seed',
        pool: 'p',
        create: { content: { url: '${libvirt_cloudinit_disk.init.path}' } },
      },
    },
  });
});
