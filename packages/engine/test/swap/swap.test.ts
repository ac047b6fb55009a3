import { formatDiagnostic, isList, isObject } from '@virtform/values';
import type { Json, JsonObject } from '@virtform/values';
import { FOLDER, Lab } from '../support/lab.js';
import { SWAP_CASES, type SwapCase } from './cases.js';

// A state goes over to Terraform with dmacvicar/libvirt and comes back. What that provider writes is measured, and stands in
// cases.ts; here both directions are held against a simulated libvirt.

const STATE = `${FOLDER}/terraform.tfstate`;

/** A folder in which a case is applied. */
async function applied({ resources }: SwapCase): Promise<Lab> {
  const lab = new Lab();
  lab.write({ resource: resources });
  const { plan, result } = await lab.apply();
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  return lab;
}

function stateOf(lab: Lab): JsonObject {
  const state: Json = JSON.parse(lab.simulation.disk.get(STATE)?.toString('utf8') ?? '');
  return objectOf(state);
}

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const listOf = (value: Json | undefined): readonly JsonObject[] =>
  value !== undefined && isList(value) ? value.map(objectOf) : [];

function resourceAt(lab: Lab, address: string): JsonObject {
  const [wantedType, wantedName] = address.split('.');
  const resources = listOf(stateOf(lab).resources);
  return objectOf(resources.find(({ type, name }) => type === wantedType && name === wantedName));
}

/** An object without some of its members. */
function without(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** Without nulls, and with names for what a host chooses. */
function told(value: Json, name = ''): Json {
  if (isList(value)) return value.map((part) => told(part));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, part]) => part !== null)
        .map(([key, part]) => [key, told(part, key)]),
    );
  }
  if (typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return 'UUID';
  if (typeof value === 'string' && /^virbr\d+$/.test(value)) return 'BRIDGE';
  if (name === 'id' && typeof value === 'number') return 'ID';
  if (typeof value === 'string' && value.startsWith(`${FOLDER}/.virtform/files/`)) return 'FILE';
  return value;
}

/** Sizes that the expectation leaves open. */
function open(attributes: JsonObject, expected: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      expected[name] === 'SIZE' && typeof value === 'number' ? 'SIZE' : value,
    ]),
  );
}

/** How many attributes each type has in that provider's schema: in its states each of them stands, null where it is unset. */
const KEYS: Readonly<Record<string, number>> = {
  libvirt_domain: 62,
  libvirt_network: 21,
  libvirt_pool: 18,
  libvirt_volume: 15,
  libvirt_cloudinit_disk: 7,
  libvirt_ignition: 5,
  libvirt_combustion: 5,
};

test.each(SWAP_CASES)('swapping out: $what', async (swap) => {
  const { address, attributes, dependencies = [] } = swap;
  const lab = await applied(swap);
  const resource = resourceAt(lab, address);
  const [instance = {}] = listOf(resource.instances);
  const said = objectOf(instance.attributes);
  expect(open(objectOf(told(said)), attributes)).toEqual(attributes);
  expect(Object.keys(said)).toHaveLength(KEYS[address.split('.')[0] ?? ''] ?? 0);
  expect(resource).toMatchObject({
    mode: 'managed',
    provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
  });
  expect({ dependencies: [], ...instance }).toMatchObject({
    schema_version: 0,
    // That provider's schema marks nothing, and Terraform plans an update for every mark that it would not have set.
    sensitive_attributes: [],
    dependencies,
  });
});

test('swapping out: aliases, keys and lifecycles stand where Terraform has them', async () => {
  const lab = new Lab();
  lab.write({
    provider: { libvirt: [{}, { alias: 'east', uri: 'qemu+ssh://east/system' }] },
    resource: {
      libvirt_network: {
        here: { count: 2, name: 'net-${count.index}' },
        there: { for_each: '${toset(["a"])}', provider: 'libvirt.east', name: '${each.key}' },
        early: { name: 'early', lifecycle: { create_before_destroy: true } },
      },
    },
  });
  const { result } = await lab.apply();
  expect(result.diagnostics.map(formatDiagnostic)).toEqual([]);
  const source = 'provider["registry.terraform.io/dmacvicar/libvirt"]';
  const keys = (address: string): unknown =>
    listOf(resourceAt(lab, address).instances).map(({ index_key, create_before_destroy }) => [
      index_key,
      create_before_destroy,
    ]);
  expect(resourceAt(lab, 'libvirt_network.here').provider).toBe(source);
  expect(keys('libvirt_network.here')).toEqual([
    [0, undefined],
    [1, undefined],
  ]);
  expect(resourceAt(lab, 'libvirt_network.there').provider).toBe(`${source}.east`);
  expect(keys('libvirt_network.there')).toEqual([['a', undefined]]);
  expect(keys('libvirt_network.early')).toEqual([[undefined, true]]);
});

