import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';

/** Writes down what a host holds, so that the same can be made by somebody else. */
export async function writeDocuments(uri: string, folder: string): Promise<void> {
  mkdirSync(folder);
  const host = await connect(uri);
  try {
    const { domains, networks, pools, volumes } = libvirt(host);
    const write = (order: number, kind: string, name: string, xml: string): void =>
      writeFileSync(path.join(folder, `${order}-${kind}-${name}.xml`), xml);
    for (const network of await networks.list()) {
      write(0, 'network', network.name, await networks.xmlDesc(network, 1));
    }
    for (const pool of await pools.list()) {
      write(1, 'pool', pool.name, await pools.xmlDesc(pool, 1));
      // What stands on another comes behind it.
      for (const volume of await pools.volumes(pool)) {
        const order = volume.name.startsWith('image') ? 2 : 3;
        write(order, 'volume', volume.name, await volumes.xmlDesc(volume));
      }
    }
    for (const domain of await domains.list())
      write(4, 'domain', domain.name, await domains.xmlDesc(domain, 2));
  } finally {
    await host.close();
  }
}
