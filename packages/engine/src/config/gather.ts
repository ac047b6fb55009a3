import { suggest } from '@virtform/values';
import { formatAddress } from '../address.js';
import { gatherRefactoring } from './blocks/gather.js';
import type {
  Block,
  CheckBlock,
  Configuration,
  ModuleCall,
  ProviderBlock,
  ResourceBlock,
} from './configuration.js';
import { decodeCheck } from './decode-check.js';
import { decodeBackend, decodeOutput, decodeProvider, decodeResource, decodeVariable } from './decode.js';
import type { Expression } from './language/expression.js';
import { decodeCall } from './modules/call-block.js';
import { fulfils, LANGUAGE_VERSION } from './language-version.js';
import { positionOf } from './language/source.js';
import { BlockBody, LabelledBody, overridden, Report } from './syntax.js';

/** What the files of one folder say. */
export type Parts = Omit<Configuration, 'path' | 'folder' | 'digest' | 'modules'>;

/** Puts together what the files of a folder say. Addresses begin at the module that it is. */
export function gather(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): Parts {
  for (const file of [...primary, ...overriding]) {
    checkTopLevel(file, report);
    checkTerraformBlocks(file, report);
  }
  const labelled = (name: string, labels: number): readonly LabelledBody[] =>
    mergedBlocks(name, labels, primary, overriding, report);
  const checks = labelled('check', 1).map(({ labels: [name = ''], body }) => decodeCheck(name, body, report));
  const resources = [
    ...labelled('resource', 2).map(({ labels: [type = '', name = ''], body }) =>
      decodeResource('managed', type, name, body, report),
    ),
    ...labelled('data', 2).map(({ labels: [type = '', name = ''], body }) =>
      decodeResource('data', type, name, body, report),
    ),
    ...checks.flatMap(({ data }) => data ?? []),
  ];
  const outputs = labelled('output', 1).map(({ labels: [name = ''], body }) =>
    decodeOutput(name, body, report),
  );
  return {
    backend: backendOf(primary, overriding, report),
    variables: byName(
      labelled('variable', 1).map(({ labels: [name = ''], body }) => decodeVariable(name, body, report)),
      ({ name }) => name,
      (name) => `variable "${name}"`,
      report,
    ),
    calls: byName<ModuleCall>(
      labelled('module', 1).map(({ labels: [name = ''], body }) => decodeCall(name, body, report)),
      ({ name }) => name,
      (name) => `module call "${name}"`,
      report,
    ),
    checks: byName<CheckBlock>(
      checks,
      ({ name }) => name,
      (name) => `check "${name}" configuration`,
      report,
    ),
    locals: localsOf(primary, overriding, report),
    outputs: byName(
      outputs.filter((output) => output !== undefined),
      ({ name }) => name,
      (name) => `output "${name}"`,
      report,
    ),
    providers: [
      ...byName<ProviderBlock>(
        labelled('provider', 1).map(({ labels: [name = ''], body }) => decodeProvider(name, body, report)),
        ({ name, alias }) => (alias === undefined ? name : `${name}.${alias}`),
        (name) => `configuration of provider ${name}`,
        report,
      ).values(),
    ],
    resources: byName<ResourceBlock>(
      resources,
      ({ address }) => formatAddress(address),
      (name) => name,
      report,
    ),
    ...gatherRefactoring(primary, overriding, report),
  };
}

const TOP_LEVEL = [
  'terraform',
  'variable',
  'locals',
  'output',
  'provider',
  'resource',
  'data',
  'module',
  'check',
  'moved',
  'removed',
  'import',
] as const;

/** What a configuration asks of the tool that reads it. */
function checkTerraformBlocks(file: BlockBody, report: Report): void {
  for (const body of file.blocks('terraform', report)) {
    for (const { text, span } of body.words('required_version', report) ?? []) {
      const fulfilled = fulfils(LANGUAGE_VERSION, text);
      if (fulfilled === true) continue;
      report({
        severity: 'error',
        summary: fulfilled === undefined ? 'Invalid version constraint' : 'Unsupported Terraform version',
        detail:
          fulfilled === undefined
            ? `${JSON.stringify(text)} is no constraint such as ">= 1.5, < 2.0".`
            : `The configuration requires ${text}; it is read here as Terraform ${LANGUAGE_VERSION} would.`,
        source: positionOf(span),
      });
    }
    for (const { text, span } of body.names())
      if (text === 'cloud')
        report({
          severity: 'error',
          summary: 'A cloud block is not supported',
          detail: 'State is not kept with HCP Terraform.',
          action: 'Take the block out; state is then kept in a file, or where a "backend" block says.',
          source: positionOf(span),
        });
  }
}

