import { suggest } from '@virtform/values';
import { formatAddress } from '../address.js';
import { gatherRefactoring } from './blocks/gather.js';
import type {
  Block,
  CheckBlock,
  Configuration,
  ModuleCall,
  ProviderBlock,
  ProviderName,
  ResourceBlock,
} from './configuration.js';
import { checkNames } from './check-names.js';
import { decodeCheck } from './decode-check.js';
import { decodeProvider } from './decode-provider.js';
import { decodeOutput, decodeResource, decodeVariable } from './decode.js';
import { localsOf } from './gather-locals.js';
import { positionOf } from './language/source.js';
import { decodeCall } from './modules/call-block.js';
import { mergedBlocks, type OverridableBlock, refuseOverrides } from './override.js';
import { meantBy } from './required-providers.js';
import type { BlockBody, LabelledBody, Report } from './syntax.js';
import { gatherTerraform } from './terraform-block.js';

/** What the files of one folder say. */
export type Parts = Omit<Configuration, 'path' | 'folder' | 'digest' | 'modules'>;

/** Puts together what the files of a folder say. Addresses begin at the module that it is. */
export function gather(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): Parts {
  for (const file of [...primary, ...overriding]) checkTopLevel(file, report);
  // Terraform overlooks "removed" there, and would destroy what was to stay.
  refuseOverrides(['check', 'moved', 'import', 'removed'], overriding, report);
  const labelled = (name: OverridableBlock, labels: number): readonly LabelledBody[] => {
    const blocks = mergedBlocks(name, labels, primary, overriding, report);
    checkNames(name, blocks, report);
    return blocks;
  };
  const checkBlocks = primary.flatMap((file) => file.labelled('check', 1, report));
  checkNames('check', checkBlocks, report);
  const checks = checkBlocks.map(({ labels: [name = ''], body }) => decodeCheck(name, body, report));
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
  const terraform = gatherTerraform(primary, overriding, report);
  const meant = <Named extends ProviderName>(named: Named): Named =>
    meantBy(terraform.requiredProviders, named);
  return {
    ...terraform,
    variables: byName(
      labelled('variable', 1).map(({ labels: [name = ''], body }) => decodeVariable(name, body, report)),
      ({ name }) => name,
      (name) => `variable "${name}"`,
      report,
    ),
    calls: byName<ModuleCall>(
      labelled('module', 1)
        .map(({ labels: [name = ''], body }) => decodeCall(name, body, report))
        .map((call) => ({
          ...call,
          providers: new Map([...call.providers].map(([key, given]) => [key, meant(given)])),
        })),
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
    ].map(meant),
    resources: byName<ResourceBlock>(
      resources.map((block) => ({ ...block, provider: meant(block.provider) })),
      ({ address }) => formatAddress(address),
      (name) => name,
      report,
    ),
    ...gatherRefactoring(primary, report),
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
