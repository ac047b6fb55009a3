import type { Diagnostic, Value } from '@virtform/values';
import { inModule } from '../address.js';
import { instanceScope, judge } from '../config/index.js';
import type { CheckBlock, Judged, ResourceBlock, Scope } from '../config/index.js';
import type { Expansion } from '../config/index.js';

/** An instance whose conditions are asked. */
export interface AskedInstance {
  readonly block: ResourceBlock;
  /** `libvirt_domain.web[0]`. */
  readonly address: string;
  /** Of the module around it. */
  readonly scope: Scope;
  readonly expansion: Expansion;
  /** Where nothing is to be changed anyway, what does not hold is only told. */
  readonly severity?: Diagnostic['severity'];
}

/** Asks what has to hold before the body of an instance counts. */
export function askPreconditions({
  block,
  address,
  scope,
  expansion,
  severity = 'error',
}: AskedInstance): Judged {
  return judge(block.lifecycle.preconditions, instanceScope(scope, expansion), subjectOf(block, address), {
    summary: 'Resource precondition failed',
    severity,
  });
}

/** Asks what has to hold of an instance as it is now, or will be: `self`. */
export function askPostconditions(
  { block, address, scope, expansion, severity = 'error' }: AskedInstance,
  self: Value,
): Judged {
  return judge(
    block.lifecycle.postconditions,
    instanceScope(scope, expansion, self),
    subjectOf(block, address),
    { summary: 'Resource postcondition failed', severity },
  );
}

/**
 * Asks the assertions of a check: what does not hold is told and stops nothing.
 *
 * @param doubts whether it is told what is not known yet
 */
export function askCheck(block: CheckBlock, scope: Scope, doubts: boolean): Judged {
  return judge(block.asserts, scope, subjectOf(block, inModule(scope.module, `check.${block.name}`)), {
    summary: 'Check block assertion failed',
    severity: 'warning',
    ...(doubts ? { unknown: 'Check block assertion known after apply' } : {}),
  });
}

function subjectOf(
  { construct }: { readonly construct?: string },
  address: string,
): Parameters<typeof judge>[2] {
  return { address, ...(construct === undefined ? {} : { construct }) };
}
