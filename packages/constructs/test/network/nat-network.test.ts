import { NatNetwork, type NatNetworkProps, VirtualMachine } from '../../src/index.js';
import { stack, synthesized } from '../synth.js';

function network(props: Partial<NatNetworkProps> = {}) {
  const scope = stack();
  const made = new NatNetwork(scope, 'net', { cidr: '10.20.30.0/24', ...props });
  return { scope, network: made, attributes: () => synthesized(scope, 'libvirt_network.net') };
}

describe('a NAT network', () => {
  it('gives the host the first address and hands out the upper half', () => {
    expect(network().attributes()).toEqual({
      name: 'net',
      autostart: true,
      forward: { mode: 'nat' },
      ips: [
        {
          address: '10.20.30.1',
          prefix: 24,
          dhcp: { ranges: [{ start: '10.20.30.128', end: '10.20.30.254' }] },
        },
      ],
    });
  });

  it.each<[string, Partial<NatNetworkProps>, object]>([
    ['a name', { name: 'lab-net' }, { name: 'lab-net' }],
    ['a domain of its own', { domain: 'lab.test' }, { domain: { name: 'lab.test', local_only: 'yes' } }],
    ['no start with the host', { autostart: false }, { autostart: false }],
    ['no DHCP', { dhcp: false }, { ips: [{ address: '10.20.30.1', prefix: 24 }] }],
    [
      'another range',
      { dhcp: { start: '10.20.30.10', end: '10.20.30.20' } },
      { ips: [{ dhcp: { ranges: [{ start: '10.20.30.10', end: '10.20.30.20' }] } }] },
    ],
  ])('can have %s', (_, props, expected) => {
    expect(network(props).attributes()).toMatchObject(expected);
  });
});

describe('a reserved address', () => {
  it('is bound to the MAC address that the guest has there', () => {
    const { scope, network: net, attributes } = network();
    const web = new VirtualMachine(scope, 'web', { cpus: 1, memory: '256 MiB', networks: [net] });
    net.reserve(web, '10.20.30.11');
    expect(attributes()).toMatchObject({
      ips: [{ dhcp: { hosts: [{ mac: web.nics[0]?.mac, ip: '10.20.30.11', name: 'web' }] } }],
    });
  });

  it('can be asked for where the guest is plugged in', () => {
    const { scope, network: net, attributes } = network();
    new VirtualMachine(scope, 'web', {
      cpus: 1,
      memory: '256 MiB',
      networks: [{ network: net, ip: '10.20.30.11', mac: '52:54:00:AB:CD:EF' }],
    });
    expect(attributes()).toMatchObject({
      ips: [{ dhcp: { hosts: [{ mac: '52:54:00:ab:cd:ef', ip: '10.20.30.11', name: 'web' }] } }],
    });
  });

  const guest = { hostName: 'web', macOn: () => '52:54:00:00:00:01' };

  it.each([
    [
      '10.20.31.11',
      /web cannot have 10.20.31.11: guests of lab\/net have addresses after 10.20.30.1, up to 10.20.30.254/,
    ],
    ['10.20.30.1', /web cannot have 10.20.30.1/],
  ])('%s is refused', (ip, message) => {
    expect(() => network().network.reserve(guest, ip)).toThrow(message);
  });

  it('belongs to one guest', () => {
    const { network: net } = network();
    net.reserve(guest, '10.20.30.11');
    expect(() => net.reserve({ ...guest, hostName: 'db' }, '10.20.30.11')).toThrow(/it is reserved for web/);
  });

  it('needs DHCP', () => {
    expect(() => network({ dhcp: false }).network.reserve(guest, '10.20.30.11')).toThrow(
      /lab\/net hands out no addresses, as it was made with dhcp: false/,
    );
  });

  it('needs a NIC there', () => {
    const { scope, network: net } = network();
    const web = new VirtualMachine(scope, 'web', { cpus: 1, memory: '256 MiB' });
    expect(() => net.reserve(web, '10.20.30.11')).toThrow(/lab\/web has no NIC on lab\/net/);
  });
});
