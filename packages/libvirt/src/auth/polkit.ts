import { reasonOf } from '../cause.js';
import { elaborate } from '../elaborate.js';
import { LibvirtError } from '../errors.js';
import type { Request } from './login.js';

const ALLOW =
  'let a rule in /etc/polkit-1/rules.d on the host allow this user org.libvirt.unix.manage (org.libvirt.unix.monitor to read only), ' +
  'or add the user to the group libvirt where a rule allows that, as on Debian';

/** What polkit decided and what to do about it, by libvirt's code; with any other it was not asked at all. */
const DECISIONS: ReadonlyMap<string, { readonly decision: string; readonly advice: string }> = new Map([
  ['VIR_ERR_AUTH_FAILED', { decision: 'polkit does not let this user in', advice: ALLOW }],
  [
    'VIR_ERR_AUTH_UNAVAILABLE',
    {
      decision: 'polkit wants to ask this user for a password, and nobody is there to do so',
      advice: `run pkttyagent --process ${process.pid} on the host meanwhile, or ${ALLOW}`,
    },
  ],
  [
    'VIR_ERR_AUTH_CANCELLED',
    {
      decision: 'polkit asked for a password, and the question was dismissed',
      advice: `answer it, or ${ALLOW}`,
    },
  ],
]);

const NOT_ASKED = {
  decision: 'the daemon cannot ask polkit',
  advice:
    'are the system bus and polkitd running on the host? A daemon that was started before the bus has to be started again',
};

/** Lets polkit decide on the host, which knows our process by its socket. */
export async function polkitLogin(request: Request, uri: string): Promise<void> {
  try {
    await request('AUTH_POLKIT', {});
  } catch (cause) {
    if (!(cause instanceof LibvirtError) || cause.fault !== 'host') throw cause;
    const { decision, advice } = DECISIONS.get(cause.codeName ?? '') ?? NOT_ASKED;
    throw elaborate(cause, `cannot open ${uri}: ${decision}: ${reasonOf(cause)}; ${advice}`);
  }
}
