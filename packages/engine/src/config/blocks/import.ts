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
  return { ...blockOf(block), to: to.resource, ...set('key', to.key), id, ...set('forEach', forEach) };
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
  readonly key: Expression | undefined;
}

function destinationOf(block: Decoding): Destination | undefined {
  const word = addressWord(block, 'to');
  if (word === undefined) return undefined;
  const [written, index] = splitKey(word.text);
  const resource = parseAddress(written);
  if (resource === undefined || resource.key !== undefined) {
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
  const key = index === undefined ? undefined : keyExpression(block, word, index);
  return { resource: resourceOf(resource), key };
}

/** The address without the key behind it, and that key's text. Keys of modules stand inside and stay. */
function splitKey(text: string): readonly [string, string | undefined] {
  const [, written, index] =
    /^([^[\]]*(?:\["[^"]*"\]\.[^[\]]*|\[\d+\]\.[^[\]]*)*)\[(.*)\]$/s.exec(text) ?? [];
  return written === undefined || index === undefined ? [text, undefined] : [written, index];
}

function keyExpression({ report }: Decoding, { text, span }: Word, index: string): Expression {
  // In JSON a quote stands before the text.
  const written = span.source.text.indexOf(text, span.start);
  const offset = (written === -1 ? span.start : written) + text.length - index.length - 1;
  const { expression, diagnostics } = parseExpression(index, {
    source: span.source,
    locate: (at) => offset + at,
  });
  for (const diagnostic of diagnostics) report(diagnostic);
  return expression;
}
