import { sameTyped, typeOf, UNKNOWN, unknownOf } from '@virtform/values';
import type { AttributeChange, Attributes, Proposal, ProposalRequest } from '../kind.js';
import { nothingToDo, questionOf } from '../shared/proposals.js';
import { redact } from '../shared/secrets.js';
import { step } from '../shared/steps.js';

/** As Terraform plans it: another input changes the output in place, another trigger makes the object anew. */
export function proposeTerraformData(request: ProposalRequest): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return nothingToDo(planned(question.wanted, UNKNOWN), {
        action: 'create',
        steps: [keep(request, question.wanted, 'absent')],
      });
    case 'destroy':
      return nothingToDo(undefined, {
        action: 'delete',
        steps: [step({ effect: 'drop', calls: [], why: 'take it out of the state' })],
      });
    case 'update':
      return proposeUpdate(request, question.actual.stored ?? {}, question.wanted);
  }
}

function proposeUpdate(request: ProposalRequest, stored: Attributes, wanted: Attributes): Proposal {
  const changes = (['input', 'triggers_replace'] as const)
    .filter((name) => !sameTyped(stored[name], wanted[name]))
    .map((name): AttributeChange => ({
      path: [name],
      before: stored[name],
      after: wanted[name],
      impact: 'none',
      ...(name === 'triggers_replace' ? { forcesReplacement: true } : {}),
      ...(request.sensitive.some(([first]) => first === name) ? { sensitive: true } : {}),
    }));
  if (changes.length === 0) return nothingToDo(stored);
  if (changes.some(({ forcesReplacement }) => forcesReplacement === true))
    return nothingToDo(planned(wanted, UNKNOWN), { action: 'replace', changes });
  return nothingToDo(planned(wanted, stored.id), {
    action: 'update',
    changes,
    steps: [keep(request, wanted, 'present')],
  });
}

function planned(wanted: Attributes, id: Attributes[string] | undefined): Attributes {
  return {
    ...(id === undefined ? {} : { id }),
    ...wanted,
    ...(wanted.input === undefined ? {} : { output: unknownOf(typeOf(wanted.input)) }),
  };
}

function keep(
  { sensitive }: ProposalRequest,
  wanted: Attributes,
  object: 'absent' | 'present',
): Proposal['steps'][number] {
  const { attributes, secrets } = redact(wanted, sensitive);
  return step({
    effect: 'keep',
    args: { attributes, secrets },
    precondition: { object },
    calls: [],
    why: 'write it into the state',
  });
}
