import { marksOf, Unknown, unmark } from '@virtform/values';
import type { Diagnostic, Value } from '@virtform/values';
import { formatAddress, type InstanceKey } from '../../address.js';
import { evaluate, expand, instanceScope } from '../../config/index.js';
import type { Configuration, Expression, ImportBlock, ResourceBlock, Scope } from '../../config/index.js';
import { placeDiagnostics } from '../diagnostics.js';

/** What an `import` block asks for one instance. */
export interface ImportRequest {
  /** What a person calls the object by. */
  readonly id: string;
  /** The program marked the id as sensitive. */
  readonly sensitive: boolean;
  /** Where it is asked for. */
  readonly place: Pick<Diagnostic, 'construct' | 'source'>;
}

/** What is to be imported into the instances of a block, and what is wrong with that. */
export interface ImportRequests {
  readonly byKey: ReadonlyMap<InstanceKey | undefined, ImportRequest>;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: ImportRequests = { byKey: new Map(), diagnostics: [] };

/** Evaluates the `import` blocks for a resource, once all that they refer to has been planned. */
export function importRequests(
  { imports }: Pick<Configuration, 'imports'>,
  block: ResourceBlock,
  scope: Scope,
): ImportRequests {
  const address = formatAddress(block.address);
  const concerned = imports.filter(({ to }) => formatAddress(to) === address);
  if (concerned.length === 0) return NONE;
  const byKey = new Map<InstanceKey | undefined, ImportRequest>();
  const diagnostics: Diagnostic[] = [];
  for (const one of concerned) {
    const place = placeOfImport(one);
    const report = (found: readonly Diagnostic[]): void => {
      diagnostics.push(...placeDiagnostics(found, { address, ...place }));
    };
    const rounds = expand(
      { address: one.to, ...(one.forEach === undefined ? {} : { forEach: one.forEach }) },
      scope,
    );
    report(rounds.diagnostics);
    for (const round of rounds.expansions) {
      const inside = instanceScope(scope, round);
      const key = one.key === undefined ? { ok: undefined } : keyIn(one.key, inside);
      const id = idIn(one.id, inside);
      if ('problems' in key) report(key.problems);
      if ('problems' in id) report(id.problems);
      if ('problems' in key || 'problems' in id) continue;
      const instance = formatAddress({ ...one.to, ...(key.ok === undefined ? {} : { key: key.ok }) });
      if (byKey.has(key.ok)) report([twice(instance)]);
      else byKey.set(key.ok, { ...id.ok, place });
    }
  }
  return { byKey, diagnostics };
}

function placeOfImport({ construct, source }: ImportBlock): ImportRequest['place'] {
  return { ...(construct === undefined ? {} : { construct }), ...(source === undefined ? {} : { source }) };
}

type Read<Result> = { readonly ok: Result } | { readonly problems: readonly Diagnostic[] };

function keyIn(expression: Expression, scope: Scope): Read<InstanceKey> {
  const { value, diagnostics } = evaluate(expression, scope);
  if (diagnostics.length > 0) return { problems: diagnostics };
  if (typeof value === 'string' || typeof value === 'number') return { ok: value };
  return {
    problems: [
      {
        severity: 'error',
        summary: `Invalid import 'to' expression`,
        detail: 'The key of the instance must be a text or a number that is known while planning.',
      },
    ],
  };
}

function idIn(expression: Expression, scope: Scope): Read<Pick<ImportRequest, 'id' | 'sensitive'>> {
  const { value, diagnostics } = evaluate(expression, scope);
  if (diagnostics.length > 0) return { problems: diagnostics };
  const text = textOf(unmark(value).value);
  if (typeof text === 'string') return { ok: { id: text, sensitive: marksOf(value).has('sensitive') } };
  return { problems: [{ severity: 'error', summary: 'Invalid import id argument', ...text }] };
}

function textOf(value: Value): string | Pick<Diagnostic, 'detail' | 'action'> {
  if (value instanceof Unknown)
    return {
      detail:
        'It depends on what is known only after apply, so that nothing can be looked for while planning.',
      action: 'Say the UUID or the name as it is on the host.',
    };
  if (value === null) return { detail: 'The import ID cannot be null.' };
  if (value === '') return { detail: 'The import ID is an empty text.', action: 'Say a UUID or a name.' };
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return { detail: 'The import ID must be a text.' };
}

function twice(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `Duplicate import configuration for "${address}"`,
    detail: 'Two import blocks speak of this instance; an instance is imported once.',
  };
}

/** That an instance which something is to be imported into is none that the configuration asks for. */
export function noInstance(address: string): Diagnostic {
  return {
    severity: 'error',
    summary: 'Configuration for import target does not exist',
    detail: `The configuration for the given import ${address} does not exist. All target instances must have an associated configuration to be imported.`,
    address,
  };
}
