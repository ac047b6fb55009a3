import { LibvirtError, type Caller, type Domain } from '@virtform/libvirt';
import type { ValueObject } from '@virtform/values';
import { StepError, type Step, type StepContext } from '../kind.js';
import { found } from '../shared/found.js';
import { attributesFrom } from '../shared/secrets.js';

/** virDomainCreateFlags, by the names of the attributes of `create`. */
const START_FLAGS: Readonly<Record<string, number>> = {
  paused: 1,
  autodestroy: 2,
  bypass_cache: 4,
  force_boot: 8,
  validate: 16,
  reset_nvram: 32,
};
/** virDomainShutdownFlagValues. */
const SHUTDOWN_ACPI = 1;
const SHUTDOWN_AGENT = 2;
const DESTROY_GRACEFUL = 1;
/** MANAGED_SAVE, SNAPSHOTS_METADATA, NVRAM, CHECKPOINTS_METADATA, TPM: what would make an undefine fail, or stay behind. */
const UNDEFINE_ALL = 1 | 2 | 4 | 16 | 32;
/** The same for a daemon before 8.9, which knows no TPM flag. */
const UNDEFINE_MOST = 1 | 2 | 4 | 16;
/** VIR_ERR_INVALID_ARG: flags that a driver does not know. */
const INVALID_ARGUMENT = 8;

/** ms between looks at a guest that is shutting down, and until it is asked once more: one that still boots does not hear. */
const LOOK_EVERY = 250;
const ASK_EVERY = 10_000;

export async function isActive(host: Caller, dom: Domain): Promise<boolean> {
  return (await host.call('DOMAIN_IS_ACTIVE', { dom })).active === 1;
}

export async function startDomain({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const options = attributesFrom(args.options);
  const flags = Object.entries(START_FLAGS).reduce(
    (sum, [name, flag]) => (options[name] === true ? sum | flag : sum),
    0,
  );
  await host.call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags });
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
  const flags = args.graceful === true ? DESTROY_GRACEFUL : 0;
  try {
    await context.host.call('DOMAIN_DESTROY_FLAGS', { dom, flags });
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
  for (const flags of [SHUTDOWN_AGENT, SHUTDOWN_ACPI]) {
    try {
      await host.call('DOMAIN_SHUTDOWN_FLAGS', { dom, flags });
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError) || (error.fault !== 'host' && error.fault !== 'unsupported'))
        throw error;
    }
  }
}

export async function undefineDomain(_step: Step, { host }: StepContext, dom: Domain): Promise<void> {
  for (const flags of [UNDEFINE_ALL, UNDEFINE_MOST]) {
    try {
      await host.call('DOMAIN_UNDEFINE_FLAGS', { dom, flags });
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError) || error.code !== INVALID_ARGUMENT) throw error;
    }
  }
  await host.call('DOMAIN_UNDEFINE_FLAGS', { dom, flags: 0 });
}
