import { pool } from '@virtform/schema';
import { xmlOf, type PoolRecord } from '../host-records.js';
import { recordNamed, type HostView } from '../host-view.js';
import { identityText, type Actual, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { byUuidOrName } from '../shared/find.js';
import { nameProblem } from '../shared/names.js';
import { executePoolStep } from './execute.js';
import { proposePool } from './propose.js';
import { poolToState } from './to-state.js';

/** `libvirt_pool`: a storage pool. libvirt keeps no metadata of pools, so that the UUID alone says whose one is. */
export const poolKind: Kind<HostView> = {
  type: 'libvirt_pool',
  schema: pool,
  identify: (wanted, uuid) => identityOf(uuid, textAt(wanted, ['name'])),
  locate(attributes, view) {
    const name = textAt(attributes, ['name']);
    const uuid =
      textAt(attributes, ['uuid']) ?? textAt(attributes, ['id']) ?? recordNamed(view.pools, name)?.uuid;
    return uuid === undefined ? undefined : identityOf(uuid, name);
  },
  read(view, identity) {
    const record = view.pools.get(identityText(identity, 'uuid') ?? '');
    return record === undefined ? undefined : actualPool(record);
  },
  fingerprint(view, identity) {
    const record = view.pools.get(identityText(identity, 'uuid') ?? '');
    return record === undefined ? undefined : { object: JSON.stringify(xmlOf(record)), around: '' };
  },
  propose: proposePool,
  // Nobody else can have made an object with the UUID that was kept for this one.
  judgeIntent: (_request, actual) => (actual === undefined ? 'absent' : 'complete'),
  execute: executePoolStep,
  toState: poolToState,
  import(view, id) {
    const record = byUuidOrName(view.pools, id);
    if (record === undefined) return undefined;
    const actual = actualPool(record);
    const type = textAt(actual.stored ?? actual.running, ['type']);
    const known = { name: record.name, ...(type === undefined ? {} : { type }) };
    return { actual, attributes: poolToState(actual, known) };
  },
  validate: (wanted) => nameProblem('pool', textAt(wanted, ['name'])),
};

function identityOf(uuid: string, name: string | undefined): Identity {
  return { uuid, ...(name === undefined ? {} : { name }) };
}

function actualPool(record: PoolRecord): Actual {
  const { stored, running } = record;
  return {
    identity: identityOf(record.uuid, record.name),
    get stored() {
      return stored?.attributes;
    },
    get running() {
      return running?.attributes;
    },
    mark: undefined,
  };
}
