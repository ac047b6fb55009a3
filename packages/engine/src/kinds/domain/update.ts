import { domain } from '@virtform/schema';
import type { Diagnostic } from '@virtform/values';
import type { HostView } from '../host-view.js';
import { recordNamed } from '../host-view.js';
import {
  identityText,
  worseImpact,
  type Actual,
  type AttributeChange,
  type Attributes,
  type Impact,
  type Proposal,
  type ProposalRequest,
  type Step,
} from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { nameClash } from '../shared/clash.js';
import { editArgs } from '../shared/edits.js';
import type { JudgedChange } from '../shared/judge.js';
import { changeLine, driftLines, lineOf, type LineContext } from '../shared/lines.js';
import { nothingToDo, refusal } from '../shared/proposals.js';
import { step } from '../shared/steps.js';
import type { Change } from '../three-way.js';
import { alongside } from './alongside.js';
import { canBeRenamed } from './hypervisors.js';
import { compareGuest, factsOf, judgeGuest } from './judge.js';
import { liveSteps } from './live-steps.js';
import { endingSteps, powerOf, type Power } from './power-change.js';
import type { DomainRule } from './rules.js';
import { autostartStep, redefineStep, startStep } from './steps.js';
import { domainToState, plannedDomain } from './to-state.js';
import { isEditedOut } from './tunables.js';

/** How a guest that is there gets to where it is wanted: in place, always. */
export function proposeUpdate(
  request: ProposalRequest,
  actual: Actual,
  asked: Attributes,
  view: HostView,
): Proposal {
  const { applied, address } = request;
  const compared = compareGuest(request, actual, asked);
  const { comparison } = compared;
  const uuid = identityText(actual.identity, 'uuid') ?? '';
  const facts = factsOf(uuid, compared, view);
  const { changes, waiting } = judgeGuest(comparison, facts);
  const renamed = changes.find(({ rule }) => rule.effect === 'rename');
  const halted = view.domains.get(uuid)?.halted;
  const power = powerOf(request, actual, asked, { changes, waiting, halted });
  const context: LineContext = {
    schema: domain,
    actual: actual.stored ?? actual.running ?? {},
    wanted: comparison.wanted,
    sensitive: compared.secrets,
  };
  const planned = (): Attributes =>
    plannedDomain(asked, uuid, { starts: power.starts, id: power.stops ? undefined : context.actual.id });
  const problem =
    renamed === undefined ? undefined : renameProblem(address, renamed.change, actual, power, view);
  if (problem !== undefined) return refusal(planned(), problem);
  const told = {
    drift: driftLines(comparison.drift, context, applied),
    waiting: power.cycles
      ? []
      : waiting.map((change) => lineOf(change, { ...context, actual: actual.running ?? context.actual })),
    diagnostics: power.hasCrashed && !power.stops ? [crashed(address, context.actual)] : [],
  };
  if (changes.length === 0 && !power.cycles && !power.resumes && !power.starts)
    return nothingToDo(
      domainToState(actual, asked, { isSaid: comparison.isSaid && comparison.wanted === asked }),
      told,
    );
  const ending = endingSteps(context, power);
  return nothingToDo(planned(), {
    action: 'update',
    changes: linesOf(changes, waiting, power, context, actual),
    steps: [...ending, ...stepsOf(request, actual, changes, context, power)],
    ...(power.stops ? { stop: { steps: ending.length, restarts: power.cycles } } : {}),
    ...told,
  });
}

function linesOf(
  changes: readonly JudgedChange<DomainRule>[],
  waiting: readonly Change[],
  power: Power,
  context: LineContext,
  actual: Actual,
): Proposal['changes'] {
  const lines = changes.map(({ change, rule, impact }) => {
    const side =
      change.stored === undefined ? { ...context, actual: actual.running ?? context.actual } : context;
    const cost = costOf(rule, impact, power);
    return changeLine(change, side, cost);
  });
  const paused = power.resumes && !power.stops ? [RESUMED] : [];
  const isSaid = lines.some(({ path }) => path[0] === 'running');
  const finished = power.finishes && !isSaid ? [FINISHED] : [];
  if (!power.cycles) return [...paused, ...finished, ...lines];
  const revived = power.hasCrashed ? [REVIVED] : [];
  const caughtUp = waiting.map((change) =>
    changeLine(
      change,
      { ...context, actual: actual.running ?? context.actual },
      { impact: 'restart', why: 'the restart that was asked for' },
    ),
  );
  return [...revived, ...lines, ...caughtUp];
}

/** A guest that stands still is neither on nor off by its one attribute. */
const RESUMED: AttributeChange = {
  path: ['running'],
  before: 'paused',
  after: true,
  impact: 'none',
  why: 'it stands still, and goes on where it was',
};

/** The other half of a restart that was interrupted. */
const FINISHING = {
  impact: 'none',
  why: 'an apply that was interrupted shut it down to start it anew',
} as const;
const FINISHED: AttributeChange = { path: ['running'], before: false, after: true, ...FINISHING };

/** The same of one that nothing but a new start helps. */
const REVIVED: AttributeChange = {
  path: ['running'],
  before: 'crashed',
  after: true,
  impact: 'restart',
  why: 'the restart that was asked for',
};

