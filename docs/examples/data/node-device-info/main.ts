import { DataLibvirtNodeDeviceInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-device-info';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'node-device-info');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const controller = new DataLibvirtNodeDeviceInfo(stack, 'controller', { name: 'pci_0000_00_1f_2' });

new TerraformOutput(stack, 'parent', { value: controller.parent });

app.synth();
