import type { Caller } from '@virtform/libvirt';
import type { HostEffects } from '../effects/effects.js';
import type { HostSource } from '../kinds/sources.js';

/** The connections by which a host is looked at, opened when they are first asked for and shared by all who ask. */
export interface HostConnections extends HostSource {
  /** Counts how often they were opened anew. */
  readonly generation: number;
  /** Lets the connections of that generation go, so that the next who asks opens new ones; whoever lost the same ones shares them. */
  renew(generation: number): Promise<void>;
  close(): Promise<void>;
}

type ReadingAccess = 'read' | 'inspect';

/** Opens nothing yet. */
export function hostConnections(uri: string, hosts: HostEffects, signal?: AbortSignal): HostConnections {
  const open = new Map<ReadingAccess, Promise<Caller>>();
  let generation = 0;
  const connect = (access: ReadingAccess): Promise<Caller> => {
    const known = open.get(access);
    if (known !== undefined) return known;
    const connecting = hosts.connect(uri, access, signal);
    open.set(access, connecting);
    return connecting;
  };
  const close = async (): Promise<void> => {
    const opened = await Promise.allSettled([...open.values()]);
    open.clear();
    // What was read is read; that a connection does not end well changes nothing about it.
    const callers = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await Promise.allSettled(callers.map((caller) => caller.close()));
  };
  return {
    uri,
    get generation() {
      return generation;
    },
    read: () => connect('read'),
    inspect: () => connect('inspect'),
    async renew(lost) {
      if (lost !== generation) return;
      generation += 1;
      await close();
    },
    close,
  };
}
