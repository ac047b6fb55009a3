import { suggest } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { ProvisionerBlock, ResourceBlock } from './configuration.js';
import { referenceNodesOf } from './dependencies.js';
import type { Body, Expression } from './language/expression.js';
import { positionOf } from './language/source.js';
import type { Span } from './language/source.js';
import {
  CONNECTION_ARGUMENTS,
  PROVISIONER_ARGUMENTS,
  PROVISIONER_TYPES,
  REMOVED_PROVISIONERS,
} from './provisioner-arguments.js';
import type { ArgumentTable } from './provisioner-arguments.js';
import { soleBlock, type BlockBody, type LabelledBody, type Report } from './syntax.js';

/** What of a resource's body belongs to its provisioners. */
export const PROVISIONER_BLOCKS = ['provisioner', 'connection'] as const;

/** The provisioners of a resource, in the order in which they run. */
export function decodeProvisioners(body: BlockBody, report: Report): readonly ProvisionerBlock[] {
  const common = connectionOf(body, report);
  return body
    .labelled('provisioner', 1, report)
    .flatMap((block) => decodeProvisioner(block, common, report) ?? []);
}

/** A data source has nothing that could be provisioned. */
export function refuseProvisioners(body: BlockBody, report: Report): void {
  for (const { text, span } of body.names())
    if (PROVISIONER_BLOCKS.some((name) => name === text))
      report({
        severity: 'error',
        summary: 'Unsupported block type',
        detail: `Blocks of the type ${JSON.stringify(text)} are not expected in a data source: it makes nothing.`,
        action: 'Put them into the resource, or into a terraform_data that refers to the data source.',
        source: positionOf(span),
      });
}

const META: ReadonlySet<string> = new Set(['when', 'on_failure', 'connection']);

function decodeProvisioner(
  { labels: [written = ''], body }: LabelledBody,
  common: Body | undefined,
  report: Report,
): ProvisionerBlock | undefined {
  const type = PROVISIONER_TYPES.find((known) => known === written);
  if (type === undefined) {
    report({ ...unknownProvisioner(written), source: positionOf(body.span) });
    return undefined;
  }
  const table = PROVISIONER_ARGUMENTS[type];
  checkNames(body, table, [...META], report);
  const own = connectionOf(body, report);
  const connection = mergedConnection(common, own);
  const rest = body.rest(META, report);
  requireArguments(rest, table, body.span, report);
  if (connection === undefined) requireConnection(type, body.span, report);
  else requireArguments(connection, CONNECTION_ARGUMENTS, connection.span, report);
  checkChoice(type, rest, body.span, report);
  return {
    type,
    when: keyword(body, 'when', ['create', 'destroy'] as const, report) ?? 'create',
    onFailure: keyword(body, 'on_failure', ['fail', 'continue'] as const, report) ?? 'fail',
    body: rest,
    ...(connection === undefined ? {} : { connection }),
    source: positionOf(body.span),
  };
}

function unknownProvisioner(written: string): Diagnostic {
  if (REMOVED_PROVISIONERS.includes(written))
    return {
      severity: 'error',
      summary: `The "${written}" provisioner has been removed`,
      detail: `Terraform 0.15 took it out, and it is not supported here either.`,
      action: 'Run its client with remote-exec, or let cloud-init do inside the guest what it did.',
    };
  const near = suggest(written, PROVISIONER_TYPES);
  return {
    severity: 'error',
    summary: `There is no provisioner "${written}"`,
    detail: 'Provisioners that are plug-ins of Terraform are not run.',
    action:
      near === undefined
        ? `What there is: ${PROVISIONER_TYPES.join(', ')}.`
        : `Did you mean ${JSON.stringify(near)}?`,
  };
}

function keyword<Word extends string>(
  body: BlockBody,
  name: string,
  allowed: readonly Word[],
  report: Report,
): Word | undefined {
  const [word] = body.words(name, report) ?? [];
  if (word === undefined) return undefined;
  const found = allowed.find((known) => known === word.text);
  if (found === undefined) {
    const near = suggest(word.text, allowed);
    report({
      severity: 'error',
      summary: `Invalid "${name}" keyword`,
      detail: `The argument "${name}" says ${allowed.join(' or ')}.`,
      ...(near === undefined ? {} : { action: `Did you mean "${near}"?` }),
      source: positionOf(word.span),
    });
  }
  return found;
}

