import { DataLibvirtNodeInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-info';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'node-info');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

const host = new DataLibvirtNodeInfo(stack, 'host');

new TerraformOutput(stack, 'processors', { value: host.cpuCoresTotal });
new TerraformOutput(stack, 'memory', { value: host.memoryTotalKb });

app.synth();
