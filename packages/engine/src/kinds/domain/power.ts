import {
  type Caller,
  type Domain,
  DomainCreateFlags,
  DomainDestroyFlags,
  DomainShutdownFlags,
  DomainUndefineFlags,
  libvirt,
  LibvirtError,
} from '@virtform/libvirt';
import type { ValueObject } from '@virtform/values';
import type { Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { awaitAddresses, watchAddresses } from './await-addresses.js';
import { isActive } from './handle.js';
import { haltOf } from '../read-records.js';
import { found } from '../shared/found.js';
import { attributesFrom } from '../shared/secrets.js';

/** By the names of the attributes of `create`. */
const START_FLAGS: Readonly<Record<string, number>> = {
  paused: DomainCreateFlags.PAUSED,
  autodestroy: DomainCreateFlags.AUTODESTROY,
  bypass_cache: DomainCreateFlags.BYPASS_CACHE,
  force_boot: DomainCreateFlags.FORCE_BOOT,
  validate: DomainCreateFlags.VALIDATE,
  reset_nvram: DomainCreateFlags.RESET_NVRAM,
};
/** What would make an undefine fail, or stay behind; as far as a daemon before 8.9 knows it. */
const UNDEFINE_MOST =
  DomainUndefineFlags.MANAGED_SAVE |
  DomainUndefineFlags.SNAPSHOTS_METADATA |
  DomainUndefineFlags.NVRAM |
  DomainUndefineFlags.CHECKPOINTS_METADATA;
/** The same with the TPM's state. */
const UNDEFINE_ALL = UNDEFINE_MOST | DomainUndefineFlags.TPM;

/** ms between looks at a guest that is shutting down, and until it is asked once more: one that still boots does not hear. */
const LOOK_EVERY = 250;
const ASK_EVERY = 10_000;
/** ms that a container has to hear `initctl`, where it has that. */
const INITCTL_PATIENCE = 2_000;

export async function startDomain(step: Step, context: StepContext, dom: Domain): Promise<void> {
  const { args } = step;
  const options = attributesFrom(args.options);
  const flags = Object.entries(START_FLAGS).reduce(
    (sum, [name, flag]) => (options[name] === true ? sum | flag : sum),
    0,
  );
  const awaited = await watchAddresses(step, context, dom);
  await libvirt(context.host).domains.create(dom, flags);
  await awaitAddresses(step, awaited, context, dom);
}

/** Has a guest go on that somebody or an error paused. What libvirt pauses for a moment goes on by itself. */
export async function resumeDomain({ why }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const { domains } = libvirt(host);
  const halted = await haltOf(domains, dom);
  if (halted === 'crashed') {
    throw new StepError(
      `${why}: it has crashed since`,
      `Plan again, which says what can be done: virsh domstate ${dom.name} --reason tells more.`,
    );
  }
  if (halted === 'paused') await domains.resume(dom);
}

/** Asks the guest to shut down, by its agent or else by ACPI, and waits until it is off. */
export async function shutDown(step: Step, context: StepContext, dom: Domain): Promise<void> {
  if (await shutDownWithin(secondsOf(step.args), context, dom)) return;
  throw new StepError(
    `${step.why}: it is still running ${secondsOf(step.args)} s after it was asked to shut down`,
    'Look at its console, or pull the plug with: virsh destroy; a longer wait is set with update = { shutdown = { timeout = … } }.',
  );
}

/** Ends a guest that goes away anyway: asked first where there is time for it. */
export async function stopDomain({ args }: Step, context: StepContext, dom: Domain): Promise<void> {
  const seconds = secondsOf(args);
  if (seconds > 0 && (await shutDownWithin(seconds, context, dom))) return;
  try {
    await pullPlug(context.host, dom, args.graceful === true);
  } catch (error) {
    // It may have ended by itself, and then it is as it should be: a transient guest is gone with it.
    const still = await found(isActive(context.host, dom));
    if (still === true) throw error;
  }
}

/** A gentle end, that a process writes what it holds, is QEMU's to give: other drivers refuse the flag. */
async function pullPlug(host: Caller, dom: Domain, graceful: boolean): Promise<void> {
  const { domains } = libvirt(host);
  try {
    await domains.destroy(dom, graceful ? DomainDestroyFlags.GRACEFUL : 0);
  } catch (error) {
    if (!graceful || !isUnknownFlag(error)) throw error;
    await domains.destroy(dom);
  }
}

/** "unsupported flags (0x1) in function lxcDomainDestroyFlags": virCheckFlags. */
function isUnknownFlag(error: unknown): boolean {
  return error instanceof LibvirtError && error.codeName === 'VIR_ERR_INVALID_ARG';
}

function secondsOf(args: ValueObject): number {
  const seconds = args.seconds;
  return typeof seconds === 'number' ? seconds : 0;
}

async function shutDownWithin(seconds: number, context: StepContext, dom: Domain): Promise<boolean> {
  const { host, clock, signal } = context;
  const begun = clock.now();
  let due = begun;
  let isFirst = true;
  for (let passed = 0; passed <= seconds * 1000; passed = clock.now() - begun) {
    if ((await found(isActive(host, dom))) !== true) return true;
    if (clock.now() >= due) {
      due = clock.now() + (await askToShutDown(host, dom, isFirst ? WAYS : LATER_WAYS));
      isFirst = false;
    }
    context.progress(passed, seconds * 1000, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
  return (await found(isActive(host, dom))) !== true;
}

/** A way to ask, as libvirt's flags say it, and ms until it is time to ask again. */
interface Way {
  readonly flags: number;
  readonly again: number;
}

/** The agent hears it even where the guest ignores the power button; without one libvirt says so at once. */
const BY_AGENT: Way = { flags: DomainShutdownFlags.GUEST_AGENT, again: ASK_EVERY };
const BY_POWER_BUTTON: Way = { flags: DomainShutdownFlags.ACPI_POWER_BTN, again: ASK_EVERY };
/**
 * What a driver does that knows no ways. That of containers writes to `initctl`, and to a container without it says that it did
 * (`virLXCDomainSetRunlevel`, seen): whether a signal is needed shows only in that nothing happens.
 */
const BY_DRIVER: Way = { flags: DomainShutdownFlags.DEFAULT, again: INITCTL_PATIENCE };
/** To the first program of a container. */
const BY_SIGNAL: Way = { flags: DomainShutdownFlags.SIGNAL, again: ASK_EVERY };

const WAYS: readonly Way[] = [BY_AGENT, BY_POWER_BUTTON, BY_DRIVER];
const LATER_WAYS: readonly Way[] = [BY_AGENT, BY_POWER_BUTTON, BY_SIGNAL, { ...BY_DRIVER, again: ASK_EVERY }];

/** Asks in the first of these ways that there is; returns ms until it is time to ask again. */
async function askToShutDown(host: Caller, dom: Domain, ways: readonly Way[]): Promise<number> {
  const { domains } = libvirt(host);
  for (const { flags, again } of ways) {
    try {
      await domains.shutdown(dom, flags);
      return again;
    } catch (error) {
      if (!(error instanceof LibvirtError) || (error.fault !== 'host' && error.fault !== 'unsupported'))
        throw error;
    }
  }
  return ASK_EVERY;
}

export async function undefineDomain(_step: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const { domains } = libvirt(host);
  for (const flags of [UNDEFINE_ALL, UNDEFINE_MOST]) {
    try {
      await domains.undefine(dom, flags);
      return;
    } catch (error) {
      if (!isUnknownFlag(error)) throw error;
    }
  }
  await domains.undefine(dom);
}
