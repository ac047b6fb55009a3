import {
  checkPush,
  listState,
  removeFromState,
  replaceProvider,
  setTainted,
  showInState,
} from '../../src/state/commands.js';
import { findInstance } from '../../src/state/edit.js';
import { moveInState } from '../../src/state/move.js';
import type { State, StateResource } from '../../src/state/state.js';
import { instance, PROVIDER, resource, stateWith } from './states.js';

const inModule = (key: string, name: string): StateResource => ({
  ...resource(name, [instance({ attributes: { name } })]),
  address: { module: [{ name: 'lab', key }], mode: 'managed', type: 'libvirt_domain', name },
});

const state: State = {
  ...stateWith(
    resource('web', [
      instance({ key: 0, attributes: { id: 1, name: 'web0' } }),
      instance({ key: 1, attributes: { id: 2 }, tainted: true }),
      instance({ key: 1, deposed: '0badcafe' }),
    ]),
    resource('db', [
      instance({
        attributes: { id: 'db' },
        dependencies: ['libvirt_domain.web', 'module.lab.libvirt_domain.a'],
      }),
    ]),
    {
      ...resource('info', [instance({})]),
      address: { module: [], mode: 'data', type: 'libvirt_node_info', name: 'info' },
    },
    inModule('x', 'a'),
    inModule('y', 'a'),
  ),
  serial: 4,
};

describe('state list', () => {
  it.each<[readonly string[], readonly string[]]>([
    [
      [],
      [
        'libvirt_domain.web[0]',
        'libvirt_domain.web[1]',
        'libvirt_domain.db',
        'data.libvirt_node_info.info',
        'module.lab["x"].libvirt_domain.a',
        'module.lab["y"].libvirt_domain.a',
      ],
    ],
    [['libvirt_domain.web'], ['libvirt_domain.web[0]', 'libvirt_domain.web[1]']],
    [['libvirt_domain.web[1]'], ['libvirt_domain.web[1]']],
    [['module.lab'], ['module.lab["x"].libvirt_domain.a', 'module.lab["y"].libvirt_domain.a']],
    [
      ['module.lab["y"]', 'libvirt_domain.db'],
      ['module.lab["y"].libvirt_domain.a', 'libvirt_domain.db'],
    ],
    [['data.libvirt_node_info.info'], ['data.libvirt_node_info.info']],
  ])('%j', (targets, addresses) => {
    expect(listState(state, targets)).toEqual(addresses);
  });

  it('finds by id, whether text or number', () => {
    expect(listState(state, [], '2')).toEqual(['libvirt_domain.web[1]']);
    expect(listState(state, [], 'db')).toEqual(['libvirt_domain.db']);
  });

  it.each([
    ['libvirt_domain.nope', 'The state holds nothing at "libvirt_domain.nope".'],
    ['web', '"web" is no address of a resource or a module.'],
  ])('refuses %s', (target, message) => {
    expect(() => listState(state, [target])).toThrow(message);
  });
});

describe('state show', () => {
  it('gives the one instance', () => {
    expect(showInState(state, 'libvirt_domain.web[0]').instance.attributes).toEqual({ id: 1, name: 'web0' });
  });

  it('refuses an address that means several', () => {
    expect(() => showInState(state, 'libvirt_domain.web')).toThrow('means more than one instance');
    expect(() => showInState(state, 'module.lab["x"]')).toThrow('means more than one instance');
  });
});

describe('state rm', () => {
  it('forgets what the addresses mean, deposed instances too', () => {
    const edited = removeFromState(state, ['libvirt_domain.web[1]', 'module.lab']);
    expect(edited.addresses).toEqual([
      'libvirt_domain.web[1]',
      'module.lab["x"].libvirt_domain.a',
      'module.lab["y"].libvirt_domain.a',
    ]);
    expect(listState(edited.state, [])).toEqual([
      'libvirt_domain.web[0]',
      'libvirt_domain.db',
      'data.libvirt_node_info.info',
    ]);
    expect(edited.state.resources[0]?.instances).toHaveLength(1);
  });

  it('refuses what means nothing', () => {
    expect(() => removeFromState(state, ['libvirt_domain.web', 'libvirt_domain.nope'])).toThrow(
      '"libvirt_domain.nope"',
    );
  });
});

