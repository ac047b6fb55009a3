import { formatPath, type Value, type ValueObject } from '@virtform/values';
import { diff, domain, formatEditPath, type DiffOptions, type ResourceSchema } from '../../src/index';

const say = (value: Value | undefined) => (value === undefined ? '-' : JSON.stringify(value));

interface Line {
  readonly change: string;
  readonly edits: readonly string[];
}

/** Differences as lines: path: before → after, and the edits that make it so. */
export function lines(
  from: ValueObject,
  to: ValueObject,
  options?: DiffOptions,
  schema: ResourceSchema = domain,
): readonly Line[] {
  return diff(schema, from, to, options).map(({ path, before, after, edits }) => ({
    change: `${formatPath(path)}: ${say(before)} → ${say(after)}`,
    edits: edits.map(({ path: at, value }) => `${formatEditPath(at)} = ${say(value)}`),
  }));
}
