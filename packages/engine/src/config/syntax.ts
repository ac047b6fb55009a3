import type { Diagnostic } from '@virtform/values';
import type { Body, Expression } from './language/expression.js';
import { positionOf, Span } from './language/source.js';

/** Takes what is wrong; the caller knows which block it concerns. */
export type Report = (diagnostic: Diagnostic) => void;

/** A name, address or type that is written without being evaluated: `libvirt_network.net` in `depends_on`. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** A value as it is written: names, addresses and texts that are not evaluated, and what they are put together to. */
export type Written =
  | { readonly kind: 'word'; readonly word: Word; /** It stands in quotes. */ readonly isText: boolean }
  | { readonly kind: 'list'; readonly elements: readonly Written[]; readonly span: Span }
  | { readonly kind: 'object'; readonly pairs: readonly WrittenPair[]; readonly span: Span };

/** `libvirt = libvirt.east`. */
export interface WrittenPair {
  readonly key: Word;
  readonly value: Written;
}

/** Where it is written. */
export function spanOf(written: Written): Span {
  return written.kind === 'word' ? written.word.span : written.span;
}

/** A block found by its labels: `resource "type" "name" { … }`. */
export interface LabelledBody {
  readonly labels: readonly string[];
  readonly body: BlockBody;
}

/** The body of a block, the same for every syntax that files come in. */
export interface BlockBody {
  readonly span: Span;
  /** The path of the construct that wrote it. */
  readonly construct: string | undefined;
  /** Every attribute and block in it. */
  names(): readonly Word[];
  expression(name: string, report: Report): Expression | undefined;
  /** The attribute as words: one, or the elements of a list. undefined where it is not set. */
  words(name: string, report: Report): readonly Word[] | undefined;
  /** The attribute as it is written; undefined where it is not set. */
  written(name: string): Written | undefined;
  /** Blocks without labels. */
  blocks(name: string, report: Report): readonly BlockBody[];
  /** Blocks with so many labels. */
  labelled(name: string, labels: number, report: Report): readonly LabelledBody[];
  /** Everything but what these names say, as one expression. */
  rest(except: ReadonlySet<string>, report: Report): Body;
}

/** The one block of this name in a body; a second one is reported. */
export function soleBlock(body: BlockBody, name: string, report: Report): BlockBody | undefined {
  const [first, ...more] = body.blocks(name, report);
  for (const { span } of more) {
    report({
      severity: 'error',
      summary: `Duplicate ${name} block`,
      detail: `There is another ${name} block here already, and there can be one only.`,
      action: 'Write what both say into one of them.',
      source: positionOf(span),
    });
  }
  return first;
}
