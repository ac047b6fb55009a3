import { decode, encode, fillNulls, resources } from '../src/index';

test('a state has every key of the Terraform provider, and none of ours that is not set', () => {
  const volume = { name: 'v', pool: 'p', target: { format: { type: 'qcow2' } } };
  expect(fillNulls(resources.libvirt_volume, volume)).toEqual({
    allocation: null,
    allocation_unit: null,
    backing_store: null,
    capacity: null,
    capacity_unit: null,
    create: null,
    id: null,
    key: null,
    name: 'v',
    path: null,
    physical: null,
    physical_unit: null,
    pool: 'p',
    target: {
      cluster_size: null,
      cluster_size_unit: null,
      compat: null,
      encryption: null,
      features: null,
      format: { type: 'qcow2' },
      path: null,
      permissions: null,
      timestamps: null,
    },
    type: null,
  });
});

test('elements of lists get all their keys; a device address is empty where none of ours is set', () => {
  const filled = fillNulls(resources.libvirt_domain, {
    name: 'd',
    devices: { hubs: [{ type: 'usb', address: {} }], inputs: [] },
  });
  expect(filled.devices).toMatchObject({
    disks: null,
    inputs: [],
    hubs: [{ type: 'usb', acpi: null, alias: null, address: {} }],
  });
  expect(Object.keys(filled)).toHaveLength(62);
});

test('nulls change nothing in what is written', () => {
  const { libvirt_network: network } = resources;
  const value = { name: 'n', ips: [{ address: '10.0.0.1', prefix: 24 }] };
  expect(decode(network, encode(network, fillNulls(network, value)))).toEqual(value);
});

test.each([
  ['that the provider knows', { uuid: 'u', name: 'n' }],
  ['that are our own, too', { description: 'd', uuid: 'u', title: 't', name: 'n' }],
])(
  'keys stand in the order of the schema, and unknown ones nowhere: of an object with keys %s',
  (_, value) => {
    const { libvirt_network: network } = resources;
    const filled = fillNulls(network, { ...value, nonsense: 1 });
    const names = Object.keys(network.attributes);
    expect(Object.keys(filled)).toEqual(names.filter((name) => Object.hasOwn(filled, name)));
    expect(Object.keys(filled)).toEqual(expect.arrayContaining(Object.keys(value)));
    expect(filled).toMatchObject({ ...value, mtu: null });
    expect(filled).not.toHaveProperty('nonsense');
  },
);
