import { createHash } from 'node:crypto';
import type * as zlib from 'node:zlib';
import { DiagnosticsError, isObject } from '@virtform/values';
import type { Diagnostic, Json, JsonObject, Value } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import { decodeValue, encodeValue } from './encoding.js';
import { errorCode, reasonOf } from '../state/errors.js';
import type { Plan } from './plan.js';
import { isPlan, planProblem } from './plan-shape.js';

/** Says what a file is; the number rises when older files can no longer be read. */
const FORMAT = 'virtform-plan-3';

/**
 * Writes a plan to a file: gzip over JSON, readable by its owner alone, since plans hold what states hold.
 *
 * What a plan is bound to (lineage, serial, digest of the configuration) stands in it and is checked when it is applied.
 */
export async function writePlanFile(files: FileEffects, path: string, plan: Plan): Promise<void> {
  const body = JSON.stringify(encodeValue(withoutCauses(plan)));
  const content = JSON.stringify({ format: FORMAT, sha256: digest(body), plan: body });
  if (content.length > LARGEST) throw tooLarge(path);
  const { gzipSync } = await import('node:zlib');
  await files.overwrite(path, gzipSync(content), 0o600);
}

/**
 * Reads a plan file.
 *
 * @throws DiagnosticsError where there is none, or where it is no plan, a damaged one, or of another version
 */
export async function readPlanFile(files: FileEffects, path: string): Promise<Plan> {
  const content = await files.read(path).catch((error: unknown) => {
    throw unreadable(path, `${reasonOf(error)}.`, error);
  });
  if (content === undefined) throw unreadable(path, 'There is no such file.');
  if (content.subarray(0, ZIP.length).equals(ZIP)) throw unreadable(path, 'It is a plan of Terraform.');
  const { gunzipSync } = await import('node:zlib');
  const envelope = parse(path, () => unpack(content, gunzipSync));
  const { format, sha256, plan } = isJsonObject(envelope) ? envelope : {};
  if (format !== FORMAT) throw unreadable(path, otherFormat(format));
  if (typeof plan !== 'string' || digest(plan) !== sha256) throw unreadable(path, 'It is damaged.');
  const decoded = decode(
    path,
    parse(path, () => plan),
  );
  const problem = planProblem(decoded);
  const read: unknown = decoded;
  if (!isPlan(read, problem)) throw unreadable(path, `It is damaged: ${problem ?? 'it is no object'}.`);
  return read;
}

/** What Terraform's plans begin with. */
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');

/** Bytes of a plan, unpacked. More is none that this tool wrote, and may be made to fill the memory. */
const LARGEST = 256 * 1024 * 1024;

function unpack(content: Buffer, gunzipSync: typeof zlib.gunzipSync): string {
  try {
    return gunzipSync(content, { maxOutputLength: LARGEST }).toString('utf8');
  } catch (error) {
    if (errorCode(error) !== 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new Error(`It is larger than ${LARGEST / 1024 / 1024} MiB, which no plan is.`, { cause: error });
  }
}

function otherFormat(format: Json | undefined): string {
  if (typeof format !== 'string') return 'It is none.';
  const version = /^virtform-plan-(\d+)$/.exec(format)?.[1];
  if (version === undefined) return 'It is none.';
  const age = Number(version) > Number(FORMAT.slice(FORMAT.lastIndexOf('-') + 1)) ? 'a newer' : 'an older';
  return `It was made by ${age} virtform (${format}); this one reads ${FORMAT}.`;
}

function decode(path: string, encoded: Json): Value {
  try {
    return decodeValue(encoded);
  } catch (error) {
    throw unreadable(path, `It is damaged: ${reasonOf(error)}.`, error);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(path: string, text: () => string): Json {
  try {
    // What JSON.parse gives is JSON; its own type says any.
    return JSON.parse(text()) as Json;
  } catch (error) {
    throw unreadable(path, reasonOf(error), error);
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

function tooLarge(path: string): DiagnosticsError {
  return new DiagnosticsError([
    {
      severity: 'error',
      summary: `The plan is too large to be written to ${path}`,
      detail: `It takes more than ${LARGEST / 1024 / 1024} MiB.`,
      action: 'Plan in parts, with -target, or apply without a file.',
    },
  ]);
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
