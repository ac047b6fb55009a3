// Checked by the compiler alone: what must not compile stands below the comment that expects it not to.
import { CloudinitDisk } from '@cdktf/provider-libvirt/lib/cloudinit-disk';
import { Combustion } from '@cdktf/provider-libvirt/lib/combustion';
import { Ignition } from '@cdktf/provider-libvirt/lib/ignition';
import { LibvirtProvider, type LibvirtProviderConfig } from '@cdktf/provider-libvirt/lib/provider';
import { TerraformStack, Testing } from 'cdktf';

const stack = new TerraformStack(Testing.app(), 'stack');

const config: LibvirtProviderConfig = { alias: 'east' };
const provider = new LibvirtProvider(stack, 'libvirt', config);
const disk = new CloudinitDisk(stack, 'seed', { name: 'seed', userData: '', metaData: '', provider });
const size: number = disk.size;
new Ignition(stack, 'ignition', { name: disk.path, content: `${size}` });

// @ts-expect-error -- a required attribute is missing
new CloudinitDisk(stack, 'a', { name: 'seed', userData: '' });

// @ts-expect-error -- where the file lies is what the tool says
new Combustion(stack, 'b', { name: 'script', content: '', path: '/srv/script' });

// @ts-expect-error -- a number for a text
new Combustion(stack, 'c', { name: 'script', content: 1 });

// @ts-expect-error -- no such setting of the provider
new LibvirtProvider(stack, 'd', { url: 'qemu:///system' });

// @ts-expect-error -- a resource's provider is a construct, not its name
new Ignition(stack, 'e', { name: 'config', content: '', provider: 'libvirt.east' });
