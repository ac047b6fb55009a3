import type { Value, ValueObject } from '@virtform/values';
import type { Attributes, Impact, Step } from '../kind.js';
import { attributeAt, flagAt, numberAt } from '../shared/attributes.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import type { Change } from '../three-way.js';
import { awaitedInterfaces, longestWait } from './await-addresses.js';

/** Seconds that a guest has to shut down when nothing else is said. A Debian guest under TCG takes half of it. */
const SHUTDOWN_SECONDS = 120;

/** ms that a start itself may take. */
const START_TIMEOUT = 300_000;

/** Starts a guest, and waits for the addresses that it is to have by then; one that stands still gets none. */
export function startStep(name: string, wanted: Attributes): Step {
  const options = attributeAt(wanted, ['create']) ?? {};
  const paused = flagAt(wanted, ['create', 'paused']) === true;
  const awaited = paused ? [] : awaitedInterfaces(wanted);
  const start = ['start', ...named('domain', name), ...(paused ? ['--paused'] : [])];
  return step({
    effect: 'start',
    precondition: { object: 'present', power: 'off' },
    ...(awaited.length === 0
      ? { args: { options }, calls: [start], timeout: START_TIMEOUT, why: `start ${name}` }
      : {
          args: { options, awaited },
          calls: [start, ['domifaddr', ...named('domain', name)]],
          completion: { when: 'event', event: 'lifecycle started', then: 'its interfaces have addresses' },
          timeout: START_TIMEOUT + longestWait(awaited) * 1000,
          why: `start ${name}, and wait until it has an address`,
        }),
  });
}

/** Has a guest go on that stands still. */
export function resumeStep(name: string): Step {
  return step({
    effect: 'resume',
    precondition: { object: 'present', power: 'running' },
    calls: [['resume', ...named('domain', name)]],
    why: `have ${name} go on, which is paused`,
  });
}

/** Asks a guest to shut down and waits; it is never forced unless that was said. */
export function shutdownStep(name: string, attributes: Attributes, why: string): Step {
  const seconds =
    numberAt(attributes, ['update', 'shutdown', 'timeout']) ??
    numberAt(attributes, ['destroy', 'shutdown', 'timeout']) ??
    numberAt(attributes, ['destroy', 'timeout']) ??
    SHUTDOWN_SECONDS;
  return step({
    effect: 'shutdown',
    args: { seconds },
    precondition: { object: 'present', power: 'running' },
    calls: [['shutdown', ...named('domain', name)]],
    completion: { when: 'event', event: 'lifecycle stopped', then: 'the guest is off' },
    timeout: (seconds + 10) * 1000,
    impact: 'restart',
    why,
  });
}

/** Ends a guest that hears nothing any more. */
export function plugStep(name: string, why: string): Step {
  return step({
    effect: 'stop',
    args: { seconds: 0 },
    precondition: { object: 'present', power: 'running' },
    calls: [['destroy', ...named('domain', name)]],
    timeout: 60_000,
    impact: 'restart',
    why,
  });
}

/** Ends a guest that is to be destroyed: asked first where the program gives it time, else at once. */
export function stopStep(name: string, attributes: Attributes): Step {
  const seconds =
    numberAt(attributes, ['destroy', 'shutdown', 'timeout']) ??
    numberAt(attributes, ['destroy', 'timeout']) ??
    0;
  const graceful = flagAt(attributes, ['destroy', 'graceful']) === true;
  const asked = seconds > 0 ? [['shutdown', ...named('domain', name)]] : [];
  return step({
    effect: 'stop',
    args: { seconds, graceful },
    calls: [...asked, ['destroy', ...named('domain', name), ...(graceful ? ['--graceful'] : [])]],
    timeout: (seconds + 60) * 1000,
    impact: 'destroy',
    why: seconds > 0 ? `shut ${name} down, and pull the plug after ${seconds} s` : `pull the plug of ${name}`,
  });
}

/** What an undefine removes with the guest, in virsh's words. */
export function undefineStep(name: string): Step {
  const all = ['--managed-save', '--snapshots-metadata', '--checkpoints-metadata', '--nvram', '--tpm'];
  return step({
    effect: 'undefine',
    precondition: { object: 'present', power: 'off' },
    calls: [['undefine', ...named('domain', name), ...all]],
    impact: 'destroy',
    why: `remove the definition of ${name}, with its saved state, snapshots, checkpoints, firmware variables and TPM`,
  });
}

/** Whether a guest starts with the host. */
export function autostartStep(name: string, value: Value): Step {
  return step({
    effect: 'set-autostart',
    args: { value },
    calls: [['autostart', ...named('domain', name), ...(value === false ? ['--disable'] : [])]],
    why: value === false ? `${name} no longer starts with the host` : `${name} starts with the host`,
  });
}

/** Stores edits in the definition. */
export function redefineStep(
  name: string,
  edits: readonly ValueObject[],
  impact: Impact,
  what: string,
): Step {
  return step({
    effect: 'redefine',
    args: { edits },
    calls: [
      ['dumpxml', ...named('domain', name), '--inactive', '--security-info'],
      ['define', 'FILE'],
    ],
    impact,
    why: `store ${what} of ${name}${impact === 'next-boot' ? '; it takes effect at the next boot' : ''}`,
  });
}

/** The flags of a call that changes the running guest, its definition or both, as virsh says them. */
export function sideFlags({
  live,
  stored,
}: {
  readonly live: boolean;
  readonly stored: boolean;
}): readonly string[] {
  return [...(live ? ['--live'] : []), ...(stored ? ['--config'] : [])];
}

/** Where a change is missing: in what runs, in the definition, or in both. */
export function sidesOf(changes: readonly { readonly change: Change }[]): {
  readonly live: boolean;
  readonly stored: boolean;
} {
  return {
    live: changes.some(({ change }) => change.running !== undefined),
    stored: changes.some(({ change }) => change.stored !== undefined),
  };
}
