import { TerraformOutput, TerraformStack, Testing } from 'cdktf';

/** Blocks of one sort, by type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What a program becomes. */
export interface Synthesized {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: unknown;
  readonly moved?: unknown;
}

/** The JSON of a stack, without cdktf's own notes. */
export function synthesized(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), 'stack');
  build(stack);
  return JSON.parse(Testing.synth(stack), (key, value: unknown) =>
    key === '//' ? undefined : value,
  ) as Synthesized;
}

/** The expression that a reference in a program becomes. */
export function referenceTo(refer: (stack: TerraformStack) => unknown): unknown {
  const { output } = synthesized((stack) => {
    new TerraformOutput(stack, 'out', { value: refer(stack) });
  });
  return output?.out?.value;
}
