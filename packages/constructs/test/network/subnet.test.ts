import { type Cidr, subnet } from '../../src/network/subnet.js';

it.each<[Cidr, object]>([
  ['10.20.30.0/24', { prefix: 24, gateway: '10.20.30.1', middle: '10.20.30.128', last: '10.20.30.254' }],
  ['10.0.0.0/8', { prefix: 8, gateway: '10.0.0.1', middle: '10.128.0.0', last: '10.255.255.254' }],
  ['192.168.7.16/30', { gateway: '192.168.7.17', middle: '192.168.7.18', last: '192.168.7.18' }],
  ['192.168.254.0/23', { gateway: '192.168.254.1', middle: '192.168.255.0', last: '192.168.255.254' }],
])('%s has the addresses that a network of guests needs', (cidr, expected) => {
  expect(subnet(cidr)).toMatchObject(expected);
});

it.each([
  ['10.20.30.2', true],
  ['10.20.30.254', true],
  ['10.20.30.0', false],
  ['10.20.30.1', false],
  ['10.20.30.255', false],
  ['10.20.31.2', false],
  ['10.20.30', false],
  ['10.20.30.x', false],
  ['10.20.30.300', false],
])('10.20.30.0/24: a guest can have %s: %s', (address, expected) => {
  expect(subnet('10.20.30.0/24').contains(address)).toBe(expected);
});

it.each([
  ['10.20.30.0', /no subnet for guests/],
  ['10.20.30.0/', /no subnet for guests/],
  ['10.20.30.0/31', /a prefix from 8 to 30/],
  ['10.20.30.0/7', /a prefix from 8 to 30/],
  ['10.20.30.0/2x', /no subnet for guests/],
  ['10.20.300.0/24', /no subnet for guests/],
  ['::1/64', /no subnet for guests/],
  ['10.20.30.5/24', /'10.20.30.0\/24' does/],
])('%s is refused', (cidr, message) => {
  expect(() => subnet(cidr as Cidr)).toThrow(message);
});
