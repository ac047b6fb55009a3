import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { defaultName, diskTarget, stableMac } from '../src/naming.js';

describe('the name of a construct', () => {
  it('is its id, and within another construct both', () => {
    const web = new Construct(new TerraformStack(Testing.app(), 'lab'), 'web');
    expect(defaultName(web)).toBe('web');
    expect(defaultName(new Construct(web, 'data'))).toBe('web-data');
  });
});

describe('the MAC address of a NIC', () => {
  const mac = (stack: string, id: string, nic: string): string =>
    stableMac(new Construct(new TerraformStack(Testing.app(), stack), id), nic);

  it("is QEMU's, in lower case", () => {
    expect(mac('lab', 'web', 'net')).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
  });

  it('is the same in every run', () => {
    expect(mac('lab', 'web', 'net')).toBe(mac('lab', 'web', 'net'));
  });

  it.each([
    ['stack', 'lab2', 'web', 'net'],
    ['guest', 'lab', 'db', 'net'],
    ['NIC', 'lab', 'web', 'net2'],
  ])('differs in another %s', (_, stack, id, nic) => {
    expect(mac(stack, id, nic)).not.toBe(mac('lab', 'web', 'net'));
  });
});

it.each([
  [0, 'vda'],
  [1, 'vdb'],
  [25, 'vdz'],
  [26, 'vdaa'],
  [51, 'vdaz'],
  [52, 'vdba'],
])('disk %d is %s', (index, target) => {
  expect(diskTarget(index)).toBe(target);
});
