import { type Domain, DomainAffectFlags, libvirt, LibvirtError } from '@virtform/libvirt';
import { decode, domain } from '@virtform/schema';
import { isUnknown, type Value } from '@virtform/values';
import type { Attributes, Step, StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { attributeAt, elementsAt, numberAt, textAt } from '../shared/attributes.js';
import type { JudgedChange } from '../shared/judge.js';
import type { LineContext } from '../shared/lines.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { affect, runningXml } from './handle.js';
import type { DomainRule } from './rules.js';
import { sideFlags, sidesOf } from './steps.js';

type Judged = JudgedChange<DomainRule>;

/** Plugs vCPUs in until there are so many. */
export function plugVcpusStep(name: string, judged: Judged, { wanted }: LineContext): Step {
  const sides = sidesOf([judged]);
  const { count, said } = countOf(judged, wanted);
  return step({
    effect: 'set-vcpus',
    args: { count, ...sides },
    calls: [['setvcpus', ...named('domain', name), said, ...sideFlags(sides)]],
    impact: judged.impact,
    why: `plug vCPUs into ${name} until it has ${isUnknown(count) ? 'as many as are asked for' : said}`,
  });
}

/** Plugs one vCPU in, by its number. */
export function plugOneVcpuStep(name: string, judged: Judged, { wanted }: LineContext): Step {
  const sides = sidesOf([judged]);
  const id = idOf(judged, wanted);
  return step({
    effect: 'enable-vcpu',
    args: { id, ...sides },
    calls: [['setvcpu', ...named('domain', name), String(id), '--enable', ...sideFlags(sides)]],
    impact: judged.impact,
    why: `plug vCPU ${id} into ${name}`,
  });
}

/** Has the guest let go of one vCPU, by its number, or of some until there are so many. */
export function unplugVcpusStep(name: string, judged: Judged, { wanted }: LineContext): Step {
  const sides = sidesOf([judged]);
  const isOne = judged.change.path[0] === 'vcpus';
  const id = idOf(judged, wanted);
  const { count, said } = countOf(judged, wanted);
  const words = isOne ? ['setvcpu', String(id), '--disable'] : ['setvcpus', said];
  const [command = '', ...rest] = words;
  return step({
    effect: 'unplug-vcpus',
    args: { ...(isOne ? { id } : { count }), ...sides },
    calls: [[command, ...named('domain', name), ...rest, ...sideFlags(sides)]],
    impact: judged.impact,
    why: isOne ? `pull vCPU ${id} out of ${name}` : `pull vCPUs out of ${name} until it has ${said}`,
  });
}

/** Unset it is the maximum. */
function countOf(
  { change }: Judged,
  wanted: LineContext['wanted'],
): { readonly count: Value; readonly said: string } {
  const count: Value = change.after ?? attributeAt(wanted, ['vcpu']) ?? 1;
  return { count, said: typeof count === 'number' ? String(count) : 'COUNT' };
}

function idOf({ change }: Judged, wanted: LineContext['wanted']): number {
  return numberAt(wanted, [...change.path.slice(0, -1), 'id']) ?? 0;
}

export async function plugVcpus({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  await libvirt(host).domains.setVcpus(dom, Number(args.count), affect(args));
}

export async function plugOneVcpu({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  await libvirt(host).domains.setVcpu(dom, [Number(args.id)], true, affect(args));
}

/** Attempts, and ms for the guest to let go at each; libvirt itself waits 5 s before it answers. */
const ATTEMPTS = 3;
const PATIENCE = 5_000;
const LOOK_EVERY = 200;

/**
 * Has the guest let go of vCPUs. libvirt asks it, waits for 5 s and then says that it timed out and that the result has to be looked up
 * (seen): only when they have left the running XML are they out. The definition follows: what the guest keeps stays defined.
 */
export async function unplugVcpus(step: Step, context: StepContext, dom: Domain): Promise<void> {
  const { args } = step;
  if (args.live === true) await unplugLive(step, context, dom);
  if (args.stored === true) await ask(step, context, dom, DomainAffectFlags.CONFIG);
}

async function unplugLive(step: Step, context: StepContext, dom: Domain): Promise<void> {
  let refusal: LibvirtError | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    refusal = await request(step, context, dom, attempt);
    if (await haveLeft(step, context, dom)) return;
  }
  throw new StepError(
    `${step.why}: the guest did not let go, asked ${ATTEMPTS} times`,
    'See in the guest whether its kernel takes vCPUs offline (/sys/devices/system/cpu), or shut it down; then apply again.',
    { cause: refusal },
  );
}

/** What libvirt said where the guest did not let go in time, or refused; undefined where it did. */
async function request(
  step: Step,
  context: StepContext,
  dom: Domain,
  attempt: number,
): Promise<LibvirtError | undefined> {
  try {
    await ask(step, context, dom, DomainAffectFlags.LIVE);
    return undefined;
  } catch (error) {
    // QEMU may refuse to ask again what the guest has not answered yet.
    if (error instanceof LibvirtError && (attempt > 1 || NOT_LET_GO.has(error.codeName))) return error;
    throw error;
  }
}

/** The guest was too late, or refused: `qemuDomainHotplugDelVcpu`. */
const NOT_LET_GO: ReadonlySet<string | undefined> = new Set([
  'VIR_ERR_OPERATION_TIMEOUT',
  'VIR_ERR_OPERATION_FAILED',
]);

function ask({ args }: Step, { host }: StepContext, dom: Domain, flags: number): Promise<void> {
  const { domains } = libvirt(host);
  return args.id === undefined
    ? domains.setVcpus(dom, Number(args.count), flags)
    : domains.setVcpu(dom, [Number(args.id)], false, flags);
}

async function haveLeft({ args }: Step, context: StepContext, dom: Domain): Promise<boolean> {
  const { host, clock, signal } = context;
  const begun = clock.now();
  for (let passed = 0; passed <= PATIENCE; passed = clock.now() - begun) {
    const running = decode(domain, await runningXml(host, dom));
    if (args.id === undefined ? cpusOf(running) <= Number(args.count) : !hasCpu(running, args.id))
      return true;
    context.progress(passed, PATIENCE, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
  return false;
}

function cpusOf(running: Attributes): number {
  return numberAt(running, ['vcpu_current']) ?? numberAt(running, ['vcpu']) ?? 1;
}

function hasCpu(running: Attributes, id: Value): boolean {
  return elementsAt(running, ['vcpus', 'vcpu']).some(
    (cpu) => numberAt(cpu, ['id']) === id && textAt(cpu, ['enabled']) === 'yes',
  );
}
