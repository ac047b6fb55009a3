import { marksOf, Unknown, unmark } from '@virtform/values';
import type { Diagnostic, Value } from '@virtform/values';
import { formatAddress, type InstanceAddress, type InstanceKey } from '../../address.js';
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
  /** By the address of the instance. */
  readonly byAddress: ReadonlyMap<string, ImportRequest>;
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: ImportRequests = { byAddress: new Map(), diagnostics: [] };

/** Whether an `import` block speaks of some instance of a resource. */
export function hasImports({ imports }: Pick<Configuration, 'imports'>, block: ResourceBlock): boolean {
  const address = formatAddress(block.address);
  return imports.some(({ to }) => formatAddress(to) === address);
}

/**
 * Evaluates the `import` blocks for a resource, once all that they refer to has been planned.
 *
 * @param block without keys in its address
 * @param scope of the root module, which alone has such blocks
 */
export function importRequests(
  { imports }: Pick<Configuration, 'imports'>,
  block: ResourceBlock,
  scope: Scope,
): ImportRequests {
  const address = formatAddress(block.address);
  const concerned = imports.filter(({ to }) => formatAddress(to) === address);
  if (concerned.length === 0) return NONE;
  const byAddress = new Map<string, ImportRequest>();
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
      const to = destinationIn(one, inside);
      const id = idIn(one.id, inside);
      if ('problems' in to) report(to.problems);
      if ('problems' in id) report(id.problems);
      if ('problems' in to || 'problems' in id) continue;
      const instance = formatAddress(to.ok);
      if (byAddress.has(instance)) report([twice(instance)]);
      else byAddress.set(instance, { ...id.ok, place });
    }
  }
  return { byAddress, diagnostics };
}

function placeOfImport({ construct, source }: ImportBlock): ImportRequest['place'] {
  return { ...(construct === undefined ? {} : { construct }), ...(source === undefined ? {} : { source }) };
}

type Read<Result> = { readonly ok: Result } | { readonly problems: readonly Diagnostic[] };

/** The instance that a block speaks of, with the keys that it and the modules around it have. */
function destinationIn({ to, moduleKeys, key }: ImportBlock, scope: Scope): Read<InstanceAddress> {
  const keys = [...moduleKeys, key].map((each) =>
    each === undefined ? { ok: undefined } : keyIn(each, scope),
  );
  const problems = keys.flatMap((each) => ('problems' in each ? each.problems : []));
  if (problems.length > 0) return { problems };
  const keyed = <Step extends object>(step: Step, index: number): Step & { readonly key?: InstanceKey } => {
    const found = keys.at(index);
    return found === undefined || 'problems' in found || found.ok === undefined
      ? step
      : { ...step, key: found.ok };
  };
  const module = to.module.map(({ name }, index) => keyed({ name }, index));
  return { ok: keyed({ ...to, module }, -1) };
}

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
