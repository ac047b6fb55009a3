import type { InstanceAddress } from '../../src/address.js';
import { findInstance, newState } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import {
  addIntents,
  clearIntent,
  confirmIntent,
  type Intent,
  intentsOf,
  uuidFor,
} from '../../src/state/intents.js';
import { instance, LINEAGE, PROVIDER, resource, stateWith } from './states.js';

const address: InstanceAddress = { module: [], mode: 'managed', type: 'libvirt_domain', name: 'web' };
const uuid = uuidFor(LINEAGE, 'libvirt_domain.web', 3);
const intent: Intent = {
  address,
  provider: PROVIDER,
  identity: { uuid, name: 'web' },
  attributes: { name: 'web', uuid },
  wanted: { name: 'web', vcpu: 2 },
  sensitive: [['name']],
  dependencies: ['libvirt_network.lab'],
};

describe('the UUID of something that is about to be made', () => {
  it('is of version 5, and the same for the same lineage, address and serial', () => {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidFor(LINEAGE, 'libvirt_domain.web', 3)).toBe(uuid);
  });

  it.each([
    [LINEAGE, 'libvirt_domain.web', 4],
    [LINEAGE, 'libvirt_domain.db', 3],
    ['another lineage', 'libvirt_domain.web', 3],
  ])('is another for %s, %s, %s', (lineage, name, serial) => {
    expect(uuidFor(lineage, name, serial)).not.toBe(uuid);
  });
});

describe('an intent', () => {
  it('is a tainted instance with name and UUID, which Terraform can read', () => {
    const state = addIntents(newState(LINEAGE), [intent]);
    expect(findInstance(state, address)).toMatchObject({
      tainted: true,
      attributes: { name: 'web', uuid },
      dependencies: ['libvirt_network.lab'],
      bookkeeping: { identity: { uuid, name: 'web' }, wanted: { name: 'web', vcpu: 2 }, intent: true },
    });
  });

  it('is found again in what was written', () => {
    const codec = stateCodec(() => undefined);
    const read = codec.parse(codec.print(addIntents(newState(LINEAGE), [intent])), 'x');
    expect(
      read && intentsOf(read).map((placed) => [placed.address, placed.instance.bookkeeping?.identity]),
    ).toEqual([[address, intent.identity]]);
  });

  it('gives way to what was made', () => {
    const made = instance({ attributes: { name: 'web', uuid, vcpu: 2 } });
    const state = confirmIntent(addIntents(newState(LINEAGE), [intent]), address, PROVIDER, made);
    expect(state.resources[0]?.instances).toEqual([made]);
    expect(intentsOf(state)).toEqual([]);
  });

  it('goes where nothing was made', () => {
    expect(clearIntent(addIntents(newState(LINEAGE), [intent]), address).resources).toEqual([]);
  });

  it('stands beside an object that it is to replace, which stays what the address means', () => {
    const old = instance({ attributes: { name: 'web', uuid: 'old' } });
    const state = addIntents(stateWith(resource('web', [old])), [intent]);
    expect(findInstance(state, address)).toBe(old);
    const [placed] = intentsOf(state);
    expect(placed?.instance.deposed).toMatch(/^[0-9a-f]{8}$/);
    const made = instance({ attributes: { name: 'web', uuid } });
    expect(confirmIntent(state, address, PROVIDER, made).resources[0]?.instances).toEqual([made]);
    expect(clearIntent(state, address).resources[0]?.instances).toEqual([old]);
  });

  it('is announced once, however often', () => {
    const state = addIntents(addIntents(newState(LINEAGE), [intent]), [intent]);
    expect(state.resources[0]?.instances).toMatchObject([{ deposed: undefined }]);
    expect(state.resources[0]?.instances).toHaveLength(1);
  });
});