/** `on_crash = preserve` is somebody's wish to look at it, so that nothing but a word of theirs ends it. */
function crashed(address: string, there: Attributes): Diagnostic {
  const name = textAt(there, ['name']) ?? '';
  return {
    severity: 'warning',
    summary: `guest ${name} has crashed`,
    detail: 'It stands still, and libvirt keeps it as it is, so that it can be looked at.',
    action: `Keep its memory, if you like: virsh dump ${name} FILE --memory-only. Then start it anew: -restart=${address}.`,
    address,
  };
}

function costOf(
  rule: DomainRule,
  impact: Impact,
  power: Power,
): { readonly impact: Impact; readonly why?: string } {
  if (rule.effect === 'power')
    return power.finishes ? FINISHING : { impact: power.isOn ? 'restart' : 'none' };
  if (power.stops && impact !== 'none') return { impact: 'restart' };
  return { impact, ...(rule.why === undefined || impact === 'none' ? {} : { why: rule.why }) };
}

function stepsOf(
  request: ProposalRequest,
  actual: Actual,
  changes: readonly JudgedChange<DomainRule>[],
  context: LineContext,
  power: Power,
): readonly Step[] {
  const name = textAt(context.actual, ['name']) ?? '';
  const wanted = context.wanted;
  const newName = textAt(wanted, ['name']) ?? name;
  const goesOn = power.isOn && !power.stops;
  // What is off is redefined in one call, and so is what is about to be stopped.
  const live = goesOn ? changes.filter((judged) => isLive(judged)) : [];
  const inDefinition = changes.filter(
    (judged) => isStored(judged.rule) && (!live.includes(judged) || isStoredByHand(judged)),
  );
  const differences = inDefinition
    .map(({ change }) => change.stored)
    .filter((difference) => difference !== undefined);
  const edits = [
    ...editArgs(differences, { secrets: context.sensitive, applied: request.applied?.wanted }),
    ...alongside(inDefinition, context),
  ];
  const impact = goesOn
    ? inDefinition
        .filter((judged) => !live.includes(judged))
        .map((judged) => judged.impact)
        .reduce<Impact>(worseImpact, 'none')
    : 'none';
  const autostart = changes.find(({ rule }) => rule.effect === 'set-autostart');
  const rename = changes.some(({ rule }) => rule.effect === 'rename');
  return [
    ...(rename ? [renameStep(name, newName)] : []),
    ...(edits.length === 0 ? [] : [redefineStep(newName, edits, impact, said(inDefinition))]),
    ...liveSteps(newName, live, context, actual),
    ...(autostart === undefined ? [] : [autostartStep(newName, autostart.change.after ?? false)]),
    ...(power.starts ? [startStep(newName, wanted)] : []),
  ];
}

function isLive(judged: JudgedChange<DomainRule>): boolean {
  const { change, rule } = judged;
  if (!isStored(rule) || rule.effect === 'redefine') return false;
  return change.running !== undefined || !isStoredByHand(judged);
}

/** What goes by a call that has no word for that in the definition, where it is taken out by a redefinition. */
function isStoredByHand({ change, rule }: JudgedChange<DomainRule>): boolean {
  if (rule.effect === 'unpin-cpus') return true;
  if (rule.effect === 'pin-cpus') return change.after === undefined;
  return rule.effect === 'tune' && isEditedOut(change);
}

function isStored(rule: DomainRule): boolean {
  return !['rename', 'power', 'note', 'set-autostart'].includes(rule.effect);
}

function said(changes: readonly JudgedChange<DomainRule>[]): string {
  const names = changes.map(({ change }) =>
    change.path[0] === 'devices' ? String(change.path[1] ?? 'devices') : String(change.path[0]),
  );
  return [...new Set(names)].join(', ');
}

function renameStep(from: string, to: string): Step {
  return step({
    effect: 'rename',
    args: { name: to },
    precondition: { object: 'present', power: 'off' },
    calls: [['domrename', from, to]],
    why: `rename ${from} to ${to}`,
  });
}

function renameProblem(
  address: string,
  change: Change,
  actual: Actual,
  power: Power,
  view: HostView,
): Diagnostic | undefined {
  const to = typeof change.after === 'string' ? change.after : undefined;
  const occupant = recordNamed(view.domains, to);
  if (occupant !== undefined && occupant.uuid !== identityText(actual.identity, 'uuid')) {
    return nameClash(address, { what: 'domain', name: occupant.name, id: occupant.uuid });
  }
  const from = textAt({ name: change.before ?? null }, ['name']) ?? 'It';
  const there = actual.stored ?? actual.running ?? {};
  if (!canBeRenamed(there)) {
    return {
      severity: 'error',
      summary: `${address} cannot be renamed`,
      detail: `${from} is a guest of the type ${textAt(there, ['type']) ?? ''}, and libvirt renames guests of QEMU alone.`,
      action: `Keep its name, or have it made anew: -replace=${address}, which stops it.`,
      address,
      path: ['name'],
    };
  }
  if (!power.isOn || power.stops) return undefined;
  return {
    severity: 'error',
    summary: `${address} cannot be renamed while it runs`,
    detail: `${from} is running, and libvirt renames only guests that are off.`,
    action: `Plan with -restart=${address}, or shut it down first.`,
    address,
    path: ['name'],
  };
}
