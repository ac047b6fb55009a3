import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import { methodMaker, TYPED_PARAM_STRING_OKAY } from '../method.js';
import { textOf } from '../text.js';
import type { Domain } from '../values.js';

/** virSecurityLabel: what confines a guest's process, and whether it is enforced. */
export interface SecurityLabel {
  readonly label: string;
  readonly enforcing: boolean;
}

/** What shields the host from a guest, and a guest from the host. */
export interface DomainSecurity {
  /** Of a running guest, in the host's first security model. */
  securityLabel(domain: Domain, options?: CallOptions): Promise<SecurityLabel>;
  /** In each of the host's security models. */
  securityLabelList(domain: Domain, options?: CallOptions): Promise<readonly SecurityLabel[]>;
  /** The measurement of an encrypted guest: `sev-measurement` (string), `sev-policy` (uint) … Since 4.5. */
  launchSecurityInfo(domain: Domain, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** Gives an encrypted guest its secret: `sev-secret-header`, `sev-secret` (string), `sev-secret-set-address` (ullong). Since 8.0. */
  setLaunchSecurityState(
    domain: Domain,
    parameters: readonly TypedParameter[],
    options?: CallOptions,
  ): Promise<void>;
}

/** The calls on security of guests of one host. */
export function securityCalls(caller: Caller): DomainSecurity {
  const { answer, action } = methodMaker(caller);
  return {
    securityLabel: answer('DOMAIN_GET_SECURITY_LABEL', ['dom'], labelOf),
    securityLabelList: answer('DOMAIN_GET_SECURITY_LABEL_LIST', ['dom'], ({ labels }) => labels.map(labelOf)),
    launchSecurityInfo: answer('DOMAIN_GET_LAUNCH_SECURITY_INFO', ['dom'], ({ params }) => params, {
      flags: TYPED_PARAM_STRING_OKAY,
    }),
    setLaunchSecurityState: action('DOMAIN_SET_LAUNCH_SECURITY_STATE', ['dom', 'params'], { flags: 0 }),
  };
}

function labelOf({
  label,
  enforcing,
}: {
  readonly label: Uint8Array;
  readonly enforcing: number;
}): SecurityLabel {
  return { label: textOf(label), enforcing: enforcing !== 0 };
}
