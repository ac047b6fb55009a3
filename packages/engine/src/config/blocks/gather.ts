import { positionOf } from '../language/source.js';
import type { Configuration } from '../configuration.js';
import type { BlockBody, Report } from '../syntax.js';
import { decodeImport } from './import.js';
import { decodeMoved } from './moved.js';
import { decodeRemoved } from './removed.js';

const NAMES = ['moved', 'removed', 'import'] as const;

/** The blocks that say what becomes of objects that are there already. They have no name by which a file could override them. */
export function gatherRefactoring(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): Pick<Configuration, 'moved' | 'removed' | 'imports'> {
  for (const file of overriding)
    for (const { text, span } of file.names())
      if (NAMES.some((name) => name === text))
        report({
          severity: 'error',
          summary: `Cannot override "${text}" blocks`,
          detail: `Blocks of the type ${JSON.stringify(text)} can appear only in normal files, not in override files.`,
          source: positionOf(span),
        });
  const all = <Decoded>(
    name: (typeof NAMES)[number],
    decode: (body: BlockBody, report: Report) => Decoded | undefined,
  ): readonly Decoded[] =>
    primary
      .flatMap((file) => file.blocks(name, report))
      .map((body) => decode(body, report))
      .filter((block) => block !== undefined);
  return {
    moved: all('moved', decodeMoved),
    removed: all('removed', decodeRemoved),
    imports: all('import', decodeImport),
  };
}
