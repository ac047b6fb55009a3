import { hasErrors, isWhollyKnown } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { blockAt, expand, instanceScope, scopeAt } from '../config/index.js';
import type { Expansion, ModuleScope, ResourceBlock } from '../config/index.js';
import type { Attributes, Kind } from '../kinds/kind.js';
import { placeDiagnostics, placeOf } from '../plan/diagnostics.js';
import type { PlanNode } from '../plan/plan.js';
import type { WantedOfInstance } from '../plan/plan-instance.js';
import { evaluateWanted } from '../plan/wanted.js';
import { askBefore } from './conditions.js';
import type { ApplyContext } from './context.js';

/** The block of an instance and which of its instances it is. */
export interface AskedNow {
  readonly block: ResourceBlock;
  /** Of the module instance around it. */
  readonly scope: ModuleScope;
  readonly expansion: Expansion;
}

/** What a program asks of an instance once everything that it depends on is done, or why that cannot be told. */
export type WantedNow =
  | ({ readonly ok: true } & AskedNow & WantedOfInstance)
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

type PlacedNode = Pick<PlanNode, 'address' | 'instance'>;

/** Evaluates the body of a node again, with the values that are known now. */
export function wantedNow(
  context: ApplyContext,
  node: PlacedNode,
  kind: Pick<Kind<unknown>, 'schema' | 'validate'>,
  refreshed: Attributes | undefined,
): WantedNow {
  const { address } = node;
  const asked = askedNow(context, node);
  if ('diagnostics' in asked) return asked;
  const { block, scope: around, expansion } = asked;
  const before = askBefore(context, node, asked);
  if (hasErrors(before)) return { ok: false, diagnostics: before };
  const scope = instanceScope(around, expansion);
  const { attributes, sensitive, marked, diagnostics } = evaluateWanted(
    block,
    address,
    kind.schema,
    scope,
    refreshed,
  );
  if (attributes === undefined || hasErrors(diagnostics)) return { ok: false, diagnostics };
  if (!isWhollyKnown(attributes)) return wrong({ ...stillUnknown(address), ...placeOf(block, address) });
  const invalid = kind.validate(attributes, undefined);
  if (hasErrors(invalid))
    return { ok: false, diagnostics: placeDiagnostics(invalid, placeOf(block, address), block.body) };
  return { ok: true, ...asked, attributes, sensitive, marked };
}

/** The block of a node and its instance, or why there is none any more. */
export function askedNow(
  context: ApplyContext,
  node: PlacedNode,
): AskedNow | (WantedNow & { readonly ok: false }) {
  const { address } = node;
  const block = blockAt(context.configuration, node.instance);
  const scope = scopeAt(context.scope, node.instance.module);
  if (block === undefined || scope === undefined) return wrong(gone(address));
  const expansion = expansionOf(scope, block, node);
  return expansion === undefined
    ? wrong({ ...gone(address), ...placeOf(block, address) })
    : { block, scope, expansion };
}

function expansionOf(scope: ModuleScope, block: ResourceBlock, node: PlacedNode): Expansion | undefined {
  if (block.count === undefined && block.forEach === undefined) return { key: undefined };
  return expand(block, scope).expansions.find(({ key }) => key === node.instance.key);
}

function wrong(diagnostic: Diagnostic): WantedNow & { readonly ok: false } {
  return { ok: false, diagnostics: [diagnostic] };
}

function gone(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} is not configured any more`,
    detail:
      'The plan was made when it was; its count or for_each gives something else with the values now known.',
    action: 'Run plan again.',
    address,
  };
}

function stillUnknown(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} refers to a value that is still not known`,
    detail: 'Everything that it depends on is done; what it refers to was left out of the plan.',
    action: 'Apply without -target and -exclude, or with the resource that it refers to.',
    address,
  };
}
