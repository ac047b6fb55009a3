import { positionOf } from './language/source.js';
import { LOCAL_NAME, NAME } from './provider-reference.js';
import type { LabelledBody, Report } from './syntax.js';

/** What the labels of blocks name. */
const NOUNS = {
  variable: ['variable'],
  output: ['output'],
  module: ['module instance'],
  check: ['check block'],
  resource: ['resource type', 'resource'],
  data: ['data source', 'data resource'],
  provider: ['provider local'],
} as const;

export type NamedBlock = keyof typeof NOUNS;

/** Says of every label that nothing could refer to it. */
export function checkNames(name: NamedBlock, blocks: readonly LabelledBody[], report: Report): void {
  for (const { labels, body } of blocks)
    labels.forEach((label, index) => {
      if (!(name === 'provider' ? LOCAL_NAME : NAME).test(label))
        report({ ...invalidName(NOUNS[name][index] ?? name), source: positionOf(body.span) });
    });
}

export function invalidName(noun: string): {
  readonly severity: 'error';
  readonly summary: string;
  readonly detail: string;
} {
  return {
    severity: 'error',
    summary: `Invalid ${noun} name`,
    detail:
      'A name begins with a letter or an underscore, and holds nothing but letters, digits, underscores and dashes.',
  };
}
