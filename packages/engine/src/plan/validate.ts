import { fillNulls } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { concealing, hasErrors, UNKNOWN, unmarkDeep } from '@virtform/values';
import type { Diagnostic, Path, Value } from '@virtform/values';
import { formatAddress, inModule } from '../address.js';
import {
  askLocals,
  checkRepetition,
  createScope,
  evaluate,
  everyInstance,
  instanceScope,
  judgeVariable,
} from '../config/index.js';
import type { Configuration, Expansion, FileReader, ModuleScope, ResourceBlock } from '../config/index.js';
import type { Attributes, Kind } from '../kinds/kind.js';
import type { Provider } from '../kinds/provider.js';
import { placesOf } from './block-places.js';
import type { BlockPlace } from './block-places.js';
import { buildGraph } from './build-graph.js';
import { askCheck, askPostconditions, askPreconditions } from '../checks/ask.js';
import type { AskedInstance } from '../checks/ask.js';
import { checkHosts } from './check-across.js';
import type { AskedObject } from './check-across.js';
import { checkIgnored } from './check-ignored.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { evaluateOutput } from './outputs.js';
import { repetitionOf } from './planned-block.js';
import { unknownsOf } from './plan-data.js';
import { providerOfBlock, schemaOfBlock, unknownKind } from './providers.js';
import { createResourceValues } from './resource-values.js';
import type { ResourceValues } from './resource-values.js';
import { provisionerProblems } from './provisioner-problems.js';
import { concealDiagnostics, markedTexts } from './secrets.js';
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
    anyInstance: true,
    ...(workspace === undefined ? {} : { workspace }),
  });
  const asked: AskedObject[] = [];
  const diagnostics = [
    ...graph.diagnostics,
    ...graph.order.flatMap((id) => {
      const node = graph.nodes.get(id);
      if (node?.node === 'output') return evaluateOutput(node.block, scope).diagnostics;
      if (node?.block === undefined) return [];
      return placesOf(scope, { ...node, prior: [] }).places.flatMap((place) => {
        const validated = validateBlock(place, providers, values);
        if (validated.asked !== undefined) asked.push(validated.asked);
        return [...checkRepetition(place.block, place.scope), ...validated.diagnostics];
      });
    }),
    ...everyInstance(scope).flatMap(validateModule),
    ...checkHosts(asked),
    ...everyInstance(scope).flatMap((module) => validateProviders(providers, module)),
  ];
  const secrets = [...variables.values()].flatMap(markedTexts);
  return concealDiagnostics([...new Set([...diagnostics, ...scope.diagnostics])], concealing(secrets));
}

/** What a module says beside its resources: inputs have to fit, outputs to be right, checks to make sense. */
function validateModule(scope: ModuleScope): readonly Diagnostic[] {
  const { configuration, module, outputs, anyInstance } = scope;
  const conditions =
    module.length === 0 || anyInstance
      ? []
      : [...configuration.variables.values()].flatMap((block) => judgeVariable(block, scope).diagnostics);
  if (module.length > 0) {
    for (const name of configuration.variables.keys()) scope.lookup({ to: 'variable', name });
    for (const name of configuration.outputs.keys()) outputs.get(name);
  }
  askLocals(scope);
  const checks = [...configuration.checks.values()].flatMap(
    (block) => askCheck(block, scope, false).diagnostics,
  );
  return [...conditions, ...errorsOf(checks)];
}

/** What is wrong with a block, and what it asks for; undefined where count or for_each decides how often, if at all. */
interface ValidatedBlock {
  readonly asked?: AskedObject;
  readonly diagnostics: readonly Diagnostic[];
}

