import { DomainXmlFlags, isHole, readingProcedures } from '@virtform/libvirt';
import type {
  ArgsOf,
  Caller,
  EventSubscription,
  LibvirtEvent,
  ProcedureName,
  ResultOf,
  StreamItem,
  UploadProcedure,
} from '@virtform/libvirt';
import type { Access } from '../../effects.js';
import type { Gate } from '../gate.js';
import { domainHandlers } from './domains.js';
import type { Handlers } from './handlers.js';
import { networkHandlers } from './networks.js';
import { storageHandlers, storeContent } from './pools.js';
import { refuse, unsupported } from './refusals.js';
import type { World } from './world.js';

const READING: ReadonlySet<string> = new Set(readingProcedures);

/**
 * A connection to a simulated host. Calls act at once when they have passed the gate, in the order in which they came; what a call
 * did stays done when its reply never comes.
 */
export function simulatedCaller(world: World, uri: string, access: Access, gate: Gate): Caller {
  const handlers: Handlers = {
    ...domainHandlers(world),
    ...networkHandlers(world),
    ...storageHandlers(world),
  };

  const permit = (procedure: ProcedureName, flags: number): void => {
    // XML with secrets is for those who may write.
    const secret = procedure === 'DOMAIN_GET_XML_DESC' && (flags & DomainXmlFlags.SECURE) !== 0;
    if (access === 'change' || (READING.has(procedure) && !(access === 'read' && secret))) return;
    throw refuse('denied', `operation forbidden: read only access prevents ${procedure}`);
  };

  return {
    uri,
    async call<P extends ProcedureName>(procedure: P, args: ArgsOf<P>): Promise<ResultOf<P>> {
      await gate.pass(`call ${procedure}`);
      permit(procedure, flagsOf(args));
      const handler = handlers[procedure];
      if (handler === undefined) throw unsupported(procedure);
      const result = handler(args);
      await gate.pass(`call ${procedure} done`);
      return result;
    },
    async upload<P extends UploadProcedure>(
      procedure: P,
      args: ArgsOf<P>,
      source: AsyncIterable<StreamItem>,
    ): Promise<void> {
      await gate.pass(`call ${procedure}`);
      permit(procedure, 0);
      let length = 0n;
      let head = Buffer.alloc(0);
      for await (const chunk of source) {
        if (isHole(chunk)) throw unsupported(`${procedure} with holes`);
        if (head.length < HEAD) head = Buffer.concat([head, chunk]).subarray(0, HEAD);
        length += BigInt(chunk.length);
        storeContent(world, args.vol, length, head);
        await gate.pass(`call ${procedure} at ${length}`);
      }
      await gate.pass(`call ${procedure} done`);
    },
    download: (procedure) => {
      throw unsupported(procedure);
    },
    converse: async (procedure) => {
      throw unsupported(procedure);
    },
    events: () => noEvents(),
    close: () => gate.pass('close'),
  };
}

/** Bytes of an image that say what it is. */
const HEAD = 512;

function flagsOf(args: object): number {
  return 'flags' in args && typeof args.flags === 'number' ? args.flags : 0;
}

/** Nothing happens on a simulated host but what its callers do; a device that is detached is gone at once. */
function noEvents(): EventSubscription {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    ready: Promise.resolve(),
    listen: () => ended,
    close: async () => end(),
    // eslint-disable-next-line require-yield -- it is a stream of nothing, which ends when it is closed
    async *[Symbol.asyncIterator](): AsyncGenerator<LibvirtEvent> {
      await ended;
    },
  };
}
