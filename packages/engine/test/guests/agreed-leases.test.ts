import { agreedLeases, type GuestInterface } from '../../src/guests/agreed-leases.js';

const nic = (name: string, ...addresses: readonly string[]): GuestInterface => ({
  name,
  hwaddr: '52:54:00:00:00:01',
  addrs: addresses.map((addr) => ({ type: 0, addr, prefix: 24 })),
});

test.each<[what: string, inside: readonly GuestInterface[], agreed: readonly GuestInterface[]]>([
  ['the guest has both', [nic('eth0', '10.0.0.1', '10.0.0.2')], [nic('vnet0', '10.0.0.1', '10.0.0.2')]],
  [
    'one is of an earlier guest',
    [nic('lo', '127.0.0.1'), nic('br0', '10.0.0.2')],
    [nic('vnet0', '10.0.0.2')],
  ],
  ['both are', [nic('eth0', '10.0.0.3')], []],
  ['it has none yet', [nic('eth0')], []],
])('of two leases, %s', (_what, inside, agreed) => {
  expect(agreedLeases([nic('vnet0', '10.0.0.1', '10.0.0.2')], inside)).toEqual(agreed);
});
