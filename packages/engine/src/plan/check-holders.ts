import type { Diagnostic } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import type { Goes, Holder, Identity, Kind } from '../kinds/kind.js';
import type { OpenedHost } from './context.js';
import { placeDiagnostics } from './diagnostics.js';
import type { PlanNode, ResourceNode } from './plan.js';

/** A host of the plan, by provider address. */
export type Hosts = ReadonlyMap<string, OpenedHost>;

/**
 * What is to go and would still be held by something that stays: a volume that a guest keeps. The apply would refuse it half-way;
 * the plan, which knows what becomes of everything, says so before anything is touched.
 */
export function checkHolders(nodes: readonly PlanNode[], hosts: Hosts): readonly Diagnostic[] {
  const resources = nodes.filter((node) => node.node === 'resource');
  const planned = plannedObjects(resources, hosts);
  const asked = askedOnce(hosts, planned, (kind, view, goes) => kind.holders?.(view, goes));
  return resources.filter(isGoing).flatMap((node) => {
    const stay = asked(node).filter((holder) => !letsGo(planned.of(node.host, holder), holder, node));
    if (stay.length === 0) return [];
    const place = {
      address: node.address,
      ...(node.construct === undefined ? {} : { construct: node.construct }),
    };
    return placeDiagnostics([held(node, stay)], place);
  });
}

/** Whether an object goes, for good or for another. */
export function isGoing({ action }: Pick<ResourceNode, 'action'>): boolean {
  return action === 'delete' || action === 'replace';
}

/** What a plan has of the objects of its hosts. */
export interface PlannedObjects {
  of(host: string | undefined, object: Pick<Holder, 'type' | 'uuid'>): ResourceNode | undefined;
}

/** The nodes by their objects, which are looked up at the first question. */
export function plannedObjects(nodes: readonly ResourceNode[], hosts: Hosts): PlannedObjects {
  let known: ReadonlyMap<string, ResourceNode> | undefined;
  return {
    of(host, object) {
      known ??= byObject(nodes, hosts);
      return known.get(objectKey(host, object));
    },
  };
}

/** Asks a kind once for all of its objects on a host, and then of each that goes. */
export function askedOnce(
  hosts: Hosts,
  planned: PlannedObjects,
  ask: (
    kind: Kind<unknown>,
    view: unknown,
    goes: Goes,
  ) => ((identity: Identity) => readonly Holder[]) | undefined,
): (node: ResourceNode) => readonly Holder[] {
  const asked = new Map<OpenedHost, Map<Kind<unknown>, ReturnType<typeof ask>>>();
  return (node) => {
    const host = hosts.get(node.provider);
    const kind = kindOf(node, host);
    if (host === undefined || kind === undefined) return [];
    const ofHost = asked.get(host) ?? new Map<Kind<unknown>, ReturnType<typeof ask>>();
    asked.set(host, ofHost);
    if (!ofHost.has(kind)) {
      const goes: Goes = (object) => {
        const planning = planned.of(node.host, object);
        return planning !== undefined && isGoing(planning);
      };
      ofHost.set(kind, ask(kind, host.view, goes));
    }
    const identity = identityThere(node, host);
    return identity === undefined ? [] : (ofHost.get(kind)?.(identity) ?? []);
  };
}

/** Whether a holder that stays has let go by the time the object goes: its own change takes its hand off first. */
function letsGo(holder: ResourceNode | undefined, { label }: Holder, held: ResourceNode): boolean {
  if (holder === undefined) return false;
  const released = holder.changes.some(
    (change) => change.label === label && change.after === undefined && change.impact !== 'next-boot',
  );
  // One that goes on depending on what takes the place is changed only once that is there, unless it is made first.
  const resource = formatAddress(resourceOf(held.instance));
  return (
    released &&
    (held.action === 'delete' || held.createBeforeDestroy || !holder.dependencies.includes(resource))
  );
}

function byObject(nodes: readonly ResourceNode[], hosts: Hosts): ReadonlyMap<string, ResourceNode> {
  return new Map(
    nodes.flatMap((node) => {
      const { uuid } = identityThere(node, hosts.get(node.provider)) ?? {};
      return typeof uuid === 'string'
        ? [[objectKey(node.host, { type: node.instance.type, uuid }), node] as const]
        : [];
    }),
  );
}

/** How what is there of a node is found; the identity of a replacement is that of what comes. Mostly what it says need not be read for that. */
export function identityThere(node: ResourceNode, host: OpenedHost | undefined): Identity | undefined {
  if (node.action === 'create') return undefined;
  if (node.action !== 'replace') return node.identity;
  return node.before === undefined ? undefined : kindOf(node, host)?.locate(node.before, host?.view);
}

function objectKey(
  host: string | undefined,
  { type, uuid }: { readonly type: string; readonly uuid: string },
): string {
  return `${host ?? ''} ${type} ${uuid}`;
}

export function kindOf({ instance }: ResourceNode, host: OpenedHost | undefined): Kind<unknown> | undefined {
  return host?.provider.kinds.get(instance.type);
}

function held({ address, action }: ResourceNode, holders: readonly Holder[]): Diagnostic {
  const names = holders.map(({ said }) => said).join(', ');
  return {
    severity: 'error',
    summary: `${address} is in use by ${names}`,
    detail: `The plan would ${action === 'delete' ? 'destroy' : 'replace'} it under what keeps it. libvirt does that without asking; virtform does not.`,
    action: 'Take it out of what uses it and apply that first, or destroy the user in the same plan.',
    address,
  };
}
