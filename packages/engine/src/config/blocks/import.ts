import { parseAddress, resourceOf, type ResourceAddress } from '../../address.js';
import type { ImportBlock } from '../configuration.js';
import { blockOf, decoding, type Decoding, onlyKnown, set } from '../decode.js';
import type { Expression } from '../language/expression.js';
import { parseExpression } from '../language/parser.js';
import { positionOf } from '../language/source.js';
import type { BlockBody, Report, Word } from '../syntax.js';
import { addressWord, noAddress } from './endpoint.js';

export function decodeImport(body: BlockBody, report: Report): ImportBlock | undefined {
  const block = decoding(body, 'import', report);
  onlyKnown(block, ['to', 'id', 'for_each', 'provider']);
  refuseProvider(block);
  const to = destinationOf(block);
  const id = body.expression('id', block.report);
  const forEach = body.expression('for_each', block.report);
  if (id === undefined && !body.names().some(({ text }) => text === 'id'))
    block.report({
      severity: 'error',
      summary: 'Missing required argument',
      detail: 'The argument "id" is required, but no definition was found.',
      source: positionOf(body.span),
    });
  if (to === undefined || id === undefined) return undefined;
  return {
    ...blockOf(block),
    to: to.resource,
    moduleKeys: to.moduleKeys,
    ...set('key', to.key),
    id,
    ...set('forEach', forEach),
  };
}

/** Terraform takes it only where it writes the resource's configuration itself, which is not done here. */
function refuseProvider({ body, report }: Decoding): void {
  const word = body.words('provider', report)?.[0];
  if (word === undefined) return;
  report({
    severity: 'error',
    summary: 'Invalid import provider argument',
    detail: 'The provider of an import is that of the resource which the object is to be.',
    action: 'Say "provider" in the resource block, and take it out here.',
    source: positionOf(word.span),
  });
}

interface Destination {
  readonly resource: ResourceAddress;
  readonly moduleKeys: readonly (Expression | undefined)[];
  readonly key: Expression | undefined;
}

function destinationOf(block: Decoding): Destination | undefined {
  const word = addressWord(block, 'to');
  if (word === undefined) return undefined;
  const steps = stepsOf(word.text);
  const resource = steps === undefined ? undefined : parseAddress(steps.map(({ name }) => name).join('.'));
  // Behind the word `module` stands the name of a call, which may have a key, as the resource may.
  const keyed = (index: number): boolean =>
    index % 2 === 1 && index < 2 * (resource?.module.length ?? 0) ? true : index === (steps?.length ?? 0) - 1;
  if (steps === undefined || resource === undefined || steps.some(({ key }, at) => key && !keyed(at))) {
    block.report(noAddress(word));
    return undefined;
  }
  if (resource.mode === 'data') {
    block.report({
      severity: 'error',
      summary: 'Invalid import address',
      detail: 'Only managed resources can be imported; a data source is read anew each time.',
      source: positionOf(word.span),
    });
    return undefined;
  }
  const keys = steps.map(({ key }) => (key === undefined ? undefined : keyExpression(block, word, key)));
  const moduleKeys = resource.module.map((_, index) => keys[index * 2 + 1]);
  return { resource: resourceOf(resource), moduleKeys, key: keys.at(-1) };
}

/** A name of an address, and the text of the key behind it with the place where that begins. */
interface Step {
  readonly name: string;
  readonly key: { readonly text: string; readonly start: number } | undefined;
}

/** An address whose keys may be expressions: `module.lab[each.key].libvirt_domain.web[0]`; undefined for anything else. */
function stepsOf(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    const name = /^[A-Za-z_][\w-]*/.exec(text.slice(at))?.[0];
    if (name === undefined) return undefined;
    at += name.length;
    const end = text[at] === '[' ? closingBracket(text, at) : at;
    if (end === undefined) return undefined;
    const key = end === at ? undefined : { text: text.slice(at + 1, end - 1), start: at + 1 };
    steps.push({ name, key });
    at = end;
    if (at === text.length) return steps;
    if (text[at] !== '.') return undefined;
    at += 1;
  }
  return undefined;
}

/** Behind the bracket that closes the one which stands here; brackets in texts close nothing. */
function closingBracket(text: string, from: number): number | undefined {
  let open = 0;
  for (const { 0: part, index } of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[[\]]/g)) {
    if (part === '[') open += 1;
    if (part === ']') open -= 1;
    if (open === 0) return from + index + 1;
  }
  return undefined;
}

function keyExpression(
  { report }: Decoding,
  { text, span }: Word,
  key: { readonly text: string; readonly start: number },
): Expression {
  // In JSON a quote stands before the text.
  const written = span.source.text.indexOf(text, span.start);
  const offset = (written === -1 ? span.start : written) + key.start;
  const { expression, diagnostics } = parseExpression(key.text, {
    source: span.source,
    locate: (at) => offset + at,
  });
  for (const diagnostic of diagnostics) report(diagnostic);
  return expression;
}
