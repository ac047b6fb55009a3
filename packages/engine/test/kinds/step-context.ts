import type { Caller } from '@virtform/libvirt';
import type { Effects } from '../../src/effects/effects.js';
import { KINDS, libvirtProvider } from '../../src/kinds/index.js';
import type { Step, StepContext } from '../../src/kinds/kind.js';

/** What a step has of its own beside where it runs. */
type Own = Pick<StepContext, 'host' | 'files' | 'clock' | 'identity' | 'mark' | 'wanted'>;

/** The context of a step that nobody watches, and nobody interrupts. */
export function stepContext(own: Own, more: Partial<StepContext> = {}): StepContext {
  return {
    ...own,
    signal: new AbortController().signal,
    progress: () => undefined,
    share: (awaited) => awaited,
    warn: () => undefined,
    ...more,
  };
}

/** A host and a machine on which steps are run. */
export interface StepBench {
  readonly effects: Pick<Effects, 'files' | 'clock'>;
  readonly host: Caller;
}

/** Runs a step of a kind, on an object called `it`, with what is there by then. */
export async function runStep(
  type: string,
  step: Step,
  { effects: { files, clock }, host }: StepBench,
  { identity, wanted }: Pick<StepContext, 'identity' | 'wanted'>,
): Promise<void> {
  const mark = { lineage: 'l', address: `${type}.it` };
  await KINDS.get(type)?.execute(
    step,
    stepContext({ host, files, clock, identity, mark, wanted }),
    await libvirtProvider.readHost(
      host,
      () => Promise.resolve(host),
      { files, folder: '/work/.virtform' },
      [],
    ),
  );
}
