import { type Caller, LibvirtError, type ProcedureName } from '@virtform/libvirt';
import type { StepContext } from '../kind.js';
import { StepError } from '../step-error.js';

/** A refusal that passes: libvirt did nothing, and does it when it is asked again later. */
interface TemporaryRefusal {
  readonly codeName: string;
  /** libvirt has no code of its own for any of these, so that its words have to be matched. */
  readonly words: string;
  /** Where another call would mean something else by it. */
  readonly procedure?: ProcedureName;
  readonly attempts: number;
  /** ms before the second attempt; each further one waits twice as long, up to two seconds. */
  readonly wait: number;
  /** What to do where it does not pass. */
  readonly action: string;
}

const LONGEST_WAIT = 2_000;

const TEMPORARY: readonly TemporaryRefusal[] = [
  {
    // While a volume is being made or filled, its pool is neither stopped nor refreshed nor deleted.
    codeName: 'VIR_ERR_INTERNAL_ERROR',
    words: 'has asynchronous jobs running',
    // About a minute in all: longer than most volumes take to be made.
    attempts: 35,
    wait: 100,
    action: 'Somebody makes or fills a volume of this pool: apply again when that is done.',
  },
  {
    // libvirt itself waits 30 s for the lock before it says so, and tells who holds it.
    codeName: 'VIR_ERR_OPERATION_TIMEOUT',
    words: 'cannot acquire state change lock',
    attempts: 3,
    wait: 500,
    action:
      'Another client works on this guest, or its QEMU hangs: see virsh domjobinfo; apply again when it is done.',
  },
  {
    // A bridge that goes away with its network is there a moment longer than the network.
    codeName: 'VIR_ERR_SYSTEM_ERROR',
    words: 'File exists',
    procedure: 'NETWORK_CREATE',
    attempts: 6,
    wait: 100,
    action:
      'Another network, or somebody beside libvirt, has a bridge of that name: ip link show type bridge',
  },
];

/** What waits between attempts, and what ends the waiting. */
type Limits = Pick<StepContext, 'clock' | 'signal'>;

interface PatientCaller {
  readonly caller: Caller;
  /** Those of the step that has it now. */
  limits: Limits;
}

/** By host, the patient callers that no step has now. The typed calls of one are some two hundred functions: they are made once. */
const spare = new WeakMap<Caller, PatientCaller[]>();

/**
 * Lends a caller that asks again where libvirt refuses only for now, a bounded number of times, and that lets one network be defined
 * after the other. It is not to be called any more once `act` is done.
 */
export async function withPatience<T>(
  host: Caller,
  limits: Limits,
  act: (patient: Caller) => Promise<T>,
): Promise<T> {
  const waiting = spare.get(host) ?? [];
  spare.set(host, waiting);
  const lent = waiting.pop() ?? patientCaller(host, limits);
  lent.limits = limits;
  try {
    return await act(lent.caller);
  } finally {
    waiting.push(lent);
  }
}

function patientCaller(host: Caller, limits: Limits): PatientCaller {
  const call: Caller['call'] = async (procedure, args, options) => {
    for (let attempt = 1, wait: number | undefined; ; attempt += 1) {
      try {
        return await host.call(procedure, args, options);
      } catch (error) {
        const refusal = temporary(error, procedure);
        if (refusal === undefined) throw error;
        if (attempt >= refusal.attempts) throw givenUp(error, refusal);
        wait = Math.min(wait === undefined ? refusal.wait : wait * 2, LONGEST_WAIT);
        await lent.limits.clock.sleep(wait, lent.limits.signal);
      }
    }
  };
  const caller: Caller = {
    uri: host.uri,
    call: (procedure, args, options) =>
      IN_TURN.has(procedure)
        ? inTurn(host, () => call(procedure, args, options))
        : call(procedure, args, options),
    upload: (procedure, args, source, options) => host.upload(procedure, args, source, options),
    download: (procedure, args, options) => host.download(procedure, args, options),
    converse: (procedure, args, options) => host.converse(procedure, args, options),
    events: (registration, options) => host.events(registration, options),
    close: () => host.close(),
  };
  const lent: PatientCaller = { caller, limits };
  beneathOf.set(caller, host);
  return lent;
}

const beneathOf = new WeakMap<Caller, Caller>();

/** The connection that a patient caller stands on; any other caller is its own. */
export function beneath(caller: Caller): Caller {
  return beneathOf.get(caller) ?? caller;
}

function temporary(error: unknown, procedure: ProcedureName): TemporaryRefusal | undefined {
  if (!(error instanceof LibvirtError) || error.fault !== 'host') return undefined;
  const { codeName, message } = error;
  return TEMPORARY.find(
    (refusal) =>
      refusal.codeName === codeName &&
      message.includes(refusal.words) &&
      (refusal.procedure ?? procedure) === procedure,
  );
}

function givenUp(error: unknown, { attempts, action }: TemporaryRefusal): StepError {
  const said = error instanceof Error ? error.message : String(error);
  return new StepError(`${said} (asked ${attempts} times)`, action, { cause: error });
}

/** libvirt picks a bridge's name while it defines a network, and gives two that are defined at once the same one (seen). */
const IN_TURN: ReadonlySet<ProcedureName> = new Set(['NETWORK_DEFINE_XML', 'NETWORK_DEFINE_XML_FLAGS']);

const last = new WeakMap<Caller, Promise<unknown>>();

function inTurn<T>(host: Caller, act: () => Promise<T>): Promise<T> {
  const turn = (last.get(host) ?? Promise.resolve()).then(act, act);
  last.set(host, turn);
  return turn;
}
