import { FRAME_STATUS } from '../wire/frame.js';
import { isHole, lengthOf, type StreamItem } from './hole.js';
import type { StreamCall } from './port.js';
import { type Limits, Session } from './session.js';

/** Bytes received and not consumed yet at which reading stops, and at which it goes on. */
const HIGH_WATER = 8 * 1_048_576;
const LOW_WATER = 2 * 1_048_576;

/** Gives everything the other side sends, as it is consumed. */
export async function* receive(
  call: StreamCall,
  options: Limits,
): AsyncGenerator<StreamItem, void, undefined> {
  const queue: StreamItem[] = [];
  const flow = { queued: 0, paused: false };
  let wake: (() => void) | undefined;
  const session = new Session(call, options, (item) => {
    queue.push(item);
    flow.queued += sizeOf(item);
    if (!flow.paused && flow.queued > HIGH_WATER) {
      flow.paused = true;
      session.port.pause();
    }
    wake?.();
  });
  let complete = false;
  try {
    await session.progress(session.replied);
    let received = 0;
    for (;;) {
      const item = queue.shift();
      if (item === undefined) {
        await session.progress(new Promise<void>((resolve) => (wake = resolve)));
        continue;
      }
      // An empty packet is the end.
      if (lengthOf(item) === 0 && !isHole(item)) break;
      flow.queued -= sizeOf(item);
      if (flow.paused && flow.queued < LOW_WATER) {
        flow.paused = false;
        session.port.resume();
      }
      received += lengthOf(item);
      options.onProgress?.(received);
      yield item;
    }
    // Without this the daemon keeps a descriptor of each download open.
    session.port.send(FRAME_STATUS.OK);
    await session.progress(session.finished);
    complete = true;
  } catch (cause) {
    throw session.explain(cause);
  } finally {
    if (flow.paused) session.port.resume();
    if (!complete) await session.abort();
    session.end();
  }
}

/** Bytes that it takes here while it waits. */
function sizeOf(item: StreamItem): number {
  return isHole(item) ? 0 : item.length;
}
