import { type Diagnostic, suggest } from '@virtform/values';
import { formatAddress, ResourceAddress, ResourceMode } from '../address.js';
import type {
  BackendBlock,
  Block,
  DependsOn,
  Lifecycle,
  OutputBlock,
  ResourceBlock,
  VariableBlock,
} from './configuration.js';
import type { Condition, Expression } from './language/expression.js';
import { referenceNodesOf } from './dependencies.js';
import { textOf } from './language/convert.js';
import { positionOf } from './language/source.js';
import { decodeProvisioners, PROVISIONER_BLOCKS, refuseProvisioners } from './provisioners.js';
import { parseProvider } from './provider-reference.js';
import { soleBlock, type BlockBody, type Report } from './syntax.js';
import { decodeTriggers } from './triggers.js';

/** Reads one block; what is wrong in it is reported with the block's address and construct. */
export interface Decoding {
  readonly body: BlockBody;
  readonly address: string;
  readonly report: Report;
}

export function decoding(body: BlockBody, address: string, report: Report): Decoding {
  const { construct } = body;
  return {
    body,
    address,
    report: (diagnostic) =>
      report({ address, ...(construct === undefined ? {} : { construct }), ...diagnostic }),
  };
}

export function blockOf({ body }: Decoding): Block {
  return {
    ...(body.construct === undefined ? {} : { construct: body.construct }),
    source: body.span.source.position(body.span.start),
  };
}

/** Says of every name in the body that is none of these that it does not belong there. */
export function onlyKnown({ body, report }: Decoding, known: readonly string[]): void {
  for (const { text, span } of body.names()) {
    if (known.includes(text)) continue;
    const near = suggest(text, known);
    report({
      severity: 'error',
      summary: 'Unsupported argument',
      detail: `An argument or block named ${JSON.stringify(text)} is not expected here.`,
      action:
        near === undefined
          ? `What can be said here: ${known.join(', ')}.`
          : `Did you mean ${JSON.stringify(near)}?`,
      source: positionOf(span),
    });
  }
}

/** Blocks of `condition` and `error_message`. A condition that refers to nothing says nothing about anything. */
export function conditionsOf({ body, report }: Decoding, name: string): readonly Condition[] {
  return body.blocks(name, report).flatMap((each) => {
    onlyKnown({ body: each, address: name, report }, ['condition', 'error_message']);
    const condition = each.expression('condition', report);
    const errorMessage = each.expression('error_message', report);
    if (condition !== undefined && errorMessage !== undefined) {
      if (referenceNodesOf(condition).length === 0) report(saysNothing(name, condition));
      return [{ condition, errorMessage }];
    }
    report({
      severity: 'error',
      summary: 'Missing required argument',
      detail: `${name === 'assert' ? 'An' : 'A'} ${name} has a "condition" and an "error_message".`,
      source: positionOf(each.span),
    });
    return [];
  });
}

function saysNothing(name: string, condition: Expression): Diagnostic {
  return {
    severity: 'error',
    summary: `Invalid ${name} expression`,
    detail: 'The condition refers to nothing, so that it says nothing about anything.',
    action: 'Refer to what has to be so: an attribute, a variable, a local value.',
    source: positionOf(condition.span),
  };
}

export function flag({ body, report }: Decoding, name: string, otherwise: boolean): boolean {
  const expression = body.expression(name, report);
  if (expression === undefined) return otherwise;
  const value = expression.kind === 'literal' ? expression.value : undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  if (value === null) return otherwise;
  report(invalid(name, 'It must be true or false, written out.', expression));
  return otherwise;
}

function text({ body, report }: Decoding, name: string): string | undefined {
  const expression = body.expression(name, report);
  if (expression === undefined) return undefined;
  const said = expression.kind === 'literal' ? textOf(expression.value) : undefined;
  if (said !== undefined) return said;
  report(invalid(name, 'It must be a string, written out.', expression));
  return undefined;
}

function invalid(name: string, detail: string, at: Expression): Diagnostic {
  return { severity: 'error', summary: `Invalid value for ${name}`, detail, source: positionOf(at.span) };
}

/** An attribute that is left out where it has no value. */
export function set<Name extends string, Kept>(
  name: Name,
  value: Kept | undefined,
): Partial<Record<Name, Kept>> {
  const part: Partial<Record<Name, Kept>> = {};
  if (value !== undefined) part[name] = value;
  return part;
}

export function decodeVariable(name: string, body: BlockBody, report: Report): VariableBlock {
  const block = decoding(body, `var.${name}`, report);
  onlyKnown(block, ['type', 'default', 'description', 'sensitive', 'nullable', 'ephemeral', 'validation']);
  const type = body.words('type', block.report)?.[0];
  return {
    ...blockOf(block),
    name,
    ...set('type', type?.text),
    ...set('typeAt', type?.span),
    ...set('default', body.expression('default', block.report)),
    ...set('description', text(block, 'description')),
    sensitive: flag(block, 'sensitive', false),
    ephemeral: flag(block, 'ephemeral', false),
    nullable: flag(block, 'nullable', true),
    validations: conditionsOf(block, 'validation'),
  };
}

