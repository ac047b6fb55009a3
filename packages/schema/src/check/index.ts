import type { Diagnostic, Path, Value } from '@virtform/values';
import { domainRules } from './domain/index.js';
import { networkRules } from './network/index.js';
import { inOrderOfPlace } from './order.js';
import { partOf } from './part.js';
import { poolRules } from './pool.js';
import type { Rule } from './rule.js';

export { checkAcross, type ConfiguredObject } from './across/index.js';
export { withoutDoubtful } from './doubtful.js';

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  libvirt_domain: domainRules,
  libvirt_network: networkRules,
  libvirt_pool: poolRules,
};

/**
 * What can be known wrong of one object without a host, beyond its single attributes: settings that contradict each other, or
 * that stand twice. An error is what libvirt or the hypervisor refuses, when the object is defined or when it is started.
 *
 * Unknown values give no diagnostics, and sensitive ones are not quoted.
 *
 * @param type the resource type; nothing is known wrong of one that has no rules
 * @param value in the types of its schema, as `conform` gives it
 * @param at where the object stands, for the paths of diagnostics
 */
export function checkObject(type: string, value: Value, at: Path = []): readonly Diagnostic[] {
  const object = partOf(value, at);
  return inOrderOfPlace(
    object,
    (RULES[type] ?? []).flatMap((rule) => rule(object)),
  );
}
