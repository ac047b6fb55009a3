import type { ProviderBlock } from './configuration.js';
import { blockOf, decoding, type Decoding, set } from './decode.js';
import { fulfils } from './language-version.js';
import { positionOf } from './language/source.js';
import { NAME } from './provider-reference.js';
import { spanOf, type BlockBody, type Report } from './syntax.js';

const PROVIDER_META = new Set(['alias', 'version']);

export function decodeProvider(name: string, body: BlockBody, report: Report): ProviderBlock {
  const alias = aliasOf(body, report);
  const block = decoding(body, `provider.${name}${alias === undefined ? '' : `.${alias}`}`, report);
  tellVersion(block);
  return {
    ...blockOf(block),
    name,
    ...set('alias', alias),
    config: body.rest(PROVIDER_META, block.report),
  };
}

function aliasOf(body: BlockBody, report: Report): string | undefined {
  const written = body.written('alias');
  if (written === undefined) return undefined;
  if (written.kind === 'word' && written.isText && NAME.test(written.word.text)) return written.word.text;
  report({
    severity: 'error',
    summary: 'Invalid provider configuration alias',
    detail: 'An alias is a name in quotes: a letter, and behind it letters, digits, underscores and dashes.',
    source: positionOf(spanOf(written)),
  });
  return undefined;
}

function tellVersion({ body, report }: Decoding): void {
  const [word] = body.words('version', report) ?? [];
  if (word === undefined) return;
  if (fulfils('0', word.text) === undefined)
    report({
      severity: 'error',
      summary: 'Invalid version constraint',
      detail: `${JSON.stringify(word.text)} is no constraint such as ">= 0.9, < 1.0".`,
      source: positionOf(word.span),
    });
  report({
    severity: 'warning',
    summary: 'Version constraints inside provider configuration blocks are deprecated',
    detail: 'It counts for nothing here.',
    action: 'Write it into the block required_providers of the block terraform.',
    source: positionOf(word.span),
  });
}
