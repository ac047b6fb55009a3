import type { Diagnostic } from '@virtform/values';
import { positionOf } from './language/source.js';
import type { BlockBody, LabelledBody, Report, Word } from './syntax.js';

/** The blocks with labels that override files may change, and how Terraform says that there is none to change. */
const MISSING = {
  variable: 'Missing base variable declaration to override',
  output: 'Missing base output definition to override',
  provider: 'Missing base provider configuration for override',
  resource: 'Missing resource to override',
  data: 'Missing data resource to override',
  module: 'Missing module call to override',
} as const;

export type OverridableBlock = keyof typeof MISSING;

/** The blocks of all files, those of override files laid over what they override. */
export function mergedBlocks(
  name: OverridableBlock,
  labels: number,
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): readonly LabelledBody[] {
  const blocks = primary.flatMap((file) => [...file.labelled(name, labels, report)]);
  const keyOf = (block: LabelledBody): string => [...block.labels, aliasOf(name, block, report)].join(' ');
  for (const over of overriding.flatMap((file) => file.labelled(name, labels, report))) {
    tellFixed(name, over.body, report);
    const at = blocks.findIndex((block) => keyOf(block) === keyOf(over));
    const base = blocks[at];
    if (base !== undefined) blocks[at] = { ...base, body: overridden(base.body, over.body, FIXED[name]) };
    // A provider without a block counts as one with an empty block.
    else if (name === 'provider' && aliasOf(name, over, report) === '') blocks.push(over);
    else
      report({
        severity: 'error',
        summary: MISSING[name],
        detail: `There is no ${name} ${over.labels.map((label) => JSON.stringify(label)).join(' ')} that this override file could change.`,
        action: 'An override file can only change what another file declares.',
        source: positionOf(over.body.span),
      });
  }
  return blocks;
}

function aliasOf(name: OverridableBlock, { body }: LabelledBody, report: Report): string {
  return name === 'provider' ? (body.words('alias', report)?.[0]?.text ?? '') : '';
}

/** Blocks that have no name by which an override file could mean them, or whose meaning it could only break. */
export function refuseOverrides(
  names: readonly string[],
  overriding: readonly BlockBody[],
  report: Report,
): void {
  for (const { text, span } of overriding.flatMap((file) => file.names()))
    if (names.includes(text))
      report({
        severity: 'error',
        summary: `Cannot override '${text}' blocks`,
        detail: `Blocks of the type ${JSON.stringify(text)} can appear only in normal files, not in override files.`,
        action: 'Put it into a file that is called otherwise.',
        source: positionOf(span),
      });
}

/** What stays as it is declared, whatever an override file says. */
const FIXED: Readonly<Record<OverridableBlock, readonly string[]>> = {
  variable: ['validation'],
  output: ['precondition', 'depends_on'],
  provider: [],
  resource: ['depends_on'],
  data: ['depends_on'],
  module: ['depends_on'],
};

/** The same in `lifecycle`. */
const FIXED_IN_LIFECYCLE = ['precondition', 'postcondition', 'replace_triggered_by'];

function tellFixed(name: OverridableBlock, over: BlockBody, report: Report): void {
  const hasLifecycle = name === 'resource' || name === 'data';
  const lifecycles = hasLifecycle ? over.blocks('lifecycle', () => undefined) : [];
  const said = [
    ...over.names().filter(({ text }) => FIXED[name].includes(text)),
    ...lifecycles.flatMap((body) => body.names().filter(({ text }) => FIXED_IN_LIFECYCLE.includes(text))),
  ];
  for (const { text, span } of said) report({ ...whyFixed(text), source: positionOf(span) });
}

function whyFixed(text: string): Pick<Diagnostic, 'severity' | 'summary' | 'detail' | 'action'> {
  const action = 'Write it into the block that is overridden.';
  switch (text) {
    case 'depends_on':
      return {
        severity: 'error',
        summary: 'Unsupported override',
        detail: 'The argument "depends_on" cannot be overridden.',
        action,
      };
    // Terraform overlooks it without a word.
    case 'replace_triggered_by':
      return {
        severity: 'warning',
        summary: 'An override without effect',
        detail:
          'The argument "replace_triggered_by" cannot be overridden: what the block itself says counts.',
        action,
      };
    default:
      return {
        severity: 'error',
        summary: `Can't override ${text} blocks`,
        detail: 'What has to hold is said where something is declared, and not in override files.',
        action,
      };
  }
}

/** A body with an override file's body laid over it: what that says counts, the rest stays, and so does what is fixed. */
function overridden(base: BlockBody, over: BlockBody, fixed: readonly string[]): BlockBody {
  const above = over.names().filter(({ text }) => !fixed.includes(text));
  const said = new Set(above.map(({ text }) => text));
  const hidden = countAlone(base, over) ? 'for_each' : undefined;
  const of = (name: string): BlockBody => (said.has(name) ? over : base);
  return {
    span: base.span,
    construct: base.construct,
    names: () =>
      [...base.names().filter((name) => !said.has(name.text)), ...above].filter(
        ({ text }) => text !== hidden,
      ),
    expression: (name, report) => (name === hidden ? undefined : of(name).expression(name, report)),
    words: (name, report) =>
      name === 'ignore_changes'
        ? ignoredBy(base.words(name, report), over.words(name, report))
        : of(name).words(name, report),
    written: (name) => of(name).written(name),
    blocks: (name, report) => {
      if (name !== 'lifecycle' || !said.has(name)) return of(name).blocks(name, report);
      const [first, ...others] = base.blocks(name, report);
      const [replacing, ...more] = over.blocks(name, report);
      const merged =
        replacing === undefined
          ? []
          : [overridden(first ?? nothingIn(replacing), replacing, FIXED_IN_LIFECYCLE)];
      return [...merged, ...others, ...more];
    },
    labelled: (name, labels, report) => of(name).labelled(name, labels, report),
    rest: (except, report) => {
      const stays = base.rest(except, report);
      const counts = over.rest(except, report);
      const replaced = new Set(counts.dynamics.map((dynamic) => dynamic.name));
      for (const name of counts.attributes.keys()) replaced.add(name);
      return {
        ...stays,
        attributes: new Map([
          ...[...stays.attributes].filter(([name]) => !replaced.has(name)),
          ...counts.attributes,
        ]),
        dynamics: [...stays.dynamics.filter((dynamic) => !replaced.has(dynamic.name)), ...counts.dynamics],
      };
    },
  };
}

/** A block that says nothing, where another one stands. */
function nothingIn({ span }: BlockBody): BlockBody {
  return {
    span,
    construct: undefined,
    names: () => [],
    expression: () => undefined,
    words: () => undefined,
    written: () => undefined,
    blocks: () => [],
    labelled: () => [],
    rest: () => ({ kind: 'body', attributes: new Map(), dynamics: [], span }),
  };
}

/** Where one file says `count` and the other `for_each`, Terraform asks for the count alone. */
function countAlone(base: BlockBody, over: BlockBody): boolean {
  const [below, above] = [base, over].map((body) => body.names().map(({ text }) => text));
  const both = (names: readonly string[] = []): boolean =>
    names.includes('count') && names.includes('for_each');
  return !both(below) && !both(above) && both([...(below ?? []), ...(above ?? [])]);
}

/** To ignore nothing overrides nothing, and whoever ignores all goes on ignoring all. */
function ignoredBy(
  base: readonly Word[] | undefined,
  over: readonly Word[] | undefined,
): readonly Word[] | undefined {
  const isAll = base?.some(({ text }) => text === 'all') === true;
  return isAll || over === undefined || over.length === 0 ? (base ?? over) : over;
}
