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

/** A word, and what it stands for. */
export interface WordPair {
  readonly key: Word;
  readonly value: Word;
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
  /** The attribute as an object of words: `{ libvirt = libvirt.east }`. Nothing where it is not set. */
  pairs(name: string, report: Report): readonly WordPair[];
  /** Blocks without labels. */
  blocks(name: string, report: Report): readonly BlockBody[];
  /** Blocks with so many labels. */
  labelled(name: string, labels: number, report: Report): readonly LabelledBody[];
  /** Everything but what these names say, as one expression. */
  rest(except: ReadonlySet<string>, report: Report): Body;
}

/** Blocks whose arguments override files replace one by one; other blocks they replace whole. */
const MERGED_BLOCKS: ReadonlySet<string> = new Set(['lifecycle', 'required_providers']);

/** A body with an override file's body laid over it: what that says counts, the rest stays. */
export function overridden(base: BlockBody, over: BlockBody): BlockBody {
  const said = new Set(over.names().map((name) => name.text));
  const of = (name: string): BlockBody => (said.has(name) ? over : base);
  return {
    span: base.span,
    construct: base.construct,
    names: () => [...base.names().filter((name) => !said.has(name.text)), ...over.names()],
    expression: (name, report) => of(name).expression(name, report),
    words: (name, report) => of(name).words(name, report),
    pairs: (name, report) => of(name).pairs(name, report),
    blocks: (name, report) => {
      const [first, ...others] = base.blocks(name, report);
      const [replacing, ...more] = over.blocks(name, report);
      if (!MERGED_BLOCKS.has(name) || first === undefined || replacing === undefined)
        return of(name).blocks(name, report);
      return [overridden(first, replacing), ...others, ...more];
    },
    labelled: (name, labels, report) => of(name).labelled(name, labels, report),
    rest: (except, report) => {
      const below = base.rest(except, report);
      const above = over.rest(except, report);
      const replaced = new Set(above.dynamics.map((dynamic) => dynamic.name));
      for (const name of above.attributes.keys()) replaced.add(name);
      return {
        ...below,
        attributes: new Map([
          ...[...below.attributes].filter(([name]) => !replaced.has(name)),
          ...above.attributes,
        ]),
        dynamics: [...below.dynamics.filter((dynamic) => !replaced.has(dynamic.name)), ...above.dynamics],
      };
    },
  };
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
