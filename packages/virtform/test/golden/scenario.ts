/** One run of a tool: the configuration as it is then, and what is planned, shown and applied. */
export interface Step {
  readonly configuration: string;
  /** Words for `plan`. */
  readonly plan?: readonly string[];
  /** The apply is to fail. */
  readonly failing?: true;
  /** A command that goes before: `taint ADDRESS`. */
  readonly before?: readonly string[];
}

/** What both tools are put through, one step after the other, in one folder. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
  /** What the state says at the beginning; there is none otherwise. */
  readonly state?: string;
  /** What stands beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Whether Terraform wants to be told of something before it plans: of modules, of a backend. */
export function needsInit({ steps, files = {} }: Scenario): boolean {
  const configurations = steps.map(({ configuration }) => configuration);
  return 'cdk.tf.json' in files || configurations.some((text) => /^module |^ *backend /m.test(text));
}