describe('state mv', () => {
  it.each<[string, string, readonly string[]]>([
    ['libvirt_domain.db', 'libvirt_domain.store', ['libvirt_domain.store']],
    ['libvirt_domain.db', 'libvirt_domain.store["a"]', ['libvirt_domain.store["a"]']],
    ['libvirt_domain.db', 'libvirt_domain.web[2]', ['libvirt_domain.web[2]']],
    ['libvirt_domain.web[0]', 'libvirt_domain.first', ['libvirt_domain.first']],
    [
      'libvirt_domain.web',
      'module.m.libvirt_domain.web',
      ['module.m.libvirt_domain.web[0]', 'module.m.libvirt_domain.web[1]'],
    ],
    ['module.lab["x"]', 'module.other', ['module.other.libvirt_domain.a']],
    ['module.lab["x"]', 'module.a.module.b', ['module.a.module.b.libvirt_domain.a']],
  ])('%s to %s', (from, to, arrived) => {
    const { state: moved, moves } = moveInState(state, from, to);
    expect(moves.map((move) => move.to)).toEqual(arrived);
    const list = listState(moved, []);
    expect(list).toEqual(expect.arrayContaining([...arrived]));
    expect(list).toHaveLength(6);
  });

  it('keeps the instance, its deposed ones with it, and the provider', () => {
    const { state: moved } = moveInState(state, 'libvirt_domain.web[1]', 'libvirt_domain.second');
    const [arrived] = moved.resources.filter(({ address }) => address.name === 'second');
    expect(arrived?.provider).toBe(PROVIDER);
    expect(arrived?.instances).toEqual([
      instance({ attributes: { id: 2 }, tainted: true }),
      instance({ deposed: '0badcafe' }),
    ]);
  });

  it('takes dependencies along once nothing of the resource is left behind', () => {
    const db = { module: [], mode: 'managed', type: 'libvirt_domain', name: 'db' } as const;
    const all = moveInState(state, 'libvirt_domain.web', 'libvirt_domain.app').state;
    expect(findInstance(all, db)?.dependencies).toEqual([
      'libvirt_domain.app',
      'module.lab.libvirt_domain.a',
    ]);
    const one = moveInState(state, 'libvirt_domain.web[0]', 'libvirt_domain.app').state;
    expect(findInstance(one, db)?.dependencies).toEqual([
      'libvirt_domain.web',
      'module.lab.libvirt_domain.a',
    ]);
  });

  it.each([
    [
      'libvirt_domain.nope',
      'libvirt_domain.x',
      'Cannot move libvirt_domain.nope: the state holds nothing there.',
    ],
    ['libvirt_domain.web[0]', 'libvirt_domain.web[1]', 'the state holds something there already'],
    ['libvirt_domain.web', 'libvirt_domain.x[0]', 'the state holds nothing there'],
    ['libvirt_domain.db', 'libvirt_network.db', 'they are of different types'],
    ['libvirt_domain.db', 'data.libvirt_domain.db', 'they are of different types'],
    ['module.lab', 'module.x', 'Cannot move module.lab: the state holds nothing there.'],
    ['module.lab["x"]', 'libvirt_domain.x', 'one is a module, the other a resource'],
  ])('refuses %s to %s', (from, to, message) => {
    expect(() => moveInState(state, from, to)).toThrow(message);
  });

  it('refuses to put instances of two providers into one resource', () => {
    const other = { ...resource('other', [instance({})]), provider: 'provider["p"]' };
    expect(() =>
      moveInState(
        stateWith(other, resource('web', [instance({ key: 0 })])),
        'libvirt_domain.other',
        'libvirt_domain.web[1]',
      ),
    ).toThrow(`belongs to ${PROVIDER}, this one to provider["p"]`);
  });
});

