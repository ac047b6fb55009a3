import { hasErrors, UNKNOWN, unmarkDeep } from '@virtform/values';
import type { Diagnostic, Value } from '@virtform/values';
import { createScope, evaluate, instanceScope } from '../config/index.js';
import type { Configuration, FileReader, ResourceBlock, Scope } from '../config/index.js';
import type { Kind, Provider } from '../kinds/kind.js';
import { buildGraph } from './build-graph.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { evaluateOutput } from './outputs.js';
import { repetitionOf } from './plan-block.js';
import { unknownKind } from './providers.js';
import { createResourceValues } from './resource-values.js';
import type { ResourceValues } from './resource-values.js';
import { configAttributes, evaluateWanted } from './wanted.js';

export interface ValidationSources {
  readonly configuration: Configuration;
  readonly variables: ReadonlyMap<string, Value>;
  readonly providers: readonly Provider<unknown>[];
  readonly files: FileReader;
  readonly started: Date;
  readonly workspace?: string;
}

/**
 * Everything that can be known wrong without a host and without a state: references, circles, types, unknown keys, and what the
 * kinds know of values that do not go together. What a host fills in counts as unknown.
 */
export function validateConfiguration(sources: ValidationSources): readonly Diagnostic[] {
  const { configuration, variables, providers, files, started, workspace } = sources;
  const graph = buildGraph({ configuration, resources: [] });
  const values = createResourceValues();
  const scope = createScope({
    configuration,
    variables,
    resource: (address) => values.value(address),
    files,
    started,
    phase: 'plan',
    ...(workspace === undefined ? {} : { workspace }),
  });
  const diagnostics = [
    ...graph.diagnostics,
    ...graph.order.flatMap((id) => {
      const node = graph.nodes.get(id);
      if (node?.node === 'output') return evaluateOutput(node.block, scope).diagnostics;
      return node?.block === undefined ? [] : validateBlock(node.block, id, providers, scope, values);
    }),
    ...validateProviders(sources, scope),
  ];
  return [...new Set([...diagnostics, ...scope.diagnostics])];
}

function validateBlock(
  block: ResourceBlock,
  address: string,
  providers: readonly Provider<unknown>[],
  scope: Scope,
  values: ResourceValues,
): readonly Diagnostic[] {
  const kind = providers.find(({ name }) => name === block.provider.name)?.kinds.get(block.address.type);
  if (kind === undefined || block.address.mode === 'data') {
    return placeDiagnostics([unknownKind(block, providers)], placeOf(block, address));
  }
  const repeated = repetitionOf(block) !== 'single';
  const instance = repeated ? instanceScope(scope, { key: someKey(block), eachValue: UNKNOWN }) : scope;
  const { attributes, sensitive, diagnostics } = evaluateWanted(
    block,
    address,
    kind.schema,
    instance,
    undefined,
  );
  if (attributes === undefined) return diagnostics;
  if (!repeated) {
    values.declare(address, 'single', kind.schema);
    values.set(address, undefined, { ...attributes, ...unknownsOf(kind) }, sensitive);
  }
  return [...diagnostics, ...placeDiagnostics(kind.validate(attributes, undefined), placeOf(block, address))];
}

/** Any key does: what is asked is only whether an instance would be right. */
function someKey(block: ResourceBlock): string | number {
  return block.count === undefined ? 'key' : 0;
}

function unknownsOf(kind: Kind<unknown>): Readonly<Record<string, Value>> {
  return Object.fromEntries(kind.schema.computed.map((name) => [name, UNKNOWN]));
}

function validateProviders(
  { configuration, providers }: ValidationSources,
  scope: Scope,
): readonly Diagnostic[] {
  return configuration.providers.flatMap((block) => {
    const provider = providers.find(({ name }) => name === block.name);
    if (provider === undefined) return [];
    const place = placeOf(
      block,
      `provider.${block.name}${block.alias === undefined ? '' : `.${block.alias}`}`,
    );
    const evaluated = evaluate(block.config, scope, place);
    const bare = unmarkDeep(evaluated.value).value;
    const found = hasErrors(evaluated.diagnostics) ? [] : configAttributes(provider.schema, bare).diagnostics;
    return placeDiagnostics([...evaluated.diagnostics, ...found], place);
  });
}
