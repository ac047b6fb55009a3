import { writeXml } from '@virtform/schema';
import type { Lab } from './lab.js';

/**
 * Everything on the host and in the state, without what each creation makes up anew: UUIDs, ids, MACs, taps; and without the ports of
 * q35, which libvirt adds when it needs them and never takes away.
 *
 * @param sides `stored`: without what runs, which may wait for its next boot
 */
export function picture(lab: Lab, sides: 'both' | 'stored' = 'both'): unknown {
  const { domains, networks, pools } = lab.world;
  const steady = (xml: string): string =>
    xml
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
      .replace(/52:54:00(:[0-9a-f]{2}){3}/g, 'MAC')
      .replace(/(vnet|virbr)\d+/g, '$1N')
      .replace(/ id='\d+'/g, '')
      .replace(/ *<controller type='pci' index='\d+' model='pcie-root-port'\/>\n/g, '')
      .replace(/(alias name='net-)[0-9a-f]+/g, '$1');
  const side = (xml: Parameters<typeof writeXml>[0] | undefined): string | undefined =>
    xml === undefined ? undefined : steady(writeXml(xml)).split('\n').sort().join('\n');
  return {
    domains: [...domains.values()].map(({ name, autostart, stored, running }) => ({
      name,
      autostart,
      stored: side(stored),
      running: sides === 'stored' ? undefined : side(running),
    })),
    networks: [...networks.values()].map(({ name, autostart, stored, running }) => ({
      name,
      autostart,
      stored: side(stored),
      running: sides === 'stored' ? undefined : side(running),
    })),
    pools: [...pools.values()].map(({ name, autostart, active, stored, volumes }) => ({
      name,
      autostart,
      active,
      stored: side(stored),
      volumes: [...volumes.values()]
        .map((volume) => ({ name: volume.name, capacity: volume.capacity, allocation: volume.allocation }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    })),
    folders: [...lab.world.folders].sort(),
  };
}

export async function stateOf(lab: Lab): Promise<unknown> {
  const state = await lab.unit().state();
  return state?.resources
    .map(({ address, instances }) => ({
      address: `${address.type}.${address.name}`,
      instances: instances.map(({ tainted, deposed, bookkeeping }) => ({
        tainted,
        deposed,
        intent: bookkeeping?.intent,
        wanted: bookkeeping?.wanted,
      })),
    }))
    .sort((left, right) => (left.address < right.address ? -1 : 1));
}