/** The one connection block of a body. */
function connectionOf(body: BlockBody, report: Report): Body | undefined {
  const first = soleBlock(body, 'connection', report);
  if (first === undefined) return undefined;
  checkNames(first, CONNECTION_ARGUMENTS, [], report);
  return first.rest(new Set(), report);
}

/** As in Terraform, what a provisioner's own connection says counts, and for the rest what its resource's says. */
function mergedConnection(common: Body | undefined, own: Body | undefined): Body | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  return { ...own, attributes: new Map([...common.attributes, ...own.attributes]) };
}

function checkNames(body: BlockBody, table: ArgumentTable, more: readonly string[], report: Report): void {
  const known = [...Object.keys(table.known), ...more];
  for (const { text, span } of body.names()) {
    if (known.includes(text)) continue;
    const refused = table.refused.get(text);
    if (refused !== undefined) {
      report({
        severity: 'error',
        summary: `The argument "${text}" is not supported`,
        detail: `Terraform knows ${JSON.stringify(text)}; it cannot be done here, and leaving it out silently would connect in another way than you said.`,
        action: refused,
        source: positionOf(span),
      });
      continue;
    }
    const near = suggest(text, known);
    report({
      severity: 'error',
      summary: 'Unsupported argument',
      detail: `An argument named ${JSON.stringify(text)} is not expected here.`,
      action: near === undefined ? `What can be said here: ${known.join(', ')}.` : `Did you mean "${near}"?`,
      source: positionOf(span),
    });
  }
}

function requireArguments(body: Body, { known }: ArgumentTable, span: Span, report: Report): void {
  for (const [name, { required }] of Object.entries(known))
    if (required === true && !body.attributes.has(name))
      report({
        severity: 'error',
        summary: 'Missing required argument',
        detail: `The argument "${name}" is required, but no definition was found.`,
        source: positionOf(span),
      });
}

function requireConnection(type: ProvisionerBlock['type'], span: Span, report: Report): void {
  if (type === 'local-exec') return;
  report({
    severity: 'error',
    summary: `A ${type} provisioner has no connection`,
    detail: `It works over ssh, and neither it nor its resource has a "connection" block.`,
    action: 'Say "connection" with "host", "user" and how to log in.',
    source: positionOf(span),
  });
}

/** Of some arguments exactly one is given. */
const CHOICES: Readonly<Record<ProvisionerBlock['type'], readonly string[]>> = {
  'local-exec': [],
  'remote-exec': ['inline', 'script', 'scripts'],
  file: ['source', 'content'],
};

function checkChoice(type: ProvisionerBlock['type'], body: Body, span: Span, report: Report): void {
  const among = CHOICES[type];
  const isNull = (part: Expression | undefined): boolean => part?.kind === 'literal' && part.value === null;
  const said = among.filter((name) => body.attributes.has(name) && !isNull(body.attributes.get(name)));
  if (among.length === 0 || said.length === 1) return;
  report({
    severity: 'error',
    summary: `Invalid ${type} provisioner configuration`,
    detail:
      said.length === 0
        ? `One of ${among.join(', ')} has to be given.`
        : `Only one of ${among.join(', ')} can be given; here are ${said.join(' and ')}.`,
    source: positionOf(span),
  });
}

/** Every expression of a resource's provisioners. */
export function provisionerExpressions({ provisioners }: ResourceBlock): readonly Expression[] {
  return provisioners.flatMap(({ body, connection }) =>
    connection === undefined ? [body] : [body, connection],
  );
}

/** What an expression of a provisioner that runs before the destroy must not ask for: others may be gone by then, or come later. */
export function destroyReferenceProblems({
  provisioners,
}: Pick<ResourceBlock, 'provisioners'>): readonly Diagnostic[] {
  return provisioners
    .filter(({ when }) => when === 'destroy')
    .flatMap(({ body, connection }) => (connection === undefined ? [body] : [body, connection]))
    .flatMap(referenceNodesOf)
    .filter(({ reference }) => !isOwn(reference))
    .map(({ span }) => ({
      severity: 'error',
      summary: 'Invalid reference from destroy provisioner',
      detail:
        "Provisioners that run before a destroy and their connections may refer to the resource itself alone: by 'self', 'count.index' or 'each.key'.",
      action: 'Keep the value in the resource, such as in the input of a terraform_data, and say self.….',
      source: positionOf(span),
    }));
}

function isOwn(reference: ReturnType<typeof referenceNodesOf>[number]['reference']): boolean {
  switch (reference.to) {
    case 'self':
    case 'count':
    case 'path':
    case 'terraform':
      return true;
    case 'each':
      return reference.name === 'key';
    default:
      return false;
  }
}
