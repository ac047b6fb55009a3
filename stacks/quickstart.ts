import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { DirPool, Disk, Image, NatNetwork, VirtualMachine } from '@virtform/constructs';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { QuickstartSettings } from './quickstart-settings';

/**
 * One guest with a disk of its own on a network of its own.
 *
 * `npm start` brings it up. Then make one of the changes below and run `npx virtform plan`: it tells what the running guest
 * will notice before `npx virtform apply` does it.
 */
export class Quickstart extends TerraformStack {
  constructor(scope: Construct, id: string, settings: QuickstartSettings) {
    super(scope, id);
    new LibvirtProvider(this, 'libvirt', { uri: settings.uri });

    // A folder of disks, the image uploaded into it, and a disk that stores only what differs from the image.
    const pool = new DirPool(this, 'pool', { name: 'quickstart', path: settings.poolPath });
    const image = new Image(this, 'image', { pool, source: settings.image });
    const root = new Disk(this, 'root', { base: image });

    // Guests reach the outside by the host's address and get theirs by DHCP.
    const network =
      settings.network === 'nat'
        ? new NatNetwork(this, 'network', { name: 'quickstart', cidr: '10.77.0.0/24' })
        : 'user';

    const guest = new VirtualMachine(this, 'hello', {
      type: settings.domainType,
      cpu: settings.cpu,

      // Try 2. The guest has it at once: there is room for four without a restart.
      cpus: 1,

      // Try size: '384 MiB'. The balloon gives it to the running guest, up to the maximum.
      memory: { size: '256 MiB', max: '512 MiB' },

      // Try a second disk, which the guest finds while it runs:
      //   disks: [root, new Disk(this, 'data', { pool, size: '1 GiB' })],
      disks: [root],

      // Try { network, ip: '10.77.0.10' }. The network reserves the address; no other guest notices.
      networks: [network],

      // Try machine: 'pc-q35-7.1'. That waits for the next power cycle, and the plan says so.
      machine: 'q35',
    });

    new TerraformOutput(this, 'name', { value: guest.name });
    new TerraformOutput(this, 'uuid', { value: guest.uuid });
    new TerraformOutput(this, 'mac', { value: guest.nics[0]?.mac });
  }
}
