import { formatTarget, type Target } from '../../address.js';
import type { ProvisionerBlock, RemovedBlock } from '../configuration.js';
import { blockOf, decoding, flag, onlyKnown, type Decoding } from '../decode.js';
import { positionOf } from '../language/source.js';
import { decodeProvisioners, PROVISIONER_BLOCKS } from '../provisioners.js';
import { soleBlock, type BlockBody, type Report } from '../syntax.js';
import { targetOf } from './endpoint.js';

export function decodeRemoved(body: BlockBody, report: Report): RemovedBlock | undefined {
  const block = decoding(body, 'removed', report);
  onlyKnown(block, ['from', 'lifecycle', ...PROVISIONER_BLOCKS]);
  const lifecycle = soleBlock(body, 'lifecycle', block.report);
  const inside = lifecycle === undefined ? undefined : { ...block, body: lifecycle };
  if (inside !== undefined) onlyKnown(inside, ['destroy']);
  // Terraform destroys unless it is told not to.
  const destroy = inside === undefined || flag(inside, 'destroy', true);
  const from = targetOf(block, 'from');
  if (from === undefined) return undefined;
  const problem = problemOf(from);
  if (problem === undefined)
    return { ...blockOf(block), from, destroy, provisioners: provisionersOf(block, from) };
  block.report({
    severity: 'error',
    ...problem,
    address: formatTarget(from),
    source: positionOf(body.words('from', () => undefined)?.[0]?.span ?? body.span),
  });
  return undefined;
}

/** What goes has no other provisioners than those before its destruction; and a module is nothing that could be provisioned. */
function provisionersOf({ body, report }: Decoding, from: Target): readonly ProvisionerBlock[] {
  const provisioners = decodeProvisioners(body, report);
  const refuse = (source: ProvisionerBlock['source'], detail: string, action: string): void =>
    report({ severity: 'error', summary: 'Invalid provisioner block', detail, action, source });
  for (const { when, source } of provisioners) {
    if (from.kind === 'module')
      refuse(
        source,
        'What is removed is a module, and provisioners belong to a resource.',
        'Write a removed block for the resource: module.lab.libvirt_domain.web.',
      );
    else if (when === 'create')
      refuse(
        source,
        'What is removed is not made any more, so that its provisioners can only run before it is destroyed.',
        'Say: when = destroy',
      );
  }
  return provisioners;
}

function problemOf(
  from: Target,
): { readonly summary: string; readonly detail: string; readonly action: string } | undefined {
  const module = from.kind === 'module' ? from.module : from.address.module;
  if (module.some(({ key }) => key !== undefined))
    return {
      summary: 'Module instance keys not allowed',
      detail: 'What is removed is a module as a whole, with every instance of it.',
      action: 'Leave the key out: module.lab.',
    };
  if (from.kind === 'module') return undefined;
  if (from.address.key !== undefined)
    return {
      summary: 'Resource instance keys not allowed',
      detail: 'What is removed is a resource as a whole, with every instance of it.',
      action:
        'Leave the key out; a single instance goes by count or for_each, or leaves the state by "virtform state rm".',
    };
  if (from.address.mode === 'managed') return undefined;
  return {
    summary: 'Data source address not allowed',
    detail: 'Data sources are only read: nothing of them is ever destroyed.',
    action: 'Take the data block out; that is all.',
  };
}
