import { network } from '@virtform/schema';
import { isUnknown, type Path } from '@virtform/values';
import type { HostView } from '../host-view.js';
import { recordNamed } from '../host-view.js';
import {
  identityText,
  type Actual,
  type AttributeChange,
  type Attributes,
  type Proposal,
  type ProposalRequest,
  type Step,
} from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { nameClash } from '../shared/clash.js';
import { editArgs } from '../shared/edits.js';
import { judgeChanges, type JudgedChange } from '../shared/judge.js';
import { changeLine, driftLines, lineOf, type LineContext } from '../shared/lines.js';
import { nothingToDo, questionOf, refusal } from '../shared/proposals.js';
import { waysOf } from '../shared/open.js';
import { redact } from '../shared/secrets.js';
import { step } from '../shared/steps.js';
import { withUnset } from '../shared/taken-out.js';
import { named } from '../shared/virsh.js';
import { compareThreeWays } from '../three-way.js';
import { parkingName } from '../shared/parking-name.js';
import { isParkingLeft } from './parking.js';
import { NETWORK_FALLBACK, NETWORK_RULES, type NetworkRule } from './rules.js';
import { networkToState, plannedNetwork } from './to-state.js';
import { updateSteps } from './updates.js';

const NETWORK_WAYS = waysOf(NETWORK_RULES);

/** How a network gets to where it is wanted. */
export function proposeNetwork(request: ProposalRequest, view: HostView): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return proposeCreate(request, question.wanted, view);
    case 'destroy':
      return proposeDestroy(question.actual, view);
    case 'update':
      return proposeUpdate(request, question.actual, question.wanted, view);
  }
}

function proposeCreate(request: ProposalRequest, wanted: Attributes, view: HostView): Proposal {
  const { address, identity, sensitive, replaces } = request;
  const uuid = identityText(identity, 'uuid') ?? '';
  const name = textAt(wanted, ['name']);
  const occupant = recordNamed(view.networks, name);
  const planned = plannedNetwork(wanted, uuid, undefined);
  if (
    occupant !== undefined &&
    (replaces === undefined || identityText(replaces, 'uuid') !== occupant.uuid)
  ) {
    return refusal(planned, nameClash(address, { what: 'network', name: occupant.name, id: occupant.uuid }));
  }
  const said = name ?? uuid;
  const autostart = wanted.autostart ?? false;
  const { attributes, secrets } = redact(wanted, sensitive);
  return nothingToDo(planned, {
    action: 'create',
    steps: [
      step({
        effect: 'define',
        args: { attributes, secrets },
        precondition: { object: 'absent' },
        calls: [['net-define', 'FILE']],
        why: `define network ${said}`,
      }),
      ...(autostart === true || isUnknown(autostart) ? [autostartStep(said, autostart)] : []),
      startStep(said),
    ],
  });
}

function proposeDestroy(actual: Actual, view: HostView): Proposal {
  const name = textAt(actual.stored ?? actual.running, ['name']) ?? '';
  const stop = step({
    effect: 'stop',
    calls: [['net-destroy', ...named('network', name)]],
    impact: 'pause',
    why: `stop network ${name}; what is still plugged in loses its connection`,
  });
  // One that was started by an apply that was killed, and never comes back to its guests.
  const left = isParkingLeft(view, name);
  const undefine = step({
    effect: 'undefine',
    args: left ? { parking: true } : {},
    calls: [
      ['net-undefine', ...named('network', name)],
      ...(left ? [['net-destroy', parkingName(name)]] : []),
    ],
    why: `remove the definition of network ${name}${left ? `, and ${parkingName(name)}, which an apply that was interrupted left` : ''}`,
  });
  return nothingToDo(undefined, {
    action: 'delete',
    steps: [
      ...(actual.running === undefined ? [] : [stop]),
      ...(actual.stored === undefined ? [] : [undefine]),
    ],
  });
}