export function decodeOutput(name: string, body: BlockBody, report: Report): OutputBlock | undefined {
  const block = decoding(body, `output.${name}`, report);
  onlyKnown(block, ['value', 'description', 'sensitive', 'ephemeral', 'depends_on', 'precondition']);
  const value = body.expression('value', block.report);
  if (value === undefined) {
    block.report({
      severity: 'error',
      summary: 'Missing required argument',
      detail: `The output "${name}" has no "value".`,
      source: positionOf(body.span),
    });
    return undefined;
  }
  return {
    ...blockOf(block),
    name,
    value,
    preconditions: conditionsOf(block, 'precondition'),
    sensitive: flag(block, 'sensitive', false),
    ephemeral: flag(block, 'ephemeral', false),
    ...set('description', text(block, 'description')),
    ...dependsOn(block),
  };
}

export function dependsOn({ body, report }: Decoding): DependsOn {
  const words = body.words('depends_on', report) ?? [];
  return { dependsOn: words.map(({ text }) => text), dependsOnAt: words.map(({ span }) => span) };
}

export function decodeBackend(type: string, body: BlockBody, report: Report): BackendBlock {
  const block = decoding(body, `backend.${type}`, report);
  return { ...blockOf(block), type, config: body.rest(new Set(), block.report) };
}

const RESOURCE_META = new Set([
  'count',
  'for_each',
  'depends_on',
  'provider',
  'lifecycle',
  ...PROVISIONER_BLOCKS,
]);

export function decodeResource(
  mode: ResourceMode,
  type: string,
  name: string,
  body: BlockBody,
  report: Report,
): ResourceBlock {
  const address: ResourceAddress = { module: [], mode, type, name };
  const block = decoding(body, formatAddress(address), report);
  if (mode === 'data') refuseProvisioners(body, block.report);
  return {
    ...blockOf(block),
    address,
    provider: providerOf(block, type),
    body: body.rest(RESOURCE_META, block.report),
    ...repetition(block),
    ...dependsOn(block),
    lifecycle: lifecycleOf(block, mode),
    provisioners: mode === 'data' ? [] : decodeProvisioners(body, block.report),
  };
}

/** How often a block is meant. */
export function repetition({ body, report }: Decoding): Pick<ResourceBlock, 'count' | 'forEach'> {
  const count = body.expression('count', report);
  const forEach = body.expression('for_each', report);
  if (count !== undefined && forEach !== undefined)
    report({
      severity: 'error',
      summary: 'Invalid combination of "count" and "for_each"',
      detail: 'A block says either how many instances there are, or for what each of them is.',
      source: positionOf(forEach.span),
    });
  return { ...set('count', count), ...set('forEach', count === undefined ? forEach : undefined) };
}

/** Without a provider named, the type's first word names it: `libvirt_domain` belongs to `libvirt`. */
function providerOf({ body, report }: Decoding, type: string): ResourceBlock['provider'] {
  const implied = { name: type.split('_')[0] ?? type };
  const [word] = body.words('provider', report) ?? [];
  const named = word === undefined ? implied : parseProvider(word.text);
  if (word !== undefined && named === undefined)
    report({
      severity: 'error',
      summary: 'Invalid provider configuration reference',
      detail: 'A provider is written as its name, or as its name and its alias: libvirt, libvirt.east.',
      source: positionOf(word.span),
    });
  return named ?? implied;
}

const NO_LIFECYCLE: Lifecycle = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

/** What is only looked at is neither made nor changed nor destroyed. */
const ONLY_MANAGED = ['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by'];

function lifecycleOf(block: Decoding, mode: ResourceMode): Lifecycle {
  const first = soleBlock(block.body, 'lifecycle', block.report);
  if (first === undefined) return NO_LIFECYCLE;
  const lifecycle: Decoding = { ...block, body: first };
  onlyKnown(lifecycle, [...(mode === 'managed' ? ONLY_MANAGED : []), 'precondition', 'postcondition']);
  const ignored = (first.words('ignore_changes', block.report) ?? []).map((word) => word.text);
  return {
    createBeforeDestroy: flag(lifecycle, 'create_before_destroy', false),
    preventDestroy: flag(lifecycle, 'prevent_destroy', false),
    ignoreChanges: ignored.includes('all') ? 'all' : ignored,
    replaceTriggeredBy: triggersOf(lifecycle),
    preconditions: conditionsOf(lifecycle, 'precondition'),
    postconditions: conditionsOf(lifecycle, 'postcondition'),
  };
}

function triggersOf({ body, report }: Decoding): readonly Expression[] {
  const triggers = body.expression('replace_triggered_by', report);
  return triggers === undefined ? [] : decodeTriggers(triggers, report);
}
