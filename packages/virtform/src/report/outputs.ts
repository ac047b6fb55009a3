import type { State } from '@virtform/engine';
import { type Json, PreciseNumber } from '@virtform/values';
import { formatTyped } from './typed-value.js';

/** An output as Terraform's JSON has it. */
export interface ShownOutput {
  readonly value: Json;
  readonly type: Json;
  readonly sensitive: boolean;
}

/** The outputs of a state, by name. */
export function outputRecord(state: State): Readonly<Record<string, ShownOutput>> {
  return Object.fromEntries([...state.outputs].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Outputs as Terraform shows them, `name = value`; secrets are not shown. */
export function formatOutputs(outputs: Readonly<Record<string, ShownOutput>>): string {
  return Object.entries(outputs)
    .map(
      ([name, { value, type, sensitive }]) =>
        `${name} = ${sensitive ? '<sensitive>' : formatTyped(value, type)}\n`,
    )
    .join('');
}

/** JSON with big integers as the numbers they are. */
export function printJson(value: object | Json, indent = 2): string {
  const bigs: string[] = [];
  const text = JSON.stringify(
    value,
    (_, part: unknown) => {
      if (typeof part !== 'bigint' && !(part instanceof PreciseNumber)) return part;
      bigs.push(part.toString());
      return `\u0000${bigs.length - 1}`;
    },
    indent,
  );
  return text.replace(/"\\u0000(\d+)"/g, (_, index: string) => bigs[Number(index)] ?? '0');
}
