import { type Caller, libvirt } from '@virtform/libvirt';

/** Objects on a host that no program of ours has anything to do with: their names begin with `foreign`. */
export async function makeOthers(host: Caller): Promise<void> {
  const { domains, networks, pools, volumes } = libvirt(host);
  const pool = await pools.defineXml(
    '<pool type="dir"><name>foreign</name><target><path>/foreign</path></target></pool>',
  );
  await pools.build(pool);
  await pools.create(pool);
  await volumes.createXml(pool, '<volume><name>disk.raw</name><capacity unit="MiB">1</capacity></volume>');
  const network = await networks.defineXml(
    '<network><name>foreign</name><ip address="10.94.0.1" prefix="24"/></network>',
  );
  await networks.create(network);
  const guest = await domains.defineXml(
    '<domain type="qemu"><name>foreign</name><memory unit="MiB">32</memory><os><type machine="q35">hvm</type></os></domain>',
  );
  await domains.create(guest);
}

export const isOther = ({ name }: { readonly name: string }): boolean => name.startsWith('foreign');
