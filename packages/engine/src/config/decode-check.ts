import type { CheckBlock, ResourceBlock } from './configuration.js';
import { blockOf, conditionsOf, decodeResource, decoding, onlyKnown } from './decode.js';
import { positionOf } from './language/source.js';
import type { BlockBody, LabelledBody, Report } from './syntax.js';

/** `check "name" { assert { … } }`, with a data source of its own where there is one. */
export function decodeCheck(name: string, body: BlockBody, report: Report): CheckBlock {
  const block = decoding(body, `check.${name}`, report);
  onlyKnown(block, ['assert', 'data', 'depends_on']);
  const asserts = conditionsOf(block, 'assert');
  if (!body.names().some(({ text }) => text === 'assert'))
    block.report({
      severity: 'error',
      summary: 'Zero assert blocks',
      detail: 'A check has at least one block "assert": without one it says nothing.',
      source: positionOf(body.span),
    });
  const [data, second] = body.labelled('data', 2, block.report);
  if (second !== undefined)
    block.report({
      severity: 'error',
      summary: 'Multiple data resource blocks',
      detail: 'A check has at most one data source of its own.',
      source: positionOf(second.body.span),
    });
  return {
    ...blockOf(block),
    name,
    asserts,
    ...(data === undefined ? {} : { data: decodeScopedData(name, data, block.report) }),
  };
}

/** What a check says of repetition and of the life of its data source, it says by itself. */
const NOT_IN_A_CHECK = ['count', 'for_each', 'lifecycle'];

function decodeScopedData(
  check: string,
  { labels: [type = '', name = ''], body }: LabelledBody,
  report: Report,
): ResourceBlock {
  for (const { text, span } of body.names()) {
    if (!NOT_IN_A_CHECK.includes(text)) continue;
    report({
      severity: 'error',
      summary: `Invalid "${text}" in the data source of a check`,
      detail: `The data source of a check is one alone and has no conditions but those of the check: "${text}" has no meaning in it.`,
      action: 'Take it out, or put the data source beside the check: the check can refer to it there.',
      source: positionOf(span),
    });
  }
  return { ...decodeResource('data', type, name, body, report), check };
}