describe('taint and untaint', () => {
  it('change one instance', () => {
    const tainted = setTainted(state, 'libvirt_domain.web[0]', true);
    expect(tainted.addresses).toEqual(['libvirt_domain.web[0]']);
    expect(showInState(tainted.state, 'libvirt_domain.web[0]').instance.tainted).toBe(true);
    const healed = setTainted(state, 'libvirt_domain.web[1]', false).state;
    expect(showInState(healed, 'libvirt_domain.web[1]').instance.tainted).toBe(false);
  });

  it.each<[string, boolean, string]>([
    ['libvirt_domain.nope', true, 'The state holds nothing'],
    ['libvirt_domain.web', true, 'more than one instance'],
    ['data.libvirt_node_info.info', true, 'cannot be tainted: it is a data source'],
    ['libvirt_domain.db', false, 'cannot be untainted: it is not tainted'],
  ])('refuse %s (%s)', (address, tainted, message) => {
    expect(() => setTainted(state, address, tainted)).toThrow(message);
  });

  it('leave alone what an interrupted apply was about to make', () => {
    const bookkeeping = { identity: {}, wanted: {}, intent: true };
    const begun = stateWith(resource('new', [instance({ tainted: true, bookkeeping })]));
    expect(() => setTainted(begun, 'libvirt_domain.new', false)).toThrow('an apply that was cut off');
  });
});

describe('state replace-provider', () => {
  const from = (...providers: readonly string[]): State =>
    stateWith(
      ...providers.map((provider, index) => ({ ...resource(`r${index}`, [instance({})]), provider })),
    );

  it('changes the source and keeps alias and module', () => {
    const { state: replaced, addresses } = replaceProvider(
      from(`${PROVIDER}.east`, `module.m.${PROVIDER}`, 'provider["terraform.io/builtin/terraform"]'),
      'dmacvicar/libvirt',
      'registry.opentofu.org/dmacvicar/libvirt',
    );
    expect(replaced.resources.map(({ provider }) => provider)).toEqual([
      'provider["registry.opentofu.org/dmacvicar/libvirt"].east',
      'module.m.provider["registry.opentofu.org/dmacvicar/libvirt"]',
      'provider["terraform.io/builtin/terraform"]',
    ]);
    expect(addresses).toEqual(['libvirt_domain.r0', 'libvirt_domain.r1']);
  });

  it('gives what a Terraform before 0.13 wrote a source', () => {
    const { state: replaced, addresses } = replaceProvider(
      from('provider.libvirt', 'module.m.provider.libvirt.east', PROVIDER),
      '-/libvirt',
      'dmacvicar/libvirt',
    );
    expect(replaced.resources.map(({ provider }) => provider)).toEqual([
      PROVIDER,
      `module.m.${PROVIDER}.east`,
      PROVIDER,
    ]);
    expect(addresses).toEqual(['libvirt_domain.r0', 'libvirt_domain.r1']);
  });

  it('completes a short source as Terraform does', () => {
    const { addresses } = replaceProvider(
      from('provider["registry.terraform.io/hashicorp/null"]'),
      'null',
      'a/b',
    );
    expect(addresses).toHaveLength(1);
    expect(() => replaceProvider(state, 'a/b/c/d', 'x')).toThrow("no provider's source address");
  });
});

describe('state push', () => {
  const other = { ...state, resources: state.resources.slice(1) };

  it.each<[string, State | undefined, State]>([
    ['where there is none', undefined, other],
    ['over an empty one', { ...stateWith(), serial: 9 }, { ...other, lineage: 'another' }],
    ['with a higher serial', state, { ...other, serial: 5 }],
    ['that is the same', state, { ...state }],
    ['without a lineage', { ...state, lineage: '' }, { ...other, serial: 4, resources: state.resources }],
  ])('takes one %s', (_, current, pushed) => {
    expect(() => checkPush(current, pushed)).not.toThrow();
  });

  it.each<[string, State, string]>([
    ['another lineage', { ...other, lineage: 'another', serial: 5 }, 'it is of lineage another'],
    ['an older serial', { ...other, serial: 3 }, 'is newer, with 4'],
    ['the same serial and other content', other, 'its content is another'],
  ])('refuses one with %s', (_, pushed, message) => {
    expect(() => checkPush(state, pushed)).toThrow(message);
  });
});
