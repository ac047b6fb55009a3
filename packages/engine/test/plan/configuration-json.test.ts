import { isList, isObject, type Json } from '@virtform/values';
import { planJson } from '../../src/plan/plan-json.js';
import { Lab, labConfiguration } from '../support/lab.js';

const at = (value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>((part, step) => {
    if (part !== undefined && isList(part)) return part[Number(step)];
    return isObject(part) ? part[step] : undefined;
  }, value);

// What Terraform says of constants and references is recorded and compared in packages/virtform/test/golden.test.ts.

async function configurationOf(lab: Lab): Promise<Json | undefined> {
  return planJson(await lab.plan()).configuration;
}

test('each provider is told with its alias, its source and what is said of it', async () => {
  const lab = new Lab();
  lab.write({
    provider: { libvirt: [{}, { alias: 'east', uri: 'qemu+ssh://east/system' }] },
    resource: {
      libvirt_network: { here: { name: 'here' }, there: { name: 'there', provider: 'libvirt.east' } },
    },
  });
  const configuration = await configurationOf(lab);
  const full_name = 'registry.terraform.io/dmacvicar/libvirt';
  expect(at(configuration, 'provider_config')).toEqual({
    libvirt: { name: 'libvirt', full_name },
    'libvirt.east': {
      name: 'libvirt',
      full_name,
      alias: 'east',
      expressions: { uri: { constant_value: 'qemu+ssh://east/system' } },
    },
  });
  expect(at(configuration, 'root_module', 'resources', 1, 'provider_config_key')).toBe('libvirt.east');
});

test('a constant that holds a password is not told', async () => {
  const lab = new Lab();
  lab.write({
    resource: {
      libvirt_domain: {
        web: {
          name: 'web',
          type: 'qemu',
          memory: 32768,
          os: { type: 'hvm' },
          devices: { graphics: [{ vnc: { auto_port: true, passwd: 'hunter2' } }] },
        },
      },
    },
  });
  const configuration = await configurationOf(lab);
  expect(at(configuration, 'root_module', 'resources', 0, 'expressions')).toMatchObject({
    name: { constant_value: 'web' },
    devices: {},
  });
  expect(JSON.stringify(configuration)).not.toContain('hunter2');
});

test('references lead from one resource to the next', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ guest: false }));
  expect(at(await configurationOf(lab), 'root_module', 'resources', 2, 'expressions', 'pool')).toEqual({
    references: ['libvirt_pool.p.name', 'libvirt_pool.p'],
  });
});

test('a provider that a module configures itself is told as its own', async () => {
  const lab = new Lab();
  lab.write({ module: { room: { source: './room', uri: 'qemu:///system' } } });
  lab.simulation.disk.put(
    '/work/room/main.tf.json',
    JSON.stringify({
      variable: { uri: {} },
      provider: { libvirt: { uri: '${var.uri}' } },
      resource: { libvirt_network: { net: { name: 'net' } } },
    }),
  );
  const configuration = await configurationOf(lab);
  expect(at(configuration, 'provider_config')).toEqual({
    'module.room:libvirt': {
      name: 'libvirt',
      full_name: 'registry.terraform.io/dmacvicar/libvirt',
      module_address: 'module.room',
      expressions: { uri: { references: ['var.uri'] } },
    },
  });
  const call = at(configuration, 'root_module', 'module_calls', 'room');
  expect(at(call, 'source')).toBe('./room');
  expect(at(call, 'module', 'resources', 0)).toMatchObject({
    address: 'libvirt_network.net',
    provider_config_key: 'module.room:libvirt',
  });
});
