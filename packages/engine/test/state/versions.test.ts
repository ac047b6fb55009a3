import { listState } from '../../src/state/commands.js';
import { findInstance, newState, upsertInstance, withNextSerial } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import type { State } from '../../src/state/state.js';

// States as the releases of Terraform and OpenTofu wrote them. What differs is taken from their sources (internal/states/statefile);
// test/e2e/state-terraform.test.ts tries the release that is installed.

const codec = stateCodec(() => undefined);
const address = { module: [], mode: 'managed', type: 'libvirt_network', name: 'net' } as const;

interface Release {
  readonly version: string;
  /** Members of the resource before its instances. */
  readonly resource?: object;
  /** Members of the instance behind its attributes. */
  readonly instance: object;
  /** Members at the end. */
  readonly top?: object;
}

/** The file of a release, in the order of its members. */
function fileOf({ version, resource = {}, instance, top = {} }: Release): string {
  const state = {
    version: 4,
    terraform_version: version,
    serial: 7,
    lineage: '6e0f7c58-2c2f-4b4c-9a3e-1d8f0c1a2b3c',
    outputs: { o: { value: 'x', type: 'string' } },
    resources: [
      {
        mode: 'managed',
        type: 'libvirt_network',
        name: 'net',
        provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
        ...resource,
        instances: [{ schema_version: 0, attributes: { id: '1', name: 'net' }, ...instance }],
      },
    ],
    ...top,
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}

const SENSITIVE = { sensitive_attributes: [[{ type: 'get_attr', value: 'name' }]] };
const CHECKS = {
  check_results: [
    {
      object_kind: 'resource',
      config_addr: 'libvirt_network.net',
      status: 'pass',
      objects: [{ object_addr: 'libvirt_network.net', status: 'pass' }],
    },
  ],
};

/** Releases that wrote `check_results`, empty or not; older ones get it as newer Terraforms do, with the first write. */
const WITH_CHECKS: readonly (readonly [string, Release])[] = [
  [
    'Terraform 1.3',
    { version: '1.3.10', instance: { sensitive_attributes: [] }, top: { check_results: null } },
  ],
  ['Terraform 1.5', { version: '1.5.7', instance: { ...SENSITIVE, private: 'bnVsbA==' }, top: CHECKS }],
  [
    'Terraform 1.9',
    { version: '1.9.8', instance: { ...SENSITIVE, dependencies: ['libvirt_pool.p'] }, top: CHECKS },
  ],
  [
    'Terraform 1.11',
    { version: '1.11.4', instance: { ...SENSITIVE, create_before_destroy: true }, top: CHECKS },
  ],
  [
    'Terraform 1.12, which keeps identities',
    {
      version: '1.12.2',
      instance: { sensitive_attributes: [], identity_schema_version: 0, identity: { id: '1' } },
      top: { check_results: null },
    },
  ],
  [
    'OpenTofu 1.6, with its own registry',
    {
      version: '1.6.2',
      resource: { provider: 'provider["registry.opentofu.org/dmacvicar/libvirt"]' },
      instance: { sensitive_attributes: [] },
      top: CHECKS,
    },
  ],
  [
    'OpenTofu 1.9, with a provider for each of many',
    {
      version: '1.9.1',
      resource: { provider: 'provider["registry.opentofu.org/dmacvicar/libvirt"].by_host["east"]' },
      instance: { sensitive_attributes: [] },
      top: { check_results: null },
    },
  ],
];

const WITHOUT_CHECKS: readonly (readonly [string, Release])[] = [
  [
    'Terraform 0.12, which says how instances are told apart',
    {
      version: '0.12.31',
      resource: { each: 'list', provider: 'provider.libvirt' },
      instance: { index_key: 0, private: 'bnVsbA==', dependencies: ['libvirt_pool.p'] },
    },
  ],
  [
    'Terraform 0.12 before its 14th, which has dependencies by another name',
    {
      version: '0.12.9',
      resource: { provider: 'provider.libvirt' },
      instance: { depends_on: ['libvirt_pool.p'] },
    },
  ],
  ['Terraform 0.13', { version: '0.13.7', instance: { private: 'bnVsbA==' } }],
  ['Terraform 0.15', { version: '0.15.5', instance: { sensitive_attributes: [] } }],
  ['Terraform 1.0', { version: '1.0.11', instance: SENSITIVE }],
];

function parse(text: string): State {
  const state = codec.parse(text, 'terraform.tfstate');
  if (state === undefined) throw new Error('there is a state');
  return state;
}

/** The members of a file in whatever order. */
const membersOf = (text: string): object => JSON.parse(text) as object;

describe.each([...WITH_CHECKS, ...WITHOUT_CHECKS])('a state of %s', (_, release) => {
  const text = fileOf(release);

  test('is read', () => {
    const state = parse(text);
    expect(state.terraformVersion).toBe(release.version);
    expect(listState(state, [], undefined)).toEqual([
      'index_key' in release.instance ? 'libvirt_network.net[0]' : 'libvirt_network.net',
    ]);
  });

  test('keeps all that it holds, beside what is changed too', () => {
    const checks = 'check_results' in (release.top ?? {}) ? {} : { check_results: null };
    expect(membersOf(codec.print(parse(text)))).toEqual({ ...membersOf(text), ...checks });
    const state = parse(text);
    const place = 'index_key' in release.instance ? { ...address, key: 0 } : address;
    const instance = findInstance(state, place);
    if (instance === undefined) throw new Error('there is one');
    const { provider } = state.resources[0] ?? { provider: '' };
    const edited = upsertInstance(state, place, provider, { ...instance, tainted: true });
    const [resource] = (JSON.parse(codec.print(edited)) as { resources: { instances: object[] }[] })
      .resources;
    expect(resource).toEqual({
      ...(release.resource ?? {}),
      mode: 'managed',
      type: 'libvirt_network',
      name: 'net',
      provider,
      instances: [
        {
          sensitive_attributes: [],
          status: 'tainted',
          schema_version: 0,
          attributes: { id: '1', name: 'net' },
          ...release.instance,
        },
      ],
    });
  });

  test('is not written where nothing changed', () => {
    const state = parse(text);
    expect(withNextSerial(state, { ...state })).toBe(state);
  });
});

test.each(WITH_CHECKS)('a state of %s is printed byte for byte', (_, release) => {
  expect(codec.print(parse(fileOf(release)))).toBe(fileOf(release));
});

describe('a state that is older or of another form is refused by name', () => {
  const modules = [
    {
      path: ['root'],
      outputs: {},
      resources: { 'libvirt_network.net': { type: 'libvirt_network', primary: { id: '1' } } },
    },
  ];
  test.each<[string, object, RegExp, RegExp]>([
    [
      'Terraform 0.11 (version 3)',
      { version: 3, terraform_version: '0.11.15', serial: 3, lineage: 'l', modules },
      /version is 3, which Terraform before 0\.12 wrote/,
      /Terraform 0\.13/,
    ],
    ['Terraform 0.6 (version 1)', { version: 1, serial: 3, modules }, /version is 1/, /Terraform 0\.13/],
    [
      'OpenTofu 1.7, encrypted',
      {
        serial: 3,
        lineage: 'l',
        meta: { 'key_provider.pbkdf2.k': 'e30=' },
        encrypted_data: 'AAAA',
        encryption_version: 'v0',
      },
      /is encrypted/,
      /keys/,
    ],
    ['something newer', { version: 5, serial: 3 }, /version is 5, which is newer/, /newer virtform/],
  ])('%s', (_, state, message, action) => {
    const read = (): State => parse(JSON.stringify(state));
    expect(read).toThrow(message);
    expect(thrownBy(read)).toMatchObject({ problem: 'format', action: expect.stringMatching(action) });
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('a new state is of a version that any Terraform since 0.12 reads', () => {
  expect(JSON.parse(codec.print(newState('l')))).toMatchObject({
    version: 4,
    resources: [],
    check_results: null,
  });
});
