import type { Halt } from '../host-records.js';
import type { Actual, Attributes, ProposalRequest, Step } from '../kind.js';
import { flagAt, textAt } from '../shared/attributes.js';
import type { LineContext } from '../shared/lines.js';
import type { Judgement } from './judge.js';
import { plugStep, resumeStep, shutdownStep } from './steps.js';

/** What becomes of a guest's power. */
export interface Power {
  readonly isOn: boolean;
  /** It stands still, and goes on: because it is to run, or so that it hears that it is to shut down. */
  readonly resumes: boolean;
  /** It stands still for good, and libvirt keeps it so that somebody can look at it. */
  readonly hasCrashed: boolean;
  readonly stops: boolean;
  readonly starts: boolean;
  /** That start is the other half of a restart. */
  readonly finishes: boolean;
  /** It is stopped and started again, because that was asked for and something waits for it. */
  readonly cycles: boolean;
}

/** What becomes of it by what is there, what is wanted, and what waits for a start. */
export function powerOf(
  { restart, isStopped }: ProposalRequest,
  actual: Actual,
  asked: Attributes,
  { changes, waiting, halted }: Judgement & { readonly halted: Halt | undefined },
): Power {
  const isOn = actual.running !== undefined;
  const wanted = asked.running;
  const hasCrashed = isOn && halted === 'crashed';
  const pending =
    hasCrashed ||
    waiting.length > 0 ||
    changes.some(({ impact, rule }) => impact === 'next-boot' || rule.effect === 'rename');
  const cycles = isOn && wanted !== false && restart && pending;
  const stops = isOn && (wanted === false || cycles);
  const isToRun = wanted === true && flagAt(asked, ['create', 'paused']) !== true;
  const finishes = !isOn && isStopped === true && wanted !== false;
  return {
    isOn,
    finishes,
    resumes: halted === 'paused' && (stops || isToRun),
    hasCrashed,
    cycles,
    stops,
    starts:
      cycles ||
      finishes ||
      (!isOn && changes.some(({ rule, change }) => rule.effect === 'power' && change.after !== false)),
  };
}

/** What is done before all else, where it stands still or is to be off. */
export function endingSteps({ actual, wanted }: LineContext, power: Power): readonly Step[] {
  const name = textAt(actual, ['name']) ?? '';
  return [
    ...(power.resumes ? [resumeStep(name)] : []),
    ...(power.stops ? [endStep(name, wanted, power)] : []),
  ];
}

function endStep(name: string, wanted: Attributes, { hasCrashed, cycles }: Power): Step {
  const toStart = cycles ? ' to start it anew' : '';
  return hasCrashed
    ? plugStep(name, `pull the plug of ${name}, which has crashed${toStart}`)
    : shutdownStep(name, wanted, `shut ${name} down${toStart}`);
}
