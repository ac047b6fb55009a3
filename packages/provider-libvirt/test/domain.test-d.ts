// Checked by the compiler alone: what must not compile stands below the comment that expects it not to.
import { Domain, type DomainConfig } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { Fn, type IResolvable, TerraformIterator, TerraformStack, TerraformVariable, Testing } from 'cdktf';

const stack = new TerraformStack(Testing.app(), 'stack');
const iterator = TerraformIterator.fromList(['a', 'b']);
const variable = new TerraformVariable(stack, 'name', {});

const config: DomainConfig = { name: 'web', type: 'kvm' };
const domain = new Domain(stack, 'web', {
  ...config,
  memory: 1,
  memoryUnit: 'GiB',
  devices: {
    disks: [{ target: { dev: 'vda', bus: 'virtio' } }],
    interfaces: iterator.dynamic({ model: { type: 'virtio' } }),
  },
  running: variable.value as IResolvable,
  provider: new LibvirtProvider(stack, 'libvirt', { uri: 'test:///default', alias: 'east' }),
  lifecycle: { preventDestroy: true },
  forEach: iterator,
});

// Attributes can be referred to, set and taken back.
const dev: string = domain.devices.disks.get(0).target.dev;
domain.title = Fn.upper(dev);
domain.resetTitle();
domain.putDevices({ disks: domain.devices.disks });
const input: string | undefined = domain.titleInput;
new Volume(stack, 'root', { name: dev, pool: input ?? 'p' }).resetCapacity();

// @ts-expect-error -- no such attribute
new Domain(stack, 'a', { name: 'a', type: 'kvm', memroy: 1 });

// @ts-expect-error -- no such attribute, deep within
new Domain(stack, 'b', { name: 'b', type: 'kvm', devices: { disks: [{ target: { device: 'vda' } }] } });

// @ts-expect-error -- an attribute by its name in JSON
new Domain(stack, 'c', { name: 'c', type: 'kvm', memory_unit: 'GiB' });

// @ts-expect-error -- a required attribute is missing
new Domain(stack, 'd', { name: 'd' });

// @ts-expect-error -- a text for a number
new Domain(stack, 'e', { name: 'e', type: 'kvm', memory: '1 GiB' });

// @ts-expect-error -- only the host says what the UUID is
new Domain(stack, 'f', { name: 'f', type: 'kvm', uuid: '5d8e6b0a-4c54-4b8e-8f0c-6d6c2b1f6a11' });

// @ts-expect-error -- what the host says cannot be set
domain.uuid = '5d8e6b0a-4c54-4b8e-8f0c-6d6c2b1f6a11';

// @ts-expect-error -- a required attribute cannot be taken back
domain.resetName(); // eslint-disable-line @typescript-eslint/no-unsafe-call -- there is none

// @ts-expect-error -- a network has no memory
new Network(stack, 'g', { name: 'g', memory: 1 });

// @ts-expect-error -- a text for a truth value, within an element of a list
new Domain(stack, 'h', { name: 'h', type: 'kvm', devices: { disks: [{ readOnly: 'yes' }] } });

// @ts-expect-error -- a required attribute is missing, deep within
new Domain(stack, 'i', { name: 'i', type: 'kvm', devices: { rngs: [{ rate: { bytes: 1 } }] } });

// @ts-expect-error -- an object for a list
new Domain(stack, 'j', { name: 'j', type: 'kvm', devices: { disks: { target: { dev: 'vda' } } } });

// @ts-expect-error -- a list is reached into by its elements
export const target: unknown = domain.devices.disks.target;

// @ts-expect-error -- an object is put as a whole
domain.os = { type: 'hvm' };

// @ts-expect-error -- no such attribute of what is put
domain.putOs({ kind: 'hvm' });
