import type { Json, JsonObject } from '@virtform/values';
import type { InstanceAddress } from '../../src/address.js';
import {
  deposeInstance,
  findInstance,
  instancesOf,
  newState,
  removeInstance,
  sameContent,
  upsertInstance,
  withCheckResults,
  withNextSerial,
  withOutputs,
} from '../../src/state/edit.js';
import { instance, LINEAGE, PROVIDER, resource, stateWith } from './states.js';

const web = (key?: string | number): InstanceAddress => ({
  module: [],
  mode: 'managed',
  type: 'libvirt_domain',
  name: 'web',
  ...(key === undefined ? {} : { key }),
});

describe('finding', () => {
  const state = stateWith(
    resource('web', [instance({ key: 0, attributes: { id: 1 } }), instance({ key: 0, deposed: '0badcafe' })]),
  );

  it('tells instances apart by key and by deposed name', () => {
    expect(findInstance(state, web(0))?.attributes).toEqual({ id: 1 });
    expect(findInstance(state, web(0), '0badcafe')?.deposed).toBe('0badcafe');
    expect(findInstance(state, web('0'))).toBeUndefined();
    expect(findInstance(state, web())).toBeUndefined();
    expect(findInstance(state, { ...web(0), mode: 'data' })).toBeUndefined();
    expect(findInstance(state, { ...web(0), module: [{ name: 'm' }] })).toBeUndefined();
  });

  it('lists every instance with its address', () => {
    expect([...instancesOf(state)].map(({ address, instance: { deposed } }) => [address, deposed])).toEqual([
      [web(0), undefined],
      [web(0), '0badcafe'],
    ]);
  });
});

describe('changing', () => {
  it('adds, replaces and removes an instance, and leaves the state it began with alone', () => {
    const empty = newState(LINEAGE);
    const one = upsertInstance(empty, web('a'), PROVIDER, instance({ key: 'a', attributes: { id: 1 } }));
    const two = upsertInstance(one, web('b'), PROVIDER, instance({ key: 'b' }));
    const changed = upsertInstance(two, web('a'), PROVIDER, instance({ key: 'a', attributes: { id: 2 } }));
    expect(findInstance(changed, web('a'))?.attributes).toEqual({ id: 2 });
    expect(findInstance(two, web('a'))?.attributes).toEqual({ id: 1 });
    expect(removeInstance(changed, web('a')).resources[0]?.instances.map(({ key }) => key)).toEqual(['b']);
    expect(removeInstance(one, web('a')).resources).toEqual([]);
    expect(removeInstance(one, web('z'))).toBe(one);
    expect(empty.resources).toEqual([]);
  });

  it('sets the current instance aside under a name', () => {
    const state = deposeInstance(
      stateWith(resource('web', [instance({ attributes: { id: 1 } })])),
      web(),
      'cafe0001',
    );
    expect(findInstance(state, web())).toBeUndefined();
    expect(findInstance(state, web(), 'cafe0001')?.attributes).toEqual({ id: 1 });
  });
});

describe('the serial', () => {
  const state = { ...stateWith(resource('a', [instance({})]), resource('b', [instance({})])), serial: 4 };

  it('rises by one where the content differs', () => {
    const changed = withOutputs(state, new Map([['o', { value: 1, type: 'number', sensitive: false }]]));
    expect(withNextSerial(state, changed).serial).toBe(5);
  });

  it('stays where it does not, whatever the order of the resources', () => {
    const turned = { ...state, resources: [...state.resources].reverse() };
    expect(sameContent(state, turned)).toBe(true);
    expect(withNextSerial(state, turned)).toBe(state);
  });
});

describe('results of checks', () => {
  const result = (address: string, ...objects: readonly string[]): JsonObject => ({
    object_kind: 'resource',
    config_addr: address,
    status: 'pass',
    objects: objects.map((object_addr) => ({ object_addr, status: 'pass' })),
  });
  const state = {
    ...newState(LINEAGE),
    checkResults: [result('t.b', 't.b[1]', 't.b[0]'), result('t.a', 't.a')],
  };

  it('that say the same in another order are no change', () => {
    expect(withCheckResults(state, [result('t.a', 't.a'), result('t.b', 't.b[0]', 't.b[1]')])).toBe(state);
  });

  it.each<[string, Json]>([
    ['another object', [result('t.a', 't.a'), result('t.b', 't.b[0]')]],
    ['another block', [result('t.b', 't.b[0]', 't.b[1]')]],
    ['none', null],
  ])('with %s take their place', (_, results) => {
    expect(withCheckResults(state, results).checkResults).toBe(results);
  });
});
