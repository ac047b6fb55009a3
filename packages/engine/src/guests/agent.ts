import { type Caller, type Domain, libvirt, LibvirtError } from '@virtform/libvirt';
import type { ClockEffects } from '../effects/effects.js';

/** How a command inside a guest ended. */
export interface GuestCommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The guest's agent did not do what was asked of it. */
export class AgentError extends Error {
  constructor(
    message: string,
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AgentError';
  }
}

/** Codes that only say that no agent answers. */
const SILENT: ReadonlySet<string> = new Set([
  'VIR_ERR_AGENT_UNRESPONSIVE',
  'VIR_ERR_AGENT_UNSYNCED',
  // The guest has no channel for one.
  'VIR_ERR_ARGUMENT_UNSUPPORTED',
  // It is off.
  'VIR_ERR_OPERATION_INVALID',
]);

/** Whether an error only means that no agent answers (yet). */
export function isAgentSilent(error: unknown): boolean {
  return error instanceof LibvirtError && error.codeName !== undefined && SILENT.has(error.codeName);
}

/** Seconds that libvirt waits for an answer of the agent. */
const ANSWER = 5;
const POLL = 50;

/** Whether the agent of a guest answers. */
export async function agentAnswers(host: Caller, domain: Domain): Promise<boolean> {
  try {
    await ask(host, domain, 'guest-ping', {});
    return true;
  } catch (error) {
    if (isAgentSilent(error)) return false;
    throw error;
  }
}

/**
 * Runs a program in a guest through its agent (guest-exec), and waits for its end.
 *
 * @param timeout ms after which it is given up; the program may go on in the guest
 * @throws AgentError where the agent refuses or the program does not end, LibvirtError where no agent answers
 */
export async function runInGuest(
  host: Caller,
  domain: Domain,
  command: readonly [string, ...string[]],
  clock: ClockEffects,
  timeout = 30_000,
): Promise<GuestCommandResult> {
  const [path, ...arg] = command;
  const pid = field(await ask(host, domain, 'guest-exec', { path, arg, 'capture-output': true }), 'pid');
  const deadline = clock.now() + timeout;
  for (;;) {
    const status = await ask(host, domain, 'guest-exec-status', { pid });
    if (field(status, 'exited') === true) {
      return {
        exitCode: Number(field(status, 'exitcode') ?? -1),
        stdout: decode(field(status, 'out-data')),
        stderr: decode(field(status, 'err-data')),
      };
    }
    if (clock.now() >= deadline) {
      throw new AgentError(
        `"${command.join(' ')}" in guest ${domain.name} did not end within ${timeout / 1000} s`,
        'Look what holds it up inside the guest.',
      );
    }
    await clock.sleep(POLL);
  }
}

async function ask(host: Caller, domain: Domain, execute: string, args: object): Promise<unknown> {
  const cmd = JSON.stringify({ execute, arguments: args });
  const result = await libvirt(host).domains.agentCommand(domain, cmd, ANSWER);
  if (result === '') {
    throw new AgentError(
      `The agent of guest ${domain.name} gave no answer to ${execute}`,
      'Is its qemu-guest-agent a current one?',
    );
  }
  return field(JSON.parse(result), 'return');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function decode(data: unknown): string {
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : '';
}
