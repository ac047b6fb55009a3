import type { Json, JsonObject } from '@virtform/values';
import type { CheckStatus } from '../config/index.js';
import { isJsonList, isJsonObject } from '../state/shape.js';
import type { CheckedKind, CheckedObject, CheckResult } from './results.js';

/** Results as states of version 4 keep them; null where nothing has conditions. */
export function stateResults(results: readonly CheckResult[]): Json {
  if (results.length === 0) return null;
  return results.map(({ kind, address, status, objects }) => ({
    object_kind: kind,
    config_addr: address,
    status,
    // Terraform writes null for none, whether it knows that there are none or not.
    objects: objects === undefined || objects.length === 0 ? null : objects.map(stateObject),
  }));
}

function stateObject({ address, status, messages }: CheckedObject): JsonObject {
  return {
    object_addr: address,
    status,
    ...(messages.length === 0 ? {} : { failure_messages: messages }),
  };
}

const KINDS: readonly CheckedKind[] = ['resource', 'output', 'check', 'var'];
const STATUSES: readonly CheckStatus[] = ['pass', 'fail', 'error', 'unknown'];

/** What a state says that conditions came to, whoever wrote it. What says something else is left out: nothing rests on it. */
export function readStateResults(stored: Json): readonly CheckResult[] {
  return elementsOf(stored).flatMap((entry): readonly CheckResult[] => {
    const kind = KINDS.find((known) => known === entry.object_kind);
    const { config_addr: address, status, objects } = entry;
    if (kind === undefined || typeof address !== 'string') return [];
    const known = statusOf(status);
    const checked = elementsOf(objects).flatMap(readObject);
    const counted = checked.length > 0 || known === 'pass';
    return [{ kind, address, status: known, ...(counted ? { objects: checked } : {}) }];
  });
}

function readObject({
  object_addr: address,
  status,
  failure_messages: messages,
}: JsonObject): readonly CheckedObject[] {
  if (typeof address !== 'string') return [];
  const texts = messages !== undefined && isJsonList(messages) ? messages : [];
  return [{ address, status: statusOf(status), messages: texts.filter((text) => typeof text === 'string') }];
}

function statusOf(status: Json | undefined): CheckStatus {
  return STATUSES.find((known) => known === status) ?? 'unknown';
}

function elementsOf(list: Json | undefined): readonly JsonObject[] {
  return list !== undefined && isJsonList(list) ? list.filter(isJsonObject) : [];
}
