import { DataLibvirtDomainInterfaceAddresses } from '@cdktf/provider-libvirt/lib/data-libvirt-domain-interface-addresses';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'addresses');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const addresses = new DataLibvirtDomainInterfaceAddresses(stack, 'web', { domain: 'web', source: 'lease' });

new TerraformOutput(stack, 'address', { value: addresses.interfaces.get(0).addrs.get(0).addr });

app.synth();
