import { DataLibvirtNodeDevices } from '@cdktf/provider-libvirt/lib/data-libvirt-node-devices';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'node-devices');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const interfaces = new DataLibvirtNodeDevices(stack, 'interfaces', { capability: 'net' });

new TerraformOutput(stack, 'names', { value: interfaces.devices });

app.synth();
