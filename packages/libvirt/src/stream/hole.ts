/** A run of zeros that is not sent: so many bytes, of which the volume keeps none where it can. */
export interface Hole {
  readonly hole: number;
}

/** What a sparse stream is made of. */
export type StreamItem = Uint8Array | Hole;

/** Whether it is a hole and no bytes. */
export function isHole(item: StreamItem): item is Hole {
  return 'hole' in item;
}

/** How many bytes of the volume it stands for. */
export function lengthOf(item: StreamItem): number {
  return isHole(item) ? item.hole : item.length;
}

/**
 * Zeros are looked for in steps of so many bytes, as in qemu-img (its -S 64k is between a block of a file system, 4 KiB, and qcow2's
 * cluster): a smaller hole costs a packet and saves little.
 */
const STEP = 65_536;
const ZEROS = Buffer.alloc(STEP);

/**
 * Finds the zeros in what a source gives and passes them on as holes. Node cannot ask a file where its holes are (SEEK_DATA); reading one
 * costs no disk, and comparing it with zeros little.
 */
export async function* withHoles(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamItem, void, undefined> {
  let hole = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += STEP) {
      const step = chunk.subarray(at, at + STEP);
      if (step.length < STEP || ZEROS.compare(step) !== 0) {
        if (hole > 0) yield { hole };
        hole = 0;
        continue;
      }
      if (at > from) yield chunk.subarray(from, at);
      hole += step.length;
      from = at + step.length;
    }
    if (from < chunk.length) yield chunk.subarray(from);
  }
  if (hole > 0) yield { hole };
}
