// Checked by the compiler alone: what must not compile stands below the comment that expects it not to.
import { DataLibvirtDomainInterfaceAddresses } from '@cdktf/provider-libvirt/lib/data-libvirt-domain-interface-addresses';
import { DataLibvirtNodeDeviceInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-device-info';
import { DataLibvirtNodeDevices } from '@cdktf/provider-libvirt/lib/data-libvirt-node-devices';
import { DataLibvirtNodeInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-info';
import { type ImportableResource, type TerraformDataSource, TerraformStack, Testing } from 'cdktf';

const stack = new TerraformStack(Testing.app(), 'stack');

const host = new DataLibvirtNodeInfo(stack, 'host');
const memory: number = host.memoryTotalKb;
const source: TerraformDataSource = new DataLibvirtNodeDevices(stack, 'pci', { capability: `${memory}` });
const addresses = new DataLibvirtDomainInterfaceAddresses(stack, 'web', {
  domain: 'web',
  dependsOn: [source],
});
const address: string = addresses.interfaces.get(0).addrs.get(0).addr;
const importable: ImportableResource = DataLibvirtNodeInfo.generateConfigForImport(stack, 'here', address);
new DataLibvirtNodeInfo(stack, importable.friendlyUniqueId, { count: 2 });

// @ts-expect-error -- the host cannot be told how much memory it has
host.memoryTotalKb = 1;

// @ts-expect-error -- nor can a configuration say so
new DataLibvirtNodeInfo(stack, 'a', { memoryTotalKb: 1 });

// @ts-expect-error -- a required attribute is missing, and with it the configuration
new DataLibvirtNodeDeviceInfo(stack, 'b');

// @ts-expect-error -- no such attribute
new DataLibvirtNodeDevices(stack, 'c', { capabilities: ['pci'] });

// @ts-expect-error -- a list for a text
new DataLibvirtNodeDevices(stack, 'd', { capability: ['pci'] });

// @ts-expect-error -- what is read cannot be put
addresses.putInterfaces([]); // eslint-disable-line @typescript-eslint/no-unsafe-call -- there is none
