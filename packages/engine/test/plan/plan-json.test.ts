import { isList, isObject, type Json, type JsonObject } from '@virtform/values';
import { planJson } from '../../src/plan/plan-json.js';
import { stateJson } from '../../src/plan/state-json.js';
import { Lab, labConfiguration } from '../support/lab.js';

const field = (json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>((part, step) => {
    if (part !== undefined && isList(part)) return part[Number(step)];
    return isObject(part) ? part[step] : undefined;
  }, json);
const entries = (json: Json | undefined): readonly JsonObject[] =>
  json !== undefined && isList(json) ? json.filter((part): part is JsonObject => isObject(part)) : [];
const change = (plan: JsonObject, address: string): Json | undefined =>
  entries(plan.resource_changes).find((entry) => entry.address === address);

test('a create has nulls for what is unset, and no unknown part where all is known', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: [], guest: false }));
  const json = planJson(await lab.plan());
  expect(json).toMatchObject({ format_version: '1.2', applyable: true, complete: true, errored: false });
  const net = change(json, 'libvirt_network.net');
  expect(net).toMatchObject({
    mode: 'managed',
    type: 'libvirt_network',
    name: 'net',
    provider_name: 'registry.terraform.io/dmacvicar/libvirt',
    change: {
      actions: ['create'],
      before: null,
      after: { name: 'net', domain: null },
      before_sensitive: false,
    },
  });
  // Even the UUID is chosen before anything is made.
  expect(field(net, 'change', 'after_unknown')).toEqual({});
});

test('what does not change is said too, with what was there before', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: [], guest: false }));
  await lab.apply();
  const json = planJson(await lab.plan());
  expect(json).toMatchObject({ applyable: false });
  expect(change(json, 'libvirt_pool.p')).toMatchObject({ change: { actions: ['no-op'] } });
  expect(field(json, 'prior_state', 'values', 'root_module', 'resources', 0, 'address')).toBe(
    'libvirt_network.net',
  );
});

test('a live change says its impact and its steps under our own key', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ vcpus: 1 }));
  await lab.apply();
  lab.write(labConfiguration({ vcpus: 2 }));
  const json = planJson(await lab.plan());
  expect(change(json, 'libvirt_domain.web')).toMatchObject({
    change: { actions: ['update'], before: { vcpu_current: 1 }, after: { vcpu_current: 2 } },
  });
  expect(field(json, 'virtform', 'resources', 'libvirt_domain.web')).toMatchObject({
    impact: 'live',
    steps: [{ effect: 'set-vcpus', calls: [['setvcpus', 'web', '2', '--live', '--config']] }],
  });
});

test('an object that is gone is drift', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: [], guest: false }));
  await lab.apply();
  lab.world.networks.clear();
  const json = planJson(await lab.plan());
  expect(json.resource_drift).toMatchObject([
    { address: 'libvirt_network.net', change: { actions: ['delete'], before: { name: 'net' }, after: null } },
  ]);
});

test('a state as Terraform shows it', async () => {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: [], guest: false }));
  await lab.apply();
  const json = stateJson(await lab.unit().state());
  expect(json).toMatchObject({
    format_version: '1.0',
    values: { root_module: { resources: expect.any(Array) } },
  });
  expect(field(json, 'values', 'root_module', 'resources', 0)).toMatchObject({
    address: 'libvirt_network.net',
    values: { name: 'net', autostart: true, domain: null },
    sensitive_values: {},
  });
  expect(stateJson(undefined)).toEqual({ format_version: '1.0' });
});