function proposeUpdate(
  request: ProposalRequest,
  actual: Actual,
  asked: Attributes,
  view: HostView,
): Proposal {
  const { applied, sensitive, identity } = request;
  const comparison = compareThreeWays(
    network,
    applied,
    actual,
    withUnset(asked, applied, { autostart: false }),
    NETWORK_WAYS,
  );
  const active = actual.running !== undefined;
  const { changes, waiting } = judgeChanges(comparison, NETWORK_RULES, NETWORK_FALLBACK, {
    active,
    stores: 'redefine',
  });
  const context: LineContext = {
    schema: network,
    actual: actual.stored ?? actual.running ?? {},
    wanted: comparison.wanted,
    sensitive,
  };
  const lines = changes.map(({ change, rule, impact }) =>
    changeLine(change, context, {
      impact,
      ...(rule.why === undefined || impact === 'none' ? {} : { why: rule.why }),
      ...(rule.effect === 'recreate' ? { forcesReplacement: true } : {}),
    }),
  );
  const told = {
    waiting: waiting.map((change) =>
      lineOf(change, { ...context, actual: actual.running ?? context.actual }),
    ),
    drift: driftLines(comparison.drift, context, applied),
  };
  if (changes.some(({ rule }) => rule.effect === 'recreate')) {
    return nothingToDo(plannedNetwork(asked, identityText(identity, 'uuid') ?? '', undefined), {
      action: 'replace',
      changes: lines,
      ...told,
    });
  }
  const name = textAt(context.actual, ['name']) ?? '';
  const isLeft = active && isParkingLeft(view, name);
  if (changes.length === 0 && active && !isLeft) return nothingToDo(networkToState(actual, asked), told);
  const started = active
    ? []
    : [{ path: [], label: 'state', before: 'inactive', after: 'active', impact: 'none' } as const];
  return nothingToDo(plannedNetwork(asked, textAt(context.actual, ['uuid']) ?? '', actual), {
    action: 'update',
    changes: [...lines, ...started, ...(isLeft ? [PUT_BACK] : [])],
    steps: [...updateStepsOf(request, actual, changes, context), ...(isLeft ? [putBackStep(name)] : [])],
    ...told,
  });
}

/** What an apply that was killed while the network was started left to be done. */
const PUT_BACK: AttributeChange = {
  path: [],
  label: 'guests',
  before: 'parked by an apply that was interrupted',
  after: 'back on the network',
  impact: 'none',
};

function putBackStep(network: string): Step {
  const parking = parkingName(network);
  return step({
    effect: 'put-back',
    calls: [
      ['update-device', 'GUEST', 'INTERFACE.xml', '--live'],
      ['net-destroy', ...named('network', parking)],
    ],
    why: `put guests back onto network ${network}, and take ${parking} away`,
  });
}

function updateStepsOf(
  { applied, sensitive }: ProposalRequest,
  actual: Actual,
  changes: readonly JudgedChange<NetworkRule>[],
  context: LineContext,
): readonly Step[] {
  const name = textAt(context.actual, ['name']) ?? '';
  const active = actual.running !== undefined;
  const redefined = changes.filter(
    ({ rule }) => rule.effect === 'redefine' || (rule.effect === 'update' && !active),
  );
  const differences = redefined.map(({ change }) => change.stored).filter((stored) => stored !== undefined);
  const autostart = changes.find(({ rule }) => rule.effect === 'set-autostart');
  return [
    ...(differences.length === 0
      ? []
      : [
          step({
            effect: 'redefine',
            args: { edits: editArgs(differences, { secrets: sensitive, applied: applied?.wanted }) },
            calls: [['net-define', 'FILE']],
            impact: redefined.some(({ impact }) => impact === 'next-boot') ? 'next-boot' : 'none',
            why: `store ${paths(redefined.map(({ change }) => change.path))} of network ${name}${active ? '; it counts from its next start' : ''}`,
          }),
        ]),
    ...(active ? updateSteps(name, changes, context, actual) : []),
    ...(autostart === undefined ? [] : [autostartStep(name, autostart.change.after ?? false)]),
    ...(active ? [] : [startStep(name)]),
  ];
}

function paths(all: readonly Path[]): string {
  return [...new Set(all.map((path) => String(path[0])))].join(', ');
}

function startStep(name: string): Step {
  return step({
    effect: 'start',
    calls: [['net-start', ...named('network', name)]],
    why: `start network ${name}`,
  });
}

function autostartStep(name: string, value: Attributes[string]): Step {
  return step({
    effect: 'set-autostart',
    args: { value },
    calls: [['net-autostart', ...named('network', name), ...(value === false ? ['--disable'] : [])]],
    why:
      value === false
        ? `network ${name} no longer starts with the host`
        : `network ${name} starts with the host`,
  });
}
