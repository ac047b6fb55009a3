/** A folder with a configuration, and how a plan of it is asked for: what Terraform and virtform are held against each other by. */
export interface Project {
  /** What it shows. */
  readonly name: string;
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  /** Words behind `plan`. */
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a tool makes of a project. */
export interface Answer {
  /** What it has to say, in an order that means nothing. */
  readonly problems: readonly Problem[];
  /** Where there was no error. */
  readonly planned?: Planned;
}

export interface Problem {
  readonly severity: string;
  /** `main.tf:3`; empty where it is said of no line. */
  readonly at: string;
  readonly summary: string;
}

/** What files decide, out of `show -json` of a plan. */
export interface Planned {
  /** Actions and attributes, by address. */
  readonly resources: unknown;
  readonly outputs: unknown;
  /** Provisioners and providers, by address. */
  readonly configured: unknown;
  readonly checks: unknown;
}
