import { network } from '@virtform/schema';
import { xmlOf, type NetworkRecord } from '../host-records.js';
import { recordNamed, type HostView } from '../host-view.js';
import { identityText, type Actual, type Attributes, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { byUuidOrName, sameMark } from '../shared/find.js';
import { markOf } from '../shared/ownership.js';
import { executeNetworkStep } from './execute.js';
import { isParkingLeft } from './parking.js';
import { proposeNetwork } from './propose.js';
import { networkToState } from './to-state.js';
import { validateNetwork } from './validate.js';

/** `libvirt_network`: a virtual network. It is meant to be active; Terraform's provider has no attribute for that. */
export const networkKind: Kind<HostView> = {
  type: 'libvirt_network',
  schema: network,
  identify: (wanted, uuid) => identityOf(uuid, textAt(wanted, ['name'])),
  locate(attributes, view) {
    const uuid = textAt(attributes, ['uuid']) ?? textAt(attributes, ['id']);
    const name = textAt(attributes, ['name']);
    const record = uuid === undefined ? recordNamed(view.networks, name) : undefined;
    const known = uuid ?? record?.uuid;
    return known === undefined ? undefined : identityOf(known, name);
  },
  read(view, identity) {
    const record = view.networks.get(identityText(identity, 'uuid') ?? '');
    return record === undefined ? undefined : actualNetwork(record);
  },
  fingerprint(view, identity) {
    const record = view.networks.get(identityText(identity, 'uuid') ?? '');
    return record === undefined
      ? undefined
      : { object: JSON.stringify(xmlOf(record)), around: String(isParkingLeft(view, record.name)) };
  },
  propose: proposeNetwork,
  judgeIntent({ mark }, actual) {
    if (actual === undefined) return 'absent';
    return sameMark(actual.mark, mark) ? 'complete' : 'foreign';
  },
  execute: executeNetworkStep,
  // libvirt waits for dnsmasq: 0.2 s to start one, 0.5 s to end it (measured), where a volume is deleted in a millisecond.
  slow: true,
  missedBy(view, goes) {
    const staying = new Set(
      [...view.domains.values()]
        .filter(({ uuid, running }) => running !== undefined && !goes({ type: 'libvirt_domain', uuid }))
        .map(({ uuid }) => uuid),
    );
    return (identity) => {
      const record = view.networks.get(identityText(identity, 'uuid') ?? '');
      // Who is on a network costs a look into every guest.
      if (staying.size === 0 || record?.running === undefined) return [];
      return view.usage
        .domainsOn(record.name)
        .filter(({ uuid }) => staying.has(uuid))
        .map(({ uuid, name }) => ({ type: 'libvirt_domain', uuid, said: name, label: '' }));
    };
  },
  toState: networkToState,
  import(view, id) {
    const record = byUuidOrName(view.networks, id);
    if (record === undefined) return undefined;
    const actual = actualNetwork(record);
    return { actual, attributes: networkToState(actual, { name: record.name }) };
  },
  validate: validateNetwork,
};

function identityOf(uuid: string, name: string | undefined): Identity {
  return { uuid, ...(name === undefined ? {} : { name }) };
}

function actualNetwork(record: NetworkRecord): Actual {
  const beside: Attributes = { id: record.uuid, autostart: record.autostart };
  const { stored, running } = record;
  const source = stored ?? running;
  return {
    identity: identityOf(record.uuid, record.name),
    get stored() {
      return stored === undefined ? undefined : { ...stored.attributes, ...beside };
    },
    get running() {
      return running?.attributes;
    },
    get mark() {
      return source === undefined ? undefined : markOf(source.element);
    },
  };
}
