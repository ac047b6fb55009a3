import { network, project } from '@virtform/schema';
import { isObject, UNKNOWN, type Value } from '@virtform/values';
import type { Actual, Attributes } from '../kind.js';
import { flagAt, textAt } from '../shared/attributes.js';

/**
 * A network as the Terraform provider writes it: what was configured, its UUID (twice), whether it starts with the host, and,
 * where `bridge` is configured, the bridge's name.
 */
export function networkToState(actual: Actual, wanted: Attributes): Attributes {
  const there = actual.stored ?? actual.running ?? {};
  const uuid = textAt(there, ['uuid']) ?? null;
  return withBridge(
    {
      ...project(network, wanted, there),
      uuid,
      id: uuid,
      autostart: flagAt(there, ['autostart']) ?? false,
    },
    textAt(there, ['bridge', 'name']),
  );
}

/** The same for a network that is to be made or changed. libvirt picks the bridge's name where none is given. */
export function plannedNetwork(wanted: Attributes, uuid: string, actual: Actual | undefined): Attributes {
  const there = actual?.stored ?? actual?.running;
  return withBridge(
    { ...wanted, id: uuid, uuid, autostart: wanted.autostart ?? flagAt(there, ['autostart']) ?? false },
    there === undefined ? UNKNOWN : textAt(there, ['bridge', 'name']),
  );
}

function withBridge(attributes: Attributes, name: Value | undefined): Attributes {
  const bridge = attributes.bridge;
  if (!isObject(bridge) || bridge.name !== undefined || name === undefined) return attributes;
  return { ...attributes, bridge: { ...bridge, name } };
}
