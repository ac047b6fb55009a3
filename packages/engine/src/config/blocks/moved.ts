import { formatTarget } from '../../address.js';
import type { MovedBlock } from '../configuration.js';
import { blockOf, decoding, onlyKnown } from '../decode.js';
import { positionOf } from '../language/source.js';
import type { BlockBody, Report } from '../syntax.js';
import { targetOf } from './endpoint.js';

export function decodeMoved(body: BlockBody, report: Report): MovedBlock | undefined {
  const block = decoding(body, 'moved', report);
  onlyKnown(block, ['from', 'to']);
  const [from, to] = [targetOf(block, 'from'), targetOf(block, 'to')];
  if (from === undefined || to === undefined) return undefined;
  const mixed =
    from.kind === 'resource' && to.kind === 'resource'
      ? from.address.mode !== to.address.mode
      : from.kind !== to.kind;
  if (mixed) {
    block.report({
      severity: 'error',
      summary: 'Invalid "moved" addresses',
      detail: `${formatTarget(from)} cannot become ${formatTarget(to)}: both must be resources, or both data sources, or both modules.`,
      source: positionOf(body.span),
    });
    return undefined;
  }
  return { ...blockOf(block), within: [], from, to };
}