describe('swapping out: what the program marks is marked in the state', () => {
  const steps = (path: readonly (string | number)[]): Json =>
    path.map((step) =>
      typeof step === 'number'
        ? { type: 'index', value: { value: step, type: 'number' } }
        : { type: 'get_attr', value: step },
    );
  const configuration = (sensitive: boolean): JsonObject => ({
    variable: { password: { type: 'string', default: 'hidden', sensitive } },
    resource: {
      libvirt_cloudinit_disk: {
        it: { name: 'ci', user_data: '${var.password}', meta_data: 'instance-id: vm1' },
      },
      libvirt_domain: {
        it: {
          name: 'it',
          type: 'qemu',
          memory: 32768,
          os: { type: 'hvm' },
          devices: { graphics: [{ vnc: { passwd: '${var.password}' } }] },
        },
      },
    },
  });
  const marks = (lab: Lab, address: string): Json | undefined =>
    listOf(resourceAt(lab, address).instances)[0]?.sensitive_attributes;

  test('as it is made', async () => {
    const lab = new Lab();
    lab.write(configuration(true));
    await lab.apply();
    expect(marks(lab, 'libvirt_cloudinit_disk.it')).toEqual([steps(['user_data'])]);
    expect(marks(lab, 'libvirt_domain.it')).toEqual([steps(['devices', 'graphics', 0, 'vnc', 'passwd'])]);
  });

  test('and where nothing else is changed', async () => {
    const lab = new Lab();
    for (const sensitive of [false, true, false]) {
      lab.write(configuration(sensitive));
      await lab.apply();
      expect(marks(lab, 'libvirt_cloudinit_disk.it')).toEqual(sensitive ? [steps(['user_data'])] : []);
    }
  });
});

/** What Terraform, another version of the provider or a hand may have made of a state, without a change of meaning. */
const FOREIGN: readonly (readonly [what: string, change: (state: JsonObject) => JsonObject])[] = [
  ['without our bookkeeping', (state) => state],
  ['without nulls', attributesBy((attributes) => objectOf(withoutNulls(attributes)))],
  ['of a newer Terraform', (state) => ({ ...state, terraform_version: '9.9.9' })],
  ['without check results', (state) => without(state, 'check_results')],
  [
    'without schema versions, sensitive paths and dependencies',
    instancesBy((instance) => without(instance, 'schema_version', 'sensitive_attributes', 'dependencies')),
  ],
  ['with an attribute that nobody knows', attributesBy((attributes) => ({ ...attributes, colour: 'red' }))],
  [
    'with numbers and truths as texts',
    attributesBy((attributes) =>
      Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          name !== 'id' && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value,
        ]),
      ),
    ),
  ],
  [
    'with sizes that are not so any more',
    attributesBy((attributes) => ({
      ...attributes,
      ...('allocation' in attributes ? { allocation: 1 } : {}),
      ...('available' in attributes ? { available: 1 } : {}),
      ...('physical' in attributes ? { physical: 1 } : {}),
    })),
  ],
  [
    'with the number of an earlier run of the guest',
    attributesBy((attributes) =>
      typeof attributes.id === 'number' ? { ...attributes, id: 4711 } : attributes,
    ),
  ],
];

function instancesBy(change: (instance: JsonObject) => JsonObject): (state: JsonObject) => JsonObject {
  return (state) => ({
    ...state,
    resources: listOf(state.resources).map((resource) => ({
      ...resource,
      instances: listOf(resource.instances).map(change),
    })),
  });
}

function attributesBy(change: (attributes: JsonObject) => JsonObject): (state: JsonObject) => JsonObject {
  return instancesBy((instance) => ({ ...instance, attributes: change(objectOf(instance.attributes)) }));
}

function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null)
      .map(([name, part]) => [name, withoutNulls(part)]),
  );
}

describe.each(FOREIGN)('swapping in a state %s', (_what, change) => {
  test.each(SWAP_CASES)('$what: plans nothing', async (swap) => {
    const lab = await applied(swap);
    const bare = instancesBy((instance) => without(instance, 'private'))(stateOf(lab));
    lab.simulation.disk.put(STATE, JSON.stringify(change(bare)));
    const plan = await lab.plan();
    expect(plan.diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(
      plan.nodes.map((node) =>
        node.node === 'resource' ? { action: node.action, changes: node.changes } : node,
      ),
    ).toEqual(plan.nodes.map(() => ({ action: 'no-op', changes: [] })));
  });
});
