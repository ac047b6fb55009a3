import type { Diagnostic } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import type { Holder, Kind } from '../kinds/kind.js';
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
  const going = resources.filter(({ action }) => action === 'delete' || action === 'replace');
  let known: ReadonlyMap<string, ResourceNode> | undefined;
  return going.flatMap((node) => {
    const host = hosts.get(node.provider);
    const kind = kindOf(node, host);
    if (host === undefined || kind?.holders === undefined || node.before === undefined) return [];
    const identity = kind.locate(node.before, host.view);
    const holders = identity === undefined ? [] : kind.holders(identity, host.view);
    if (holders.length === 0) return [];
    known ??= byObject(resources, hosts);
    const stay = holders.filter((holder) => !letsGo(known?.get(objectKey(node.host, holder)), holder, node));
    if (stay.length === 0) return [];
    const place = {
      address: node.address,
      ...(node.construct === undefined ? {} : { construct: node.construct }),
    };
    return placeDiagnostics([held(node, stay)], place);
  });
}

/** Whether a holder has let go by the time the object goes: it goes itself, or its own change takes its hand off first. */
function letsGo(holder: ResourceNode | undefined, { label }: Holder, held: ResourceNode): boolean {
  if (holder === undefined) return false;
  if (holder.action === 'delete' || holder.action === 'replace') return true;
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

export function byObject(nodes: readonly ResourceNode[], hosts: Hosts): ReadonlyMap<string, ResourceNode> {
  return new Map(
    nodes.flatMap((node) => {
      const host = hosts.get(node.provider);
      const identity =
        node.before === undefined ? undefined : kindOf(node, host)?.locate(node.before, host?.view);
      const { uuid } = identity ?? {};
      return typeof uuid === 'string'
        ? [[objectKey(node.host, { type: node.instance.type, uuid }), node] as const]
        : [];
    }),
  );
}

export function objectKey(
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