/** Blocks that Terraform knows, and what does their work here. */
const NOT_SUPPORTED: ReadonlyMap<string, string> = new Map([
  [
    'ephemeral',
    'Give the value from outside, as a variable with "ephemeral = true": it is stored nowhere, and may stand in provisioners, connections and conditions.',
  ],
]);

function checkTopLevel(file: BlockBody, report: Report): void {
  for (const { text, span } of file.names()) {
    if (TOP_LEVEL.some((known) => known === text)) continue;
    const instead = NOT_SUPPORTED.get(text);
    if (instead !== undefined) {
      report({
        severity: 'error',
        summary: `An ${text} block is not supported`,
        detail: `Blocks of the type ${JSON.stringify(text)} are not acted upon, and leaving them out silently would change what the configuration means.`,
        action: instead,
        source: positionOf(span),
      });
      continue;
    }
    const near = suggest(text, TOP_LEVEL);
    report({
      severity: 'error',
      summary: 'Unsupported block type',
      detail: `Blocks of the type ${JSON.stringify(text)} are not expected here.`,
      action:
        near === undefined ? `What can be said here: ${TOP_LEVEL.join(', ')}.` : `Did you mean "${near}"?`,
      source: positionOf(span),
    });
  }
}

/** The blocks of all files, those of override files laid over what they override. */
function mergedBlocks(
  name: string,
  labels: number,
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): readonly LabelledBody[] {
  const blocks = primary.flatMap((file) => [...file.labelled(name, labels, report)]);
  const keyOf = (block: LabelledBody): string =>
    [...block.labels, name === 'provider' ? (block.body.words('alias', report)?.[0]?.text ?? '') : ''].join(
      ' ',
    );
  for (const over of overriding.flatMap((file) => file.labelled(name, labels, report))) {
    const at = blocks.findIndex((block) => keyOf(block) === keyOf(over));
    const base = blocks[at];
    if (base !== undefined) blocks[at] = { ...base, body: overridden(base.body, over.body) };
    else
      report({
        severity: 'error',
        summary: `Missing base ${name} declaration to override`,
        detail: `There is no ${name} ${over.labels.map((label) => JSON.stringify(label)).join(' ')} that this override file could change.`,
        source: positionOf(over.body.span),
      });
  }
  return blocks;
}

function byName<Declared extends Block>(
  blocks: readonly Declared[],
  nameOf: (block: Declared) => string,
  describe: (name: string) => string,
  report: Report,
): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  for (const block of blocks) {
    const name = nameOf(block);
    const first = found.get(name)?.source;
    if (found.has(name))
      report({
        severity: 'error',
        summary: `Duplicate ${describe(name)}`,
        detail: `It was declared already${first === undefined ? '' : ` at ${first.file}:${first.line ?? 0}`}.`,
        ...(block.source === undefined ? {} : { source: block.source }),
      });
    else found.set(name, block);
  }
  return found;
}

function localsOf(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): ReadonlyMap<string, Expression> {
  const locals = new Map<string, Expression>();
  for (const file of [...primary, ...overriding])
    for (const body of file.blocks('locals', report))
      for (const { text } of body.names()) {
        const within: Report = ({ path = [], ...diagnostic }) => {
          // The address says all of the way that leads to the value.
          const inside = path.slice(path.indexOf(text) + 1);
          report({
            address: `local.${text}`,
            ...diagnostic,
            ...(inside.length === 0 ? {} : { path: inside }),
          });
        };
        const expression = body.expression(text, within);
        if (expression === undefined) continue;
        if (locals.has(text) && !overriding.includes(file))
          within({
            severity: 'error',
            summary: `Duplicate local value "${text}"`,
            detail: 'It was declared already.',
            source: positionOf(expression.span),
          });
        else locals.set(text, expression);
      }
  return locals;
}

function backendOf(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): Parts['backend'] {
  const of = (files: readonly BlockBody[]): readonly LabelledBody[] =>
    files.flatMap((file) =>
      file.blocks('terraform', report).flatMap((each) => each.labelled('backend', 1, report)),
    );
  const [first, second] = of(primary);
  const last = of(overriding).at(-1) ?? first;
  if (second !== undefined)
    report({
      severity: 'error',
      summary: 'Duplicate backend configuration',
      detail: 'A configuration has one backend.',
      source: positionOf(second.body.span),
    });
  return last === undefined ? undefined : decodeBackend(last.labels[0] ?? '', last.body, report);
}
