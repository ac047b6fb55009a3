import { domain, secretPaths } from '@virtform/schema';
import { isObject, type Path, type Value } from '@virtform/values';
import type { HostView } from '../host-view.js';
import type { Actual, Attributes, ProposalRequest } from '../kind.js';
import { elementsAt, numberAt, textAt } from '../shared/attributes.js';
import { judgeChanges, type JudgedChange } from '../shared/judge.js';
import { waysOf } from '../shared/open.js';
import { isFor, patternOf } from '../shared/rules.js';
import { withUnset } from '../shared/taken-out.js';
import { withoutParking } from '../shared/parking-name.js';
import { compareThreeWays, type Change, type Comparison } from '../three-way.js';
import { withFirstConsole } from './first-console.js';
import { guestFacts, type GuestFacts } from './guest-facts.js';
import { hasCall } from './hypervisors.js';
import { withNumaCells } from './numa-cells.js';
import {
  CHOSEN_AT_START,
  DOMAIN_FALLBACK,
  DOMAIN_RULES,
  EXPANDED_CPU_MODES,
  type DomainRule,
} from './rules.js';
import { withSecrets } from './to-state.js';

/** Objects whose settings can go one by one. */
const DOMAIN_WAYS = new Set([...waysOf(DOMAIN_RULES), 'memory_tune', 'devices.mem_balloon.stats']);

/** What a guest is not as it is wanted, and where its secrets stand. */
export interface Compared {
  readonly comparison: Comparison;
  /** What is in force, with its secrets; undefined while it is off. */
  readonly running: Attributes | undefined;
  readonly secrets: readonly Path[];
}

/** Compares with the secrets taken for what was applied last where libvirt does not tell them. */
export function compareGuest(request: ProposalRequest, actual: Actual, asked: Attributes): Compared {
  const { applied, sensitive } = request;
  const known = applied?.wanted ?? applied?.attributes ?? {};
  const stored = actual.stored === undefined ? undefined : withSecrets(actual, actual.stored, known);
  const running =
    actual.running === undefined ? undefined : withSecrets(actual, unparked(actual.running), stored ?? known);
  const before = applied?.wanted === undefined ? applied : { ...applied, wanted: asTaken(applied.wanted) };
  const wanted = withUnset(asTaken(asked), before, { autostart: false });
  const comparison = compareThreeWays(domain, before, { ...actual, stored, running }, wanted, DOMAIN_WAYS);
  return {
    comparison: {
      ...comparison,
      changes: comparison.changes.filter((change) => isChange(change, wanted, running)),
    },
    running,
    secrets: [...sensitive, ...secretPaths(domain.attributes, asked)],
  };
}

/** A guest as libvirt takes it: of some things it pays heed to others that say the same. */
const asTaken = (attributes: Attributes): Attributes => withFirstConsole(withNumaCells(attributes));

/** An interface that is parked while its network starts is on its network: that puts it back. */
function unparked(running: Attributes): Attributes {
  const interfaces = elementsAt(running, ['devices', 'interfaces']);
  const isParked = (nic: Value): boolean => {
    const network = textAt(nic, ['source', 'network', 'network']);
    return network !== undefined && withoutParking(network) !== network;
  };
  if (!interfaces.some(isParked) || !isObject(running.devices)) return running;
  const back = interfaces.map((nic) => {
    if (!isParked(nic) || !isObject(nic)) return nic;
    const network = withoutParking(textAt(nic, ['source', 'network', 'network']) ?? '');
    return { ...nic, source: { network: { network } } };
  });
  return { ...running, devices: { ...running.devices, interfaces: back } };
}

/** Whether a difference is one: not what the start chose, nor a default that is said in other words. */
function isChange(change: Change, wanted: Attributes, running: Attributes | undefined): boolean {
  const [first] = change.path;
  // Without `running` the guest is neither started nor stopped; without `vcpu_current` it has all its vCPUs.
  if (first === 'running') return change.after !== undefined;
  if (first === 'vcpu_current' && change.after === undefined)
    return change.before !== numberAt(wanted, ['vcpu']);
  if (change.stored !== undefined || change.running === undefined) return true;
  const pattern = patternOf(change.path);
  if (
    CHOSEN_AT_START.some(
      (start) => pattern === start || pattern.startsWith(`${start}.`) || pattern.startsWith(`${start}_`),
    )
  )
    return false;
  const mode = textAt(wanted, ['cpu', 'mode']);
  const expanded = first === 'cpu' && mode !== undefined && EXPANDED_CPU_MODES.has(mode);
  return !(expanded && textAt(running, ['cpu', 'mode']) === 'custom');
}

/** What can be asked of a guest while it runs; undefined while it is off. */
export function factsOf(
  uuid: string,
  { comparison, running }: Compared,
  view: HostView,
): GuestFacts | undefined {
  const element = view.domains.get(uuid)?.running?.element;
  return running === undefined || element === undefined
    ? undefined
    : guestFacts(running, element, comparison.wanted);
}

/** The changes with what they cost, and what waits for the next boot. */
export interface Judgement {
  readonly changes: readonly JudgedChange<DomainRule>[];
  readonly waiting: readonly Change[];
}

/**
 * Each change with the rule that counts. The balloon is the guest's to follow: libvirt has the target, and tells only how far the
 * guest has come. That is neither a change nor anything that a boot would bring.
 */
export function judgeGuest(comparison: Comparison, facts: GuestFacts | undefined): Judgement {
  const asked = comparison.changes.filter(
    ({ stored, path }) => stored !== undefined || path[0] !== 'current_memory',
  );
  const judge = (change: Change): Judgement => {
    const rules = DOMAIN_RULES.filter((rule) => counts(rule, change, facts));
    const judged = judgeChanges({ changes: [change] }, rules, DOMAIN_FALLBACK, {
      active: facts !== undefined,
      stores: 'redefine',
    });
    return { changes: judged.changes.map((each) => withReason(each, facts)), waiting: judged.waiting };
  };
  // As they are carried out: what goes makes room for what comes.
  const going = new Map(asked.filter(goes).map((change) => [change, judge(change)]));
  const judgements = asked.map((change) => going.get(change) ?? judge(change));
  return {
    changes: judgements.flatMap(({ changes }) => changes),
    waiting: judgements.flatMap(({ waiting }) => waiting),
  };
}

function goes({ event }: Change): boolean {
  return event === 'remove';
}

/** What waits only because the running guest has no room for it says so. */
function withReason(
  judged: JudgedChange<DomainRule>,
  facts: GuestFacts | undefined,
): JudgedChange<DomainRule> {
  const why = judged.rule === DOMAIN_FALLBACK ? facts?.lacks(judged.change) : undefined;
  return why === undefined ? judged : { ...judged, rule: { ...judged.rule, why } };
}

/** Conditions are asked of running guests alone, and only about what the rule is for: each that is met uses up a port. */
function counts(rule: DomainRule, change: Change, facts: GuestFacts | undefined): boolean {
  const pattern = patternOf(change.path);
  if (facts !== undefined && !hasCall(facts.running, rule.effect, pattern)) return false;
  if (rule.when === undefined) return true;
  return facts !== undefined && isFor(rule, pattern, change.event) && rule.when(change, facts);
}
