import type { Diagnostic } from '@virtform/values';

/** How the reading of a data source goes on, in the words of an apply's events. */
export type ReadEvent = { readonly address: string; readonly action: 'read' } & (
  | { readonly event: 'started'; readonly steps: 0 }
  | { readonly event: 'completed'; readonly elapsed: number; readonly id?: string }
  | { readonly event: 'failed'; readonly elapsed: number; readonly diagnostics: readonly Diagnostic[] }
);
