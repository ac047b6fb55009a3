import type { ProcedureName } from '@virtform/libvirt';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startProxy } from './proxy.js';

/** A way to a hypervisor on which one call waits until it is let go. */
export interface HeldCall {
  /** What a program names as its host. */
  readonly uri: string;
  /** Resolves when the call has come: who sent it is in the middle of its work. */
  readonly reached: Promise<void>;
  letGo(): void;
  stop(): Promise<void>;
}

/** Holds the first call of a procedure: an apply that sends it stands still with its lock held and its intents written. */
export async function holdCall(hypervisor: Hypervisor, procedure: ProcedureName): Promise<HeldCall> {
  let reach: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const until = new Promise<void>((resolve) => (letGo = resolve));
  const proxy = await startProxy({
    target: hypervisor.socket,
    troubles: [{ direction: 'request', procedure, fault: { kind: 'hold', reached: () => reach(), until } }],
  });
  return {
    uri: `qemu+unix:///system?socket=${proxy.socket}`,
    reached,
    letGo: () => letGo(),
    stop: () => proxy.stop(),
  };
}
