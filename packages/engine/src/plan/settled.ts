import { createHash } from 'node:crypto';
import { equalValues, isList, isObject } from '@virtform/values';
import type { Value } from '@virtform/values';
import type { Evaluated, ResourceBlock } from '../config/index.js';
import { readOurPart } from '../state/bookkeeping.js';
import type { Bookkeeping, StateInstance } from '../state/state.js';
import { names } from './context.js';
import type { KindOnHost, PlanContext } from './context.js';
import type { PlannedInstance } from './plan-instance.js';

/** What the answer about an instance rests on. */
interface Trace {
  /** What we kept of the instance; where it is settled, what is wanted is what was wanted. */
  readonly kept: Bookkeeping;
  readonly settled: boolean;
  remember(): void;
}

interface TraceQuestion extends KindOnHost {
  readonly provider: string;
  readonly address: string;
  readonly block: ResourceBlock;
  readonly prior: StateInstance | undefined;
  readonly body: Evaluated;
}

/** The trace of an instance; undefined where it has to be looked at in any case. */
export function traceOf(context: PlanContext, question: TraceQuestion): Trace | undefined {
  const { settled, options, lineage } = context;
  const { kind, host, provider, address, block, prior, body } = question;
  if (settled === undefined || prior === undefined || kind.fingerprint === undefined) return undefined;
  const { ignoreChanges, replaceTriggeredBy } = block.lifecycle;
  const plain = prior.deposed === undefined && !prior.tainted && prior.sensitive.length === 0;
  if (!plain || ignoreChanges.length > 0 || replaceTriggeredBy.length > 0) return undefined;
  if (context.movedFrom(address) !== undefined) return undefined;
  if (names(options.replace, address) || body.diagnostics.length > 0 || !isJson(body.value)) return undefined;
  const read = settled.asRead(prior);
  const kept = typeof read?.private === 'string' ? readOurPart(read.private) : undefined;
  if (kept === undefined || kept.intent || read === undefined || !isJson(read)) return undefined;
  const seen = kind.fingerprint(host.view, kept.identity);
  if (seen === undefined) return undefined;
  const all = [settled.code, kind.type, lineage, address, provider, host.uri, seen, read, body.value];
  const digest = createHash('sha256').update(JSON.stringify(all)).digest('base64').slice(0, 22);
  return { kept, settled: settled.has(digest), remember: () => settled.remember(digest) };
}

/** Whether what was planned for an instance says that it is settled. Secrets are not for others to keep, not even as digests. */
export function isSettled(
  { node, diagnostics }: PlannedInstance,
  prior: StateInstance | undefined,
  said: Value,
): boolean {
  const kept = prior?.bookkeeping;
  return (
    kept !== undefined &&
    node?.node === 'resource' &&
    node.action === 'no-op' &&
    !node.resumes &&
    [
      diagnostics,
      node.changes,
      node.steps,
      node.waiting,
      node.drift,
      node.sensitive.before,
      node.sensitive.after,
    ].every((list) => list.length === 0) &&
    equalValues(node.before, prior?.attributes) &&
    equalValues(node.after, prior?.attributes) &&
    equalValues(node.wanted, kept.wanted) &&
    equalValues(said, kept.wanted) &&
    equalValues(node.identity, kept.identity)
  );
}

/** Whether JSON can tell the value from every other: no unknown values, marks, sets, or integers beyond 2^53. */
function isJson(value: Value): boolean {
  if (typeof value !== 'object') return typeof value !== 'bigint';
  if (value === null) return true;
  if (isList(value)) return value.every(isJson);
  if (!isObject(value)) return false;
  for (const name in value) if (!isJson(value[name] ?? null)) return false;
  return true;
}
