import { type Domain, DomainLifecycleAction, libvirt } from '@virtform/libvirt';
import type { Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { textAt } from '../shared/attributes.js';
import type { JudgedChange } from '../shared/judge.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { affect } from './handle.js';
import { LIFECYCLE } from './lifecycle.js';
import type { DomainRule } from './rules.js';
import { sideFlags, sidesOf } from './steps.js';

type Judged = JudgedChange<DomainRule>;

function lifecycleAt(name: unknown): keyof typeof LIFECYCLE | undefined {
  return Object.keys(LIFECYCLE).find((known): known is keyof typeof LIFECYCLE => known === name);
}

const ACTIONS: Readonly<Record<string, number>> = {
  destroy: DomainLifecycleAction.DESTROY,
  restart: DomainLifecycleAction.RESTART,
  'rename-restart': DomainLifecycleAction.RESTART_RENAME,
  preserve: DomainLifecycleAction.PRESERVE,
  'coredump-destroy': DomainLifecycleAction.COREDUMP_DESTROY,
  'coredump-restart': DomainLifecycleAction.COREDUMP_RESTART,
};

export function lifecycleStep(name: string, judged: Judged): Step {
  const event = lifecycleAt(judged.change.path[0]) ?? 'on_crash';
  const { said, usual } = LIFECYCLE[event];
  const action = judged.change.after ?? usual;
  const sides = sidesOf([judged]);
  const word = typeof action === 'string' ? action : 'ACTION';
  return step({
    effect: 'set-lifecycle',
    args: { event, action, ...sides },
    calls: [['set-lifecycle-action', ...named('domain', name), said, word, ...sideFlags(sides)]],
    why: `have libvirt ${word} ${name} on ${said}`,
  });
}

export async function setLifecycle({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const event = lifecycleAt(args.event);
  const said = textAt(args, ['action']) ?? '';
  const action = ACTIONS[said];
  if (event === undefined || action === undefined)
    throw new StepError(`libvirt has no action "${said}"`, `Say one of ${Object.keys(ACTIONS).join(', ')}.`);
  await libvirt(host).domains.setLifecycleAction(dom, LIFECYCLE[event].type, action, affect(args));
}

/** How often the balloon tells its figures; taken out, it tells none. */
export function statsStep(name: string, judged: Judged): Step {
  const sides = sidesOf([judged]);
  const period = judged.change.after ?? 0;
  const said = typeof period === 'number' ? String(period) : 'SECONDS';
  return step({
    effect: 'set-stats-period',
    args: { period, ...sides },
    calls: [['dommemstat', ...named('domain', name), '--period', said, ...sideFlags(sides)]],
    impact: judged.impact,
    why: `have the balloon of ${name} tell its figures ${said === '0' ? 'no more' : `every ${said} s`}`,
  });
}

export async function setStatsPeriod({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  await libvirt(host).domains.setMemoryStatsPeriod(dom, Number(args.period), affect(args));
}
