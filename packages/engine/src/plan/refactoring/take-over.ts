import type { Diagnostic, Json } from '@virtform/values';
import { formatAddress } from '../../address.js';
import type { Identity } from '../../kinds/kind.js';
import { importedInstance, instancesOf } from '../../state/index.js';
import type { State } from '../../state/state.js';
import type { KindOnHost, TakenOver, Takeover } from '../context.js';
import { examine } from '../examine.js';

/** A takeover into a state. Nothing is changed: what was taken is remembered, so that nobody else gets it. */
export function startTakeover(state: State): Takeover {
  /** By what was read of a host, by type: whose an object is. */
  const owners = new Map<unknown, Map<string, Map<string, string>>>();
  const ownersOf = (on: KindOnHost): Map<string, string> => {
    const ofHost = owners.get(on.host.view) ?? new Map<string, Map<string, string>>();
    owners.set(on.host.view, ofHost);
    const known = ofHost.get(on.kind.type) ?? heldBy(state, on);
    ofHost.set(on.kind.type, known);
    return known;
  };
  return {
    take(on, instance, id) {
      const { kind, host } = on;
      const address = formatAddress(instance);
      const refuse = (diagnostic: Omit<Diagnostic, 'severity' | 'address'>): TakenOver => ({
        ok: false,
        diagnostic: { severity: 'error', address, ...diagnostic },
      });
      if (kind.import === undefined) return refuse(notImportable(address, kind.type));
      const found = kind.import(host.view, id);
      if (found === undefined) return refuse(notThere(address, id, host.uri));
      const { actual, attributes } = found;
      const owner = actual.mark?.lineage === state.lineage ? undefined : actual.mark;
      if (owner !== undefined) return refuse(ofAnotherState(address, id, owner));
      const held = ownersOf(on);
      const key = identityKey(actual.identity);
      const other = held.get(key);
      if (other !== undefined) return refuse(takenAlready(address, id, other));
      held.set(key, address);
      const prior = importedInstance(instance.key, attributes);
      const { identity } = actual;
      return {
        ok: true,
        examined: {
          prior,
          identity,
          actual,
          applied: { attributes, identity, wanted: undefined, tainted: false, intent: false },
          refreshed: attributes,
        },
      };
    },
  };
}

/** The objects of one type on one host that a state holds, and under which addresses. */
function heldBy(state: State, { kind, host }: KindOnHost): Map<string, string> {
  const held = new Map<string, string>();
  for (const { address, instance } of instancesOf(state)) {
    if (address.type !== kind.type || address.mode !== 'managed') continue;
    const { actual } = examine(kind, host.view, instance);
    if (actual !== undefined) held.set(identityKey(actual.identity), formatAddress(address));
  }
  return held;
}

/** The same text for the same object, whatever order its parts come in. */
function identityKey(identity: Identity): string {
  const parts = Object.entries(identity).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(parts satisfies readonly (readonly [string, Json])[]);
}

type Refusal = Omit<Diagnostic, 'severity' | 'address'>;

function notImportable(address: string, type: string): Refusal {
  return {
    summary: `${address} cannot be imported`,
    detail: `A ${type} is a file on the machine that applies. It is made from what the program says, and not all of that can be told from it again.`,
    action:
      'Leave the import out: the next apply writes the file, and destroys nothing for it. A volume that was made from such a file is imported as what it is, a libvirt_volume: POOL/NAME.',
  };
}

function notThere(address: string, id: string, uri: string | undefined): Refusal {
  return {
    summary: 'Cannot import non-existent remote object',
    detail: `${address} was to become what is called ${JSON.stringify(id)}${uri === undefined ? '' : ` on ${uri}`}, and there is no such object.`,
    action:
      'Give a UUID or a name as virsh shows it, of a volume POOL/NAME or its path; or leave the import out, and apply makes the object.',
  };
}

function ofAnotherState(
  address: string,
  id: string,
  owner: { readonly lineage: string; readonly address: string },
): Refusal {
  return {
    summary: `${address} would take over an object of another state`,
    detail: `${JSON.stringify(id)} says in its metadata that it is ${owner.address} of the state with lineage ${owner.lineage}.`,
    action: `Let that state give it up ("virtform state rm ${owner.address}" there), then take the mark off the object: the element "owner" of the namespace https://virtform.dev/xmlns/owner/1 in its <metadata> (virsh metadata, virsh net-edit).`,
  };
}

function takenAlready(address: string, id: string, other: string): Refusal {
  return {
    summary: `${address} would take over what ${other} is`,
    detail: `${JSON.stringify(id)} is the object that the state holds, or is about to hold, as ${other}.`,
    action: `An object has one address. Import another one, or give this one its new address: a "moved" block from ${other} to ${address}.`,
  };
}