function validateBlock(
  { block, scope }: BlockPlace,
  providers: readonly Provider<unknown>[],
  values: ResourceValues,
): ValidatedBlock {
  const address = formatAddress(block.address);
  const place = placeOf(block, address);
  const schema = schemaOfBlock(block, providers);
  if (schema === undefined) return { diagnostics: placeDiagnostics([unknownKind(block, providers)], place) };
  const isData = block.address.mode === 'data';
  const isSingle = repetitionOf(block) === 'single';
  const expansion: Expansion = isSingle
    ? { key: undefined }
    : { key: someKey(block), eachValue: UNKNOWN, anyKey: true };
  const instance = isSingle ? scope : instanceScope(scope, expansion);
  const repeated = !isSingle || scope.anyInstance;
  const declare = (held: Attributes, secrets: readonly Path[]): void => {
    values.declare(address, 'single', schema);
    values.set(address, undefined, held, secrets);
  };
  const asking: AskedInstance = { block, address, scope, expansion };
  // What holds of some key need not hold of those that there will be.
  const first = [...checkIgnored(block, schema), ...(repeated ? [] : askPreconditions(asking).diagnostics)];
  if (hasErrors(first)) return { diagnostics: first };
  const wanted = evaluateWanted(block, address, schema, instance, undefined);
  const { attributes, sensitive } = wanted;
  const diagnostics = [...wanted.diagnostics];
  // Without a host, only what names one provider is certain to be in one place.
  const host = providerOfBlock(block, providers);
  const asked =
    repeated || host === undefined || isData
      ? {}
      : { asked: { type: schema.type, address, value: wanted.said, host, place, body: block.body } };
  diagnostics.push(...provisionerProblems(block, instance, address));
  if (attributes === undefined) {
    // What it has is known nevertheless.
    if (isSingle) declare(anythingOf(schema), []);
    return { ...asked, diagnostics: [...first, ...diagnostics] };
  }
  const unknown = isData ? unknownsOf(schema) : computedOf(schema);
  const self: Value = { ...fillNulls(schema, attributes), ...unknown };
  const last = repeated
    ? []
    : concealDiagnostics(askPostconditions(asking, self).diagnostics, wanted.conceal);
  if (isSingle) declare({ ...attributes, ...unknown }, sensitive);
  const kind = isData ? undefined : kindOf(block, providers);
  const invalid = concealDiagnostics(
    placeDiagnostics(kind?.validate(attributes, undefined) ?? [], place, block.body),
    wanted.conceal,
  );
  return { ...asked, diagnostics: [...first, ...diagnostics, ...invalid, ...last] };
}

/** What only a plan can tell of checks is no fault of the configuration. */
function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** Any key does: what is asked is only whether an instance would be right. */
function someKey(block: ResourceBlock): string | number {
  return block.count === undefined ? 'key' : 0;
}

function kindOf(block: ResourceBlock, providers: readonly Provider<unknown>[]): Kind<unknown> | undefined {
  return providers.find(({ name }) => name === block.provider.name)?.kinds.get(block.address.type);
}

function anythingOf(schema: ResourceSchema): Attributes {
  return Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, UNKNOWN]));
}

/** What the host fills in. */
function computedOf(schema: ResourceSchema): Readonly<Record<string, Value>> {
  return Object.fromEntries(schema.computed.map((name) => [name, UNKNOWN]));
}

function validateProviders(
  providers: readonly Provider<unknown>[],
  scope: ModuleScope,
): readonly Diagnostic[] {
  return scope.configuration.providers.flatMap((block) => {
    const provider = providers.find(({ name }) => name === block.name);
    if (provider === undefined) return [];
    const name = `provider.${block.name}${block.alias === undefined ? '' : `.${block.alias}`}`;
    const place = placeOf(block, inModule(scope.module, name));
    const evaluated = evaluate(block.config, scope, place);
    const bare = unmarkDeep(evaluated.value).value;
    const found = hasErrors(evaluated.diagnostics) ? [] : configAttributes(provider.schema, bare).diagnostics;
    return placeDiagnostics([...evaluated.diagnostics, ...found], place, block.config);
  });
}
