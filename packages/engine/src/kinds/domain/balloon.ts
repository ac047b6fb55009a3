import { childNamed, textOf, type XmlElement } from '@virtform/schema';
import { type Domain, libvirt } from '@virtform/libvirt';
import { bytesInUnit, formatBytes, type Diagnostic } from '@virtform/values';
import type { Step, StepContext } from '../kind.js';
import { affect, runningXml } from './handle.js';

/** ms without the balloon getting any further, after which it is not awaited any longer; and between looks. */
const PATIENCE = 10_000;
const LOOK_EVERY = 250;
/** What a balloon may miss: it is made of pages, and the guest rounds. */
const SLACK = 1_048_576n;

/**
 * Has the balloon leave the guest another amount of memory, and waits for the guest to follow. libvirt answers as soon as the balloon
 * knows, whatever the guest does: one without the driver does nothing (seen).
 *
 * A guest that does not follow is told by a warning. The step is done nevertheless: the balloon keeps its target and the definition has
 * it, so that there is nothing that another apply could do.
 */
export async function setMemory(step: Step, context: StepContext, dom: Domain): Promise<void> {
  const { args } = step;
  const kib = BigInt(Number(args.kib));
  await libvirt(context.host).domains.setMemory(dom, kib, affect(args));
  if (args.live !== true) return;
  const left = await followed(kib * 1024n, context, dom);
  if (left !== undefined) context.warn(notFollowed(step, kib * 1024n, left));
}

/** Bytes that the guest still has once it stopped following; undefined where it got there. */
async function followed(target: bigint, context: StepContext, dom: Domain): Promise<bigint | undefined> {
  const { host, clock, signal } = context;
  let [before, since] = [-1n, clock.now()];
  for (;;) {
    const now = currentMemory(await runningXml(host, dom));
    const missing = now > target ? now - target : target - now;
    if (missing <= SLACK) return undefined;
    if (now !== before) [before, since] = [now, clock.now()];
    const passed = clock.now() - since;
    if (passed >= PATIENCE) return now;
    context.progress(passed, PATIENCE, 'ms');
    await clock.sleep(LOOK_EVERY, signal);
  }
}

/** libvirt asks the balloon, and writes KiB. */
function currentMemory(running: XmlElement): bigint {
  const element = childNamed(running, 'currentMemory');
  const unit = bytesInUnit(element?.attributes.get('unit') ?? 'KiB') ?? 1024n;
  return element === undefined ? 0n : BigInt(textOf(element).trim()) * unit;
}

function notFollowed({ why }: Step, target: bigint, left: bigint): Diagnostic {
  return {
    severity: 'warning',
    summary: `${why}: the guest still has ${formatBytes(left)}`,
    detail: `The balloon was told, and the definition has ${formatBytes(target)}. The guest gave or took nothing more for ${PATIENCE / 1000} s.`,
    action:
      'See in the guest whether its balloon driver (virtio_balloon) is loaded and it can spare the memory: as soon as it can, it follows.',
    path: ['current_memory'],
  };
}
