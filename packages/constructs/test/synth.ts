import { TerraformStack, Testing } from 'cdktf';

/** The attributes of a synthesized resource. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A stack to put constructs into. */
export function stack(context: Readonly<Record<string, unknown>> = {}): TerraformStack {
  return new TerraformStack(Testing.app({ context }), 'lab');
}

/** The attributes that a resource synthesizes to, without cdktf's own notes. */
export function synthesized(stack: TerraformStack, address: string): Attributes {
  const [type = '', name = ''] = address.split('.');
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  };
  const attributes = resource[type]?.[name];
  if (attributes === undefined) throw new Error(`There is no ${address}.`);
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== '//'));
}
