import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { App, TerraformStack } from 'cdktf';

const app = new App();
const stack = new TerraformStack(app, 'nat');
new LibvirtProvider(stack, 'libvirt', { uri: 'qemu:///system' });

new Network(stack, 'lab', {
  name: 'lab',
  autostart: true,
  forward: { mode: 'nat' },
  domain: { name: 'lab.test', localOnly: 'yes' },
  dns: {
    host: [{ ip: '10.20.50.1', hostnames: [{ hostname: 'gateway.lab.test' }] }],
  },
  ips: [
    {
      address: '10.20.50.1',
      prefix: 24,
      dhcp: {
        ranges: [{ start: '10.20.50.100', end: '10.20.50.200' }],
        hosts: [{ mac: '52:54:00:20:50:10', name: 'web', ip: '10.20.50.10' }],
      },
    },
  ],
});

app.synth();
