import {
  attributeAt,
  changeCosts,
  dataSources,
  domain,
  fileResources,
  resources,
  volume,
} from '../../src/index';
import type { AttributeCosts, ChangeCost, ResourceSchema, ResourceType } from '../../src/index';
import { changeTable } from '../../src/change/index';

const costs = (schema: ResourceSchema, path: string): AttributeCosts | undefined =>
  changeCosts(schema, path.split('.'));
const impacts = (all: readonly ChangeCost[]): string => all.map(({ impact }) => impact).join(' or ');

/** `live`, or of a list `add live, change next-boot, …`. */
function say(told: AttributeCosts | undefined): string {
  switch (told?.of) {
    case undefined:
      return 'never';
    case 'value':
      return impacts(told.change);
    case 'list':
      return `add ${impacts(told.add)}, change ${impacts(told.change)}, remove ${impacts(told.remove)}`;
    case 'identity':
      return [
        `another: add ${impacts(told.add)}, remove ${impacts(told.remove)}`,
        ...(told.unless === undefined
          ? []
          : [`with ${told.unless.keys.join()}: ${impacts(told.unless.change)}`]),
      ].join('; ');
  }
}

test.each<[type: ResourceType, path: string, told: string]>([
  ['libvirt_domain', 'title', 'none'],
  ['libvirt_domain', 'memory', 'next-boot'],
  ['libvirt_domain', 'vcpu_current', 'live or next-boot'],
  ['libvirt_domain', 'cpu.mode', 'next-boot'],
  ['libvirt_domain', 'devices.disks', 'add live or next-boot, change next-boot, remove live or next-boot'],
  ['libvirt_domain', 'devices.disks.target.bus', 'next-boot'],
  ['libvirt_domain', 'devices.disks.target.dev', 'another: add live or next-boot, remove live or next-boot'],
  [
    'libvirt_domain',
    'devices.disks.source.volume.volume',
    'another: add live or next-boot, remove live or next-boot; with target.dev: live or next-boot',
  ],
  ['libvirt_domain', 'devices.interfaces.source.network.network', 'live'],
  ['libvirt_domain', 'devices.interfaces.vlan.tags', 'live'],
  ['libvirt_domain', 'devices.videos', 'next-boot'],
  ['libvirt_network', 'bridge.name', 'next-boot'],
  ['libvirt_network', 'ips.dhcp.hosts', 'add none, change live, remove live'],
  ['libvirt_network', 'ips.dhcp.hosts.mac', 'another: add none, remove live'],
  ['libvirt_network', 'dns.host', 'live'],
  ['libvirt_volume', 'capacity', 'live'],
  ['libvirt_volume', 'target.format.type', 'replace'],
])('%s: a change of %s costs %s', (type, path, told) => {
  expect(say(costs(resources[type], path))).toBe(told);
});

test.each([
  ['devices', true],
  ['devices.graphics', true],
  ['devices.graphics.vnc', true],
  ['devices.videos', undefined],
])('whether attributes inside of %s cost something else: %s', (path, varies) => {
  expect(costs(domain, path)).toMatchObject({ of: 'value', ...(varies === undefined ? {} : { varies }) });
  expect('varies' in (costs(domain, path) ?? {})).toBe(varies ?? false);
});

test('a unit costs what its amount costs', () => {
  expect(costs(volume, 'capacity_unit')).toEqual(costs(volume, 'capacity'));
});

test.each([
  ['what the host tells', domain, 'uuid'],
  ['the unit of what the host tells', volume, 'allocation_unit'],
  ['what libvirt refuses', domain, 'devices.interfaces.source.vhost_user.chardev.udp.bind_host'],
  ['what nobody knows', domain, 'devices.discs'],
  ['what a data source tells', dataSources.libvirt_node_info, 'cpu_model'],
])('%s is never changed', (_what, schema, path) => {
  expect(costs(schema, path)).toBeUndefined();
});

test.each(Object.entries({ ...resources, ...fileResources }))(
  '%s: each rule is about something',
  (type, schema) => {
    const rules = changeTable(type)?.rules ?? [];
    const astray = rules.filter(
      ({ path }) => attributeAt(schema, path.replaceAll('[]', '').split('.')) === undefined,
    );
    expect(astray).toEqual([]);
  },
);
