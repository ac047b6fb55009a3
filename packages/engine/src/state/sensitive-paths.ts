import { type Json, type JsonObject, type Path, samePath } from '@virtform/values';
import { isJsonList, type Shape, ShapeError } from './shape.js';

/** Where sensitive values stand, and which of the steps there are keys of maps. */
export interface SensitivePaths {
  readonly paths: readonly Path[];
  readonly mapKeys: readonly Path[];
}

const NONE: SensitivePaths = { paths: [], mapKeys: [] };

/**
 * Reads `sensitive_attributes` of an instance. A step is `{type: "get_attr", value: NAME}`, or `{type: "index", value: {value,
 * type}}` with a number (list) or a string (map).
 */
export function parseSensitivePaths(instance: Shape): SensitivePaths {
  const list = instance.list('sensitive_attributes');
  if (list.length === 0) return NONE;
  const mapKeys: Path[] = [];
  const paths = list.map((steps, index) => {
    if (!isJsonList(steps))
      throw new ShapeError([...instance.path, 'sensitive_attributes', index], 'is no list of steps');
    const path: (string | number)[] = [];
    steps.forEach((step, at) => {
      const { value, isKey } = parseStep(instance.inner(step, 'sensitive_attributes', index, at));
      path.push(value);
      if (isKey && !mapKeys.some((known) => samePath(known, path))) mapKeys.push([...path]);
    });
    return path;
  });
  return { paths, mapKeys };
}

function parseStep(step: Shape): { readonly value: string | number; readonly isKey: boolean } {
  const type = step.text('type');
  if (type === 'get_attr') return { value: step.text('value'), isKey: false };
  if (type !== 'index') throw new ShapeError([...step.path, 'type'], 'is neither "get_attr" nor "index"');
  const key = step.inner(step.get('value') ?? null, 'value').get('value');
  if (typeof key !== 'string' && typeof key !== 'number') {
    throw new ShapeError([...step.path, 'value', 'value'], 'is neither a text nor a number');
  }
  return { value: key, isKey: typeof key === 'string' };
}

/** The paths as `sensitive_attributes` holds them. */
export function sensitivePathsJson(paths: readonly Path[], mapKeys: readonly Path[]): Json {
  return paths.map((path) =>
    path.map((step, at): JsonObject => {
      if (typeof step === 'number') return { type: 'index', value: { value: step, type: 'number' } };
      const isKey = mapKeys.some((known) => samePath(known, path.slice(0, at + 1)));
      return isKey
        ? { type: 'index', value: { value: step, type: 'string' } }
        : { type: 'get_attr', value: step };
    }),
  );
}
