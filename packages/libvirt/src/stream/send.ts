import { SLOW_FACTOR } from '../waiter.js';
import { FRAME_STATUS } from '../wire/frame.js';
import { isHole, lengthOf, type StreamItem } from './hole.js';
import type { StreamCall, StreamPort } from './port.js';
import { type Limits, Session } from './session.js';

/**
 * The size of a packet, in bytes. The daemon takes a packet in whole before it writes it, so that with small packets both go on side by
 * side; with 256 KiB and its header, or more, each costs it fresh memory and twice the time (1 GiB into libvirt 9.0: 620 ms with 192 KiB,
 * 670 to 1,000 with 64 to 160 KiB, 1,800 with 256 KiB).
 */
export const PACKET = 196_608;

/** Sends everything the source gives. */
export async function send(
  call: StreamCall,
  source: AsyncIterable<StreamItem>,
  options: Limits,
): Promise<void> {
  const session = new Session(call, options, () => undefined);
  const items = source[Symbol.asyncIterator]();
  try {
    await session.progress(session.replied);
    let sent = 0;
    /** A failure of the source counts when it is waited for. */
    const ask = (): Promise<IteratorResult<StreamItem, unknown>> => {
      const next = items.next();
      next.catch(() => undefined);
      return next;
    };
    for (let coming = ask(); ;) {
      // The source may take its time; only libvirt's own has a deadline.
      const next = await session.unlessFailed(coming);
      if (next.done === true) break;
      // While this one leaves, the next one is read.
      coming = ask();
      for (const packet of packets(next.value)) {
        sendItem(session.port, packet);
        const drained = session.port.drained();
        if (drained !== undefined) await session.progress(drained);
        sent += lengthOf(packet);
        options.onProgress?.(sent);
      }
    }
    session.port.send(FRAME_STATUS.OK);
    // The host may have to write it all to its disk before it says so.
    await session.progress(session.finished, SLOW_FACTOR * options.deadline);
  } catch (cause) {
    // Not awaited: a source that hangs must not hold back the news.
    items.return?.().catch(() => undefined);
    await session.abort();
    throw session.explain(cause);
  } finally {
    session.end();
  }
}

function* packets(item: StreamItem): Generator<StreamItem, void, undefined> {
  if (isHole(item)) {
    if (item.hole > 0) yield item;
    return;
  }
  for (let at = 0; at < item.length; at += PACKET) yield item.subarray(at, at + PACKET);
}

function sendItem(port: StreamPort, item: StreamItem): void {
  if (isHole(item)) port.sendHole(item.hole);
  else port.send(FRAME_STATUS.CONTINUE, item);
}
