import type { Diagnostic, Value } from '@virtform/values';
import { inOrderOfPlace } from '../order.js';
import { partOf } from '../part.js';
import { guestRules } from './guests.js';
import { nameRules } from './names.js';
import { networkRules } from './networks.js';
import type { AcrossRule, Among } from './object.js';
import { poolRules } from './pools.js';
import { volumeRules } from './volumes.js';

/** One object of a configuration. */
export interface ConfiguredObject {
  /** Its resource type. */
  readonly type: string;
  /** By which messages name it: `libvirt_domain.web`. */
  readonly address: string;
  /** In the types of its schema, as `conform` gives it. */
  readonly value: Value;
}

const RULES: readonly AcrossRule[] = [nameRules, networkRules, poolRules, volumeRules, guestRules];

/**
 * What can be known wrong among the objects of one configuration that belong to one host, without asking it: names that stand
 * twice, networks that overlap. Each diagnostic says the address of the later of two objects, and names the other.
 *
 * Unknown values give no diagnostics, and sensitive ones are not quoted.
 */
export function checkAcross(objects: readonly ConfiguredObject[]): readonly Diagnostic[] {
  const among = objects.map(({ type, address, value }): Among => ({
    type,
    address,
    object: partOf(value, []),
  }));
  const found = RULES.flatMap((rule) => rule(among));
  return among.flatMap(({ address, object }) =>
    inOrderOfPlace(
      object,
      found.filter((diagnostic) => diagnostic.address === address),
    ),
  );
}
