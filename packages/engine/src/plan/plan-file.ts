import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DiagnosticsError, isObject } from '@virtform/values';
import type { Diagnostic, Json, JsonObject } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { decodeValue, encodeValue } from './encoding.js';
import type { Plan } from './plan.js';

/** Says what a file is; the number rises when older files can no longer be read. */
const FORMAT = 'virtform-plan-1';

/**
 * Writes a plan to a file: gzip over JSON, readable by its owner alone, since plans hold what states hold.
 *
 * What a plan is bound to (lineage, serial, digest of the configuration) stands in it and is checked when it is applied.
 */
export async function writePlanFile(files: FileEffects, path: string, plan: Plan): Promise<void> {
  const body = JSON.stringify(encodeValue(withoutCauses(plan)));
  const content = JSON.stringify({ format: FORMAT, sha256: digest(body), plan: body });
  await files.overwrite(path, gzipSync(content), 0o600);
}

/**
 * Reads a plan file.
 *
 * @throws DiagnosticsError where there is none, or where it is no plan, a damaged one, or of another version
 */
export async function readPlanFile(files: FileEffects, path: string): Promise<Plan> {
  const content = await files.read(path);
  if (content === undefined) throw unreadable(path, 'There is no such file.');
  const envelope = parse(path, () => gunzipSync(content).toString('utf8'));
  const { format, sha256, plan } = isJsonObject(envelope) ? envelope : {};
  if (format !== FORMAT) throw unreadable(path, `It is not a plan of this version (${FORMAT}).`);
  if (typeof plan !== 'string' || digest(plan) !== sha256) throw unreadable(path, 'It is damaged.');
  const decoded: unknown = decodeValue(parse(path, () => plan));
  if (!isPlan(decoded)) throw unreadable(path, 'It is damaged.');
  return decoded;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(path: string, text: () => string): Json {
  try {
    // What JSON.parse gives is JSON; its own type says any.
    return JSON.parse(text()) as Json;
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error), error);
  }
}

function isJsonObject(value: Json): value is JsonObject {
  return isObject(value);
}

/** Causes of diagnostics are thrown objects, and what they say stands in the detail. */
function withoutCauses(plan: Plan): Plan {
  return { ...plan, diagnostics: plan.diagnostics.map(withoutCause) };
}

function withoutCause(diagnostic: Diagnostic): Diagnostic {
  const { severity, summary, ...rest } = diagnostic;
  const kept = Object.entries(rest).filter(([name]) => name !== 'cause');
  return { severity, summary, ...Object.fromEntries(kept) };
}

/** The checksum says that this tool wrote it; what is looked at here is what an older version could have written otherwise. */
function isPlan(value: unknown): value is Plan {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return (
    typeof fields.get('lineage') === 'string' &&
    typeof fields.get('serial') === 'number' &&
    typeof fields.get('told') === 'object' &&
    Array.isArray(fields.get('nodes')) &&
    Array.isArray(fields.get('outputs'))
  );
}

function unreadable(path: string, detail: string, cause?: unknown): DiagnosticsError {
  return new DiagnosticsError([
    {
      severity: 'error',
      summary: `${path} cannot be read as a plan`,
      detail,
      action: 'Make a new one with plan -out.',
      ...(cause === undefined ? {} : { cause }),
    },
  ]);
}
