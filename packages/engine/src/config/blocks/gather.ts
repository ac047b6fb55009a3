import type { Configuration } from '../configuration.js';
import type { BlockBody, Report } from '../syntax.js';
import { decodeImport } from './import.js';
import { decodeMoved } from './moved.js';
import { decodeRemoved } from './removed.js';

/** The blocks that say what becomes of objects that are there already. */
export function gatherRefactoring(
  files: readonly BlockBody[],
  report: Report,
): Pick<Configuration, 'moved' | 'removed' | 'imports'> {
  const all = <Decoded>(
    name: 'moved' | 'removed' | 'import',
    decode: (body: BlockBody, report: Report) => Decoded | undefined,
  ): readonly Decoded[] =>
    files
      .flatMap((file) => file.blocks(name, report))
      .map((body) => decode(body, report))
      .filter((block) => block !== undefined);
  return {
    moved: all('moved', decodeMoved),
    removed: all('removed', decodeRemoved),
    imports: all('import', decodeImport),
  };
}
