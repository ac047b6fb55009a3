import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileEffects } from './effects/effects.js';
import type { SettledObjects } from './plan/settled-objects.js';
import type { StateCodec } from './state/index.js';

/** Where plans keep what they found settled, and which code found it. */
export interface MemoryPlace {
  /** Absolute. */
  readonly folder: string;
  /** Differs with every version of the code. */
  readonly code: string;
}

/** What earlier plans of a state found settled, and what this one does. */
export interface SettledMemory extends SettledObjects {
  /**
   * Writes down what is new. What this plan did not meet any more is forgotten.
   *
   * @param partial not every object was asked for: what is known of the others stays
   */
  save(partial: boolean): Promise<void>;
}

/** Bytes of a digest as text. */
const LENGTH = 22;

/**
 * Opens the memory of a state. It is no more than a shorter way to the same plan: where it cannot be read or written, plans take the
 * long one. What a torn write leaves behind is no digest of anything.
 */
export async function openMemory(
  files: FileEffects,
  { folder, code }: MemoryPlace,
  lineage: string,
  codec: Pick<StateCodec, 'asRead' | 'privateOf'>,
): Promise<SettledMemory> {
  const file = join(folder, `settled-${createHash('sha256').update(lineage).digest('hex').slice(0, 16)}`);
  const known = new Set(cut(await files.read(file).catch(() => undefined)));
  const met = new Set<string>();
  let isNew = false;
  return {
    code,
    asRead: (instance) => codec.asRead(instance),
    privateOf: (instance) => codec.privateOf(instance),
    has(digest) {
      const isKnown = known.has(digest);
      if (isKnown) met.add(digest);
      return isKnown;
    },
    remember(digest) {
      met.add(digest);
      isNew = true;
    },
    async save(partial) {
      if (!isNew) return;
      const digests = partial ? new Set([...known, ...met]) : met;
      try {
        await files.makeFolder(folder);
        await files.overwrite(file, Buffer.from([...digests].join('')), 0o600, false);
      } catch {
        // A full disk, a home that is read-only: the next plan takes the long way.
      }
    },
  };
}

function cut(content: Buffer | undefined): readonly string[] {
  const text = content?.toString('latin1') ?? '';
  return Array.from({ length: Math.floor(text.length / LENGTH) }, (_, index) =>
    text.slice(index * LENGTH, (index + 1) * LENGTH),
  );
}
