import { hasErrors, UNKNOWN } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import type { PlanNode } from '../plan/plan.js';
import { askAfter, askBefore } from './conditions.js';
import type { ApplyContext } from './context.js';
import type { Attempted } from './task-run.js';
import { askedNow } from './wanted-now.js';

/** Asks what has to hold of an object that does not change, where that rested on what was not known while planning. */
export function checkObject(context: ApplyContext, node: Pick<PlanNode, 'address' | 'instance'>): Attempted {
  const asked = askedNow(context, node);
  if ('diagnostics' in asked) return { diagnostics: asked.diagnostics, id: undefined };
  const before = askBefore(context, node, asked);
  if (hasErrors(before)) {
    context.values.set(formatAddress(resourceOf(node.instance)), node.instance.key, UNKNOWN, []);
    return { diagnostics: before, id: undefined };
  }
  return { diagnostics: askAfter(context, node, asked), id: undefined };
}
