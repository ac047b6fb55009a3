import { domain, secretPaths } from '@virtform/schema';
import { isUnknown } from '@virtform/values';
import { recordNamed, type HostView } from '../host-view.js';
import { identityText, type Actual, type Attributes, type Proposal, type ProposalRequest } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { nameClash } from '../shared/clash.js';
import { nothingToDo, questionOf, refusal, type Question } from '../shared/proposals.js';
import { redact } from '../shared/secrets.js';
import { step } from '../shared/steps.js';
import { autostartStep, startStep, stopStep, undefineStep } from './steps.js';
import { takenMacs } from './taken-devices.js';
import { plannedDomain, wantsToRun } from './to-state.js';
import { proposeUpdate } from './update.js';

/** How a guest gets to where it is wanted. */
export function proposeDomain(request: ProposalRequest, view: HostView): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return proposeCreate(request, question.wanted, view);
    case 'destroy':
      return proposeDestroy(request, question.actual, view);
    case 'update':
      return withTakenMacs(proposeUpdate(request, question.actual, question.wanted, view), question, view);
  }
}

/** Of a guest that stays as it is. What changes is held against the rest of the plan: a MAC may move. */
function withTakenMacs(
  proposal: Proposal,
  { wanted, actual }: Pick<Question & { readonly ask: 'update' }, 'wanted' | 'actual'>,
  view: HostView,
): Proposal {
  if (proposal.action !== 'no-op') return proposal;
  const uuid = identityText(actual.identity, 'uuid');
  const taken = takenMacs(wanted, view, (guest) => guest.uuid !== uuid);
  return taken.length === 0 ? proposal : { ...proposal, diagnostics: [...proposal.diagnostics, ...taken] };
}

function proposeCreate(request: ProposalRequest, wanted: Attributes, view: HostView): Proposal {
  const { address, identity, sensitive, replaces } = request;
  const uuid = identityText(identity, 'uuid') ?? '';
  const name = textAt(wanted, ['name']);
  const starts = wantsToRun(wanted);
  const planned = plannedDomain(wanted, uuid, { starts, id: undefined });
  const occupant = recordNamed(view.domains, name);
  if (
    occupant !== undefined &&
    (replaces === undefined || identityText(replaces, 'uuid') !== occupant.uuid)
  ) {
    return refusal(planned, nameClash(address, { what: 'domain', name: occupant.name, id: occupant.uuid }));
  }
  const said = name ?? uuid;
  const { attributes, secrets } = redact(wanted, [...sensitive, ...secretPaths(domain.attributes, wanted)]);
  const autostart = wanted.autostart ?? false;
  const define = step({
    effect: 'define',
    args: { attributes, secrets },
    precondition: { object: 'absent' },
    calls: [['define', 'FILE', '--validate']],
    why: `define ${said}`,
  });
  return nothingToDo(planned, {
    action: 'create',
    steps: [
      define,
      ...(autostart === true || isUnknown(autostart) ? [autostartStep(said, autostart)] : []),
      ...(starts ? [startStep(said, wanted)] : []),
    ],
  });
}

/** What the guest says besides is no matter here, and is not decoded for it. One that has crashed is not asked to shut down. */
function proposeDestroy({ applied }: ProposalRequest, { identity }: Actual, view: HostView): Proposal {
  const name = identityText(identity, 'name') ?? '';
  const { stored, running, halted } = view.domains.get(identityText(identity, 'uuid') ?? '') ?? {};
  return nothingToDo(undefined, {
    action: 'delete',
    ...(running === undefined ? {} : { stop: { steps: 1, restarts: false } }),
    steps: [
      ...(running === undefined
        ? []
        : [stopStep(name, halted === 'crashed' ? {} : (applied?.attributes ?? {}))]),
      ...(stored === undefined ? [] : [undefineStep(name)]),
    ],
  });
}
