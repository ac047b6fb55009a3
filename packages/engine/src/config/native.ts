import { NativeBlock, NativeBody, readBodyText } from './language/body-syntax.js';
import type { Body, Dynamic, Expression } from './language/expression.js';
import { syntaxDiagnostic } from './language/parser.js';
import { positionOf, SourceText } from './language/source.js';
import { withAdvice } from './meant-as-text.js';
import type { BlockBody, Report, Word, Written } from './syntax.js';

/** Reads a `*.tf` file; what cannot be read of it is reported and left out. */
export function readNativeFile(source: SourceText, report: Report): BlockBody {
  const { body, problems } = readBodyText(source);
  for (const problem of problems) report(withAdvice(syntaxDiagnostic(problem)));
  return nativeBody(body);
}

function nativeBody(body: NativeBody): BlockBody {
  const expression = (name: string, report: Report): Expression | undefined => {
    const attribute = body.attributes.get(name);
    attribute?.diagnostics.forEach((diagnostic) => {
      report({ path: [name], ...withAdvice(diagnostic) });
    });
    return attribute?.expression;
  };
  const ofType = (name: string): readonly NativeBlock[] => body.blocks.filter(({ type }) => type === name);
  return {
    span: body.span,
    construct: undefined,
    names: () => [
      ...[...body.attributes].map(([text, { name }]) => ({ text, span: name })),
      ...body.blocks.map(({ type, name }) => ({ text: type, span: name })),
    ],
    expression,
    words: (name) => {
      const found = body.attributes.get(name)?.expression;
      if (found === undefined) return undefined;
      return found.kind === 'list' ? found.elements.map(wordOf) : [wordOf(found)];
    },
    written: (name) => {
      const found = body.attributes.get(name)?.expression;
      return found === undefined ? undefined : writtenAs(found);
    },
    blocks: (name, report) =>
      ofType(name).map((block) => {
        if (block.labels.length > 0)
          report({
            severity: 'error',
            summary: `Extraneous label for ${name}`,
            detail: `No labels are expected for ${name} blocks.`,
            source: positionOf(block.name),
          });
        return nativeBody(block.body);
      }),
    labelled: (name, labels, report) =>
      ofType(name).flatMap((block) => {
        if (block.labels.length === labels) return [{ labels: block.labels, body: nativeBody(block.body) }];
        report({
          severity: 'error',
          summary: `Wrong number of labels for ${name}`,
          detail: `A block "${name}" has ${labels} labels; this one has ${block.labels.length}.`,
          source: positionOf(block.name),
        });
        return [];
      }),
    rest: (except, report) => restOf(body, except, expression, report),
  };
}

/** What is written, without the quotes of a string. */
function wordOf(expression: Expression): Word {
  const { span } = expression;
  const value = expression.kind === 'literal' ? expression.value : undefined;
  return { text: typeof value === 'string' ? value : span.source.text.slice(span.start, span.end), span };
}

function writtenAs(expression: Expression): Written {
  const { span } = expression;
  if (expression.kind === 'list') return { kind: 'list', elements: expression.elements.map(writtenAs), span };
  if (expression.kind === 'object') {
    const pairs = expression.items.map(({ key, value }) => ({ key: wordOf(key), value: writtenAs(value) }));
    return { kind: 'object', pairs, span };
  }
  const isText = expression.kind === 'literal' && typeof expression.value === 'string';
  return { kind: 'word', word: wordOf(expression), isText };
}

/** Blocks of one type become the elements of a list, as an attribute of that name. */
function restOf(
  body: NativeBody,
  except: ReadonlySet<string>,
  expression: (name: string, report: Report) => Expression | undefined,
  report: Report,
): Body {
  const attributes = new Map<string, Expression>();
  for (const name of body.attributes.keys()) {
    const value = except.has(name) ? undefined : expression(name, report);
    if (value !== undefined) attributes.set(name, value);
  }
  const dynamics: Dynamic[] = [];
  const repeated = new Map<string, Body[]>();
  for (const block of body.blocks) {
    if (except.has(block.type)) continue;
    if (block.type === 'dynamic') {
      const dynamic = dynamicOf(block, report);
      if (dynamic !== undefined) dynamics.push(dynamic);
      continue;
    }
    const before = repeated.get(block.type) ?? [];
    repeated.set(block.type, [...before, nativeBody(block.body).rest(NOTHING, report)]);
  }
  for (const [name, elements] of repeated)
    attributes.set(name, { kind: 'list', elements, span: elements[0]?.span ?? body.span });
  return { kind: 'body', attributes, dynamics, span: body.span };
}

const NOTHING: ReadonlySet<string> = new Set();

function dynamicOf(block: NativeBlock, report: Report): Dynamic | undefined {
  const [name] = block.labels;
  const body = nativeBody(block.body);
  const forEach = body.expression('for_each', report);
  const [content] = body.blocks('content', report);
  if (name === undefined || forEach === undefined || content === undefined) {
    report({
      severity: 'error',
      summary: 'Invalid dynamic block',
      detail: 'A dynamic block has a label, the argument "for_each" and a block "content".',
      source: positionOf(block.name),
    });
    return undefined;
  }
  const iterator = body.words('iterator', report)?.[0]?.text ?? name;
  return { name, forEach, iterator, content: content.rest(NOTHING, report), span: block.name };
}
