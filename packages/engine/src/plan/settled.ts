import { createHash } from 'node:crypto';
import { equalValues, isList, isObject } from '@virtform/values';
import type { Diagnostic, JsonObject, Value } from '@virtform/values';
import type { Evaluated, ResourceBlock } from '../config/index.js';
import { readOurParts } from '../state/bookkeeping.js';
import type { Bookkeeping, StateInstance } from '../state/state.js';
import type { AskedObject } from './check-across.js';
import { names } from './context.js';
import type { KindOnHost, PlanContext } from './context.js';
import type { PlannedInstance } from './plan-instance.js';
import type { ResourceNode } from './plan.js';
import { withSchemaSecrets } from './secrets.js';
import type { SettledObjects } from './settled-objects.js';

/** What the answer about an instance rests on. */
interface Trace {
  /** What we kept of the instance; where it is settled, what is wanted is what was wanted. */
  readonly kept: Bookkeeping;
  /** The same again: the same answer. */
  readonly digest: string;
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
  if (read === undefined || typeof read.private !== 'string') return undefined;
  const { bookkeeping: kept, trying, restarting } = readOurParts(read.private);
  if (kept === undefined || kept.intent || trying !== undefined || restarting === true) return undefined;
  const seen = kind.fingerprint(host.view, kept.identity);
  const stored = jsonText(read);
  if (seen === undefined || stored === undefined) return undefined;
  const told = toldDigest(settled, { type: kind.type, host: host.host, provider }, seen.object, read.private);
  const { around } = seen;
  const about = [told, kind.type, lineage, address, provider, host.host, around.length, body.value];
  const digest = digestOf(JSON.stringify(about), around, stored);
  return {
    kept,
    digest,
    // Both are met by that, and kept.
    settled: [told, digest].map((each) => settled.has(each)).every(Boolean),
    remember: () => [told, digest].forEach((each) => settled.remember(each)),
  };
}

/**
 * Whether what an object says is what its state has of it, as far as is known: an apply that read it back found it so, or a plan that
 * found it settled did. Then it need not be decoded to know that.
 */
export function isAsTold(
  { settled }: Pick<PlanContext, 'settled'>,
  { kind, host }: KindOnHost,
  provider: string,
  prior: StateInstance,
): boolean {
  if (settled === undefined || prior.bookkeeping === undefined) return false;
  const seen = kind.fingerprint?.(host.view, prior.bookkeeping.identity);
  if (seen === undefined) return false;
  const where: ToldPlace = { type: kind.type, host: host.host, provider };
  const digest = toldDigestOf(settled, where, seen.object, prior);
  return digest !== undefined && settled.has(digest);
}

/** Remembers that an object, as it was read, says what its state has of it; not where secrets are a part of that. */
export function rememberTold(
  settled: SettledObjects,
  { instance, host, provider }: Pick<ResourceNode, 'instance' | 'host' | 'provider'>,
  seen: string,
  prior: StateInstance,
): void {
  if (withSchemaSecrets(instance, prior.attributes, prior.sensitive).length > 0) return;
  const digest = toldDigestOf(settled, { type: instance.type, host, provider }, seen, prior);
  if (digest !== undefined) settled.remember(digest);
}

/** Where an object is, and of which type. */
interface ToldPlace {
  readonly type: string;
  readonly host: string | undefined;
  readonly provider: string;
}

function toldDigestOf(
  settled: SettledObjects,
  where: ToldPlace,
  seen: string,
  prior: StateInstance,
): string | undefined {
  const { bookkeeping, tainted, trying, restarting, sensitive } = prior;
  // Bookkeeping that stands is of these very attributes: `private` holds their digest.
  const isWhole = trying === undefined && restarting === undefined;
  const isPlain = bookkeeping?.intent === false && !tainted && isWhole && sensitive.length === 0;
  const text = isPlain ? settled.privateOf(prior) : undefined;
  return text === undefined ? undefined : toldDigest(settled, where, seen, text);
}

function toldDigest({ code }: SettledObjects, where: ToldPlace, seen: string, text: string): string {
  const about = [code, 'told', where.type, where.host ?? where.provider, seen.length];
  return digestOf(JSON.stringify(about), seen, text);
}

/** What was read as JSON, as text again; undefined where it holds an integer beyond 2^53, of which JSON.stringify will not hear. */
function jsonText(read: JsonObject): string | undefined {
  try {
    return JSON.stringify(read);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function digestOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('base64').slice(0, 22);
}

/**
 * What contradicts itself among objects. That nothing does is remembered, and not asked again of the same objects.
 *
 * @param check what is asked of them
 */
export function checkedOnce(
  settled: SettledObjects | undefined,
  asked: readonly AskedObject[],
  check: (asked: readonly AskedObject[]) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const known = asked.flatMap(({ trace }) => trace ?? []);
  if (settled === undefined || asked.length === 0 || known.length < asked.length) return check(asked);
  const digest = digestOf(settled.code, 'together', ...known);
  if (settled.has(digest)) return [];
  const found = check(asked);
  if (found.length === 0) settled.remember(digest);
  return found;
}

/** The trace of what is asked for an object that is not settled; undefined where JSON cannot say it. */
export function traceOfAsked({ type, address, host, value }: AskedObject): string | undefined {
  return isJson(value) ? digestOf(JSON.stringify([type, address, host, value])) : undefined;
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
