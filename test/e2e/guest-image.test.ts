import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bootGuest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

describe('the guest image', () => {
  const hypervisor = sharedHypervisor();

  beforeAll(async () => {
    const file = path.join(hypervisor().scratch, 'lan.xml');
    // dnsmasq pings an address before it leases it, which takes three seconds; nobody else is here.
    writeFileSync(
      file,
      `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
        <name>lan</name><bridge name='virbr0'/>
        <ip address='10.77.0.1' prefix='24'><dhcp>
          <range start='10.77.0.10' end='10.77.0.99'/>
          <host mac='52:54:00:00:77:01' name='named-by-dhcp' ip='10.77.0.101'/>
        </dhcp></ip>
        <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options>
      </network>`,
    );
    await virsh(hypervisor().uri, 'net-create', file);
  });

  it('boots from its own disk, takes a lease and answers through its agent', async () => {
    const mac = '52:54:00:00:77:01';
    const guest = await bootGuest(hypervisor(), { name: 'web', boot: 'disk', network: 'lan', mac });
    const { uri } = hypervisor();
    await untilTrue('a lease', async () =>
      (await virsh(uri, 'net-dhcp-leases', 'lan', mac)).includes('10.77.0.101/24'),
    );
    await untilTrue('an address inside', async () =>
      (await virsh(uri, 'domifaddr', 'web', '--source', 'agent')).includes('10.77.0.101/24'),
    );
    expect((await guest.exec('/bin/hostname')).stdout).toBe('named-by-dhcp\n');
    // The boot loader says which file it loaded.
    expect((await guest.exec('/bin/cat', '/proc/cmdline')).stdout).toContain('BOOT_IMAGE=vmlinuz');
    expect((await guest.exec('/usr/bin/lspci')).stdout).toMatch(/Virtio.*block device/i);
    const uuid = await virsh(uri, 'domuuid', 'web');
    expect((await guest.exec('/usr/sbin/dmidecode', '-s', 'system-uuid')).stdout.trim()).toBe(uuid.trim());
    await virsh(uri, 'shutdown', 'web', '--mode', 'agent');
    await untilTrue('the guest is off', async () =>
      (await virsh(uri, 'domstate', 'web')).startsWith('shut off'),
    );
  });

  describe('by direct kernel boot', () => {
    it('survives the restart of the daemon', async () => {
      const guest = await bootGuest(hypervisor(), { name: 'steady' });
      const before = await guest.bootId();
      await hypervisor().restartDaemon();
      await guest.ready();
      expect(await guest.bootId()).toBe(before);
      expect((await guest.exec('/bin/hostname')).stdout).toBe('steady\n');
    });

    it('puts a plugged-in CPU and network card to use', async () => {
      const { uri } = hypervisor();
      const guest = await bootGuest(hypervisor(), { name: 'growing' });
      const mac = '52:54:00:00:77:02';
      await virsh(
        uri,
        'attach-interface',
        'growing',
        'network',
        'lan',
        '--model',
        'virtio',
        '--mac',
        mac,
        '--live',
      );
      await untilTrue('an address on the new card', async () =>
        (await guest.exec('/bin/ip', '-4', 'addr')).stdout.includes('inet 10.77.0.'),
      );
      await virsh(uri, 'setvcpus', 'growing', '2', '--live');
      await untilTrue('two CPUs', async () => (await guest.exec('/bin/nproc')).stdout === '2\n');
    });

    it('powers off at the press of the button', async () => {
      const { uri } = hypervisor();
      const guest = await bootGuest(hypervisor(), { name: 'obedient' });
      await untilTrue(
        'someone watches the button',
        async () => (await guest.exec('/bin/pidof', 'acpid')).status === 0,
      );
      await virsh(uri, 'shutdown', guest.name, '--mode', 'acpi');
      await untilTrue('the guest is off', async () =>
        (await virsh(uri, 'domstate', guest.name)).startsWith('shut off'),
      );
    });
  });
});
