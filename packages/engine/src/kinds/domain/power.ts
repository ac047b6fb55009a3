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
import { StepError, type Step, type StepContext } from '../kind.js';
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

export function isActive(host: Caller, dom: Domain): Promise<boolean> {
  return libvirt(host).domains.isActive(dom);
}

export async function startDomain({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const options = attributesFrom(args.options);
  const flags = Object.entries(START_FLAGS).reduce(
    (sum, [name, flag]) => (options[name] === true ? sum | flag : sum),
    0,
  );
  await libvirt(host).domains.create(dom, flags);
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
  const flags = args.graceful === true ? DomainDestroyFlags.GRACEFUL : 0;
  try {
    await libvirt(context.host).domains.destroy(dom, flags);
  } catch (error) {
    // It may have ended by itself, and then it is as it should be: a transient guest is gone with it.
    const still = await found(isActive(context.host, dom));
    if (still === true) throw error;
  }
}

function secondsOf(args: ValueObject): number {
  const seconds = args.seconds;
  return typeof seconds === 'number' ? seconds : 0;
}

async function shutDownWithin(seconds: number, context: StepContext, dom: Domain): Promise<boolean> {
  const { host, clock, signal } = context;
  const begun = clock.now();
  let asked: number | undefined;
  for (let passed = 0; passed <= seconds * 1000; passed = clock.now() - begun) {
    if ((await found(isActive(host, dom))) !== true) return true;
    if (asked === undefined || clock.now() - asked >= ASK_EVERY) {
      await askToShutDown(host, dom);
      asked = clock.now();
    }
    context.progress(passed, seconds * 1000, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
  return (await found(isActive(host, dom))) !== true;
}

/** The agent hears it even where the guest ignores the power button; without one libvirt says so at once. */
async function askToShutDown(host: Caller, dom: Domain): Promise<void> {
  const { domains } = libvirt(host);
  for (const flags of [DomainShutdownFlags.GUEST_AGENT, DomainShutdownFlags.ACPI_POWER_BTN]) {
    try {
      await domains.shutdown(dom, flags);
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError) || (error.fault !== 'host' && error.fault !== 'unsupported'))
        throw error;
    }
  }
}

export async function undefineDomain(_step: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const { domains } = libvirt(host);
  for (const flags of [UNDEFINE_ALL, UNDEFINE_MOST]) {
    try {
      await domains.undefine(dom, flags);
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError) || error.codeName !== 'VIR_ERR_INVALID_ARG') throw error;
    }
  }
  await domains.undefine(dom);
}
