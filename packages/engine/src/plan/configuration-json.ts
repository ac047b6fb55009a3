import { secretPaths } from '@virtform/schema';
import type { Attributes } from '@virtform/schema';
import { isList, isObject } from '@virtform/values';
import type { Json, JsonObject } from '@virtform/values';
import { formatModulePath, pathSteps } from '../address.js';
import {
  evaluate,
  everyModule,
  isConstant,
  localAddress,
  moduleAt,
  ownProviders,
  writtenReferences,
} from '../config/index.js';
import type {
  Configuration,
  Expression,
  ModuleCall,
  OutputBlock,
  ProviderName,
  ProvisionerBlock,
  ResourceBlock,
  Scope,
  VariableBlock,
} from '../config/index.js';
import type { Provider } from '../kinds/provider.js';
import { knownPart } from './json-values.js';
import { schemaOfBlock } from './providers.js';

/** The configuration as Terraform's JSON of a plan tells it: constants by their value, all else by what it refers to. */
export function configurationJson(
  configuration: Configuration,
  scope: Scope,
  providers: readonly Provider<unknown>[],
): JsonObject {
  const telling: Telling = {
    tell: (expression) => expressionJson(expression, scope),
    providers,
    keyOf: (block, path) => providerKey(announced(configuration, block.provider, path)),
  };
  return {
    ...unlessEmpty('provider_config', providerConfigs(configuration, telling)),
    root_module: moduleConfigJson(configuration, telling),
  };
}

/** What all of it is told with. */
interface Telling {
  readonly tell: Tell;
  readonly providers: readonly Provider<unknown>[];
  /** The name of a block's provider in what is told of the providers. */
  readonly keyOf: (block: ResourceBlock, path: readonly string[]) => string;
}

/**
 * A provider that nobody configures is told of where it is needed first: in the outermost module, on the way to the one that a block
 * is in, that asks for it or has something of it.
 */
function announced(root: Configuration, provider: ProviderName, path: readonly string[]): ProviderName {
  if (provider.alias !== undefined || provider.module !== undefined) return provider;
  const configured = root.providers.some(({ name, alias }) => name === provider.name && alias === undefined);
  const ways = path.map((_, index) => path.slice(0, index));
  const first = configured ? [] : ways.find((way) => uses(moduleAt(root, pathSteps(way)), provider));
  const module = first ?? path;
  return module.length === 0 ? provider : { ...provider, module };
}

function uses(module: Configuration | undefined, { name }: ProviderName): boolean {
  return (
    module?.requiredProviders.has(name) === true ||
    [...(module?.resources.values() ?? [])].some((block) => block.provider.name === name)
  );
}

function moduleConfigJson(
  { path, resources, outputs, variables, calls, modules }: Configuration,
  telling: Telling,
): JsonObject {
  const { tell, providers, keyOf } = telling;
  return {
    ...unlessEmpty(
      'outputs',
      entriesOf(outputs, (output) => outputJson(output, tell)),
    ),
    ...unlessEmpty(
      'resources',
      [...resources.values()].map((block) =>
        resourceJson(block, keyOf(block, path), tell, schemaOfBlock(block, providers)?.attributes),
      ),
    ),
    ...unlessEmpty(
      'module_calls',
      entriesOf(calls, (call, name) => {
        const module = modules.get(name);
        return callJson(call, tell, module === undefined ? {} : moduleConfigJson(module, telling));
      }),
    ),
    ...unlessEmpty(
      'variables',
      entriesOf(variables, (variable) => variableJson(variable, tell)),
    ),
  };
}

function callJson(
  { folder, inputs, count, forEach, dependsOn }: ModuleCall,
  tell: Tell,
  module: JsonObject,
): JsonObject {
  return {
    ...(folder === undefined ? {} : { source: folder }),
    ...unlessEmpty('expressions', entriesOf(argumentsOf(inputs), tell)),
    ...(count === undefined ? {} : unlessEmpty('count_expression', tell(count))),
    ...(forEach === undefined ? {} : unlessEmpty('for_each_expression', tell(forEach))),
    module,
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
  };
}

type Tell = (expression: Expression) => JsonObject;

function expressionJson(expression: Expression, scope: Scope): JsonObject {
  if (isConstant(expression)) {
    const { value, diagnostics } = evaluate(expression, scope);
    if (diagnostics.length === 0) return { constant_value: knownPart(value) };
  }
  const references = writtenReferences(expression);
  return references.length === 0 ? {} : { references };
}

/** A constant that is secret by its nature, such as a password, is left out: what policies read is no place for it. */
function withoutSecret(told: JsonObject, name: string, schema: Attributes | undefined): JsonObject {
  const { constant_value: value } = told;
  if (schema === undefined || value === undefined) return told;
  return secretPaths(schema, { [name]: value }).length === 0 ? told : {};
}

function resourceJson(
  block: ResourceBlock,
  providerKey: string,
  tell: Tell,
  schema: Attributes | undefined,
): JsonObject {
  const { address, body, count, forEach, dependsOn, provisioners } = block;
  const { mode, type, name } = address;
  return {
    address: localAddress(address),
    mode,
    type,
    name,
    provider_config_key: providerKey,
    ...unlessEmpty(
      'provisioners',
      provisioners.map((provisioner) => provisionerJson(provisioner, tell)),
    ),
    ...unlessEmpty(
      'expressions',
      entriesOf(argumentsOf(body), (argument, name) => withoutSecret(tell(argument), name, schema)),
    ),
    schema_version: 0,
    ...(count === undefined ? {} : unlessEmpty('count_expression', tell(count))),
    ...(forEach === undefined ? {} : unlessEmpty('for_each_expression', tell(forEach))),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
  };
}

/** As Terraform, without its connection; when it runs is not told either. */
function provisionerJson({ type, body }: ProvisionerBlock, tell: Tell): JsonObject {
  return { type, ...unlessEmpty('expressions', entriesOf(argumentsOf(body), tell)) };
}

/** The arguments of a body by name; those of a `dynamic` block are told by what all of it refers to. */
function argumentsOf(body: Expression): ReadonlyMap<string, Expression> {
  if (body.kind !== 'body') return new Map();
  const { span } = body;
  const dynamics = body.dynamics.map(({ name, forEach, content }): [string, Expression] => [
    name,
    { kind: 'list', elements: [forEach, content], span },
  ]);
  return new Map([...body.attributes, ...dynamics]);
}

function outputJson({ value, sensitive, description, dependsOn }: OutputBlock, tell: Tell): JsonObject {
  const told = tell(value);
  return {
    ...(sensitive ? { sensitive } : {}),
    expression: sensitive && told.constant_value !== undefined ? {} : told,
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
    ...(description === undefined ? {} : { description }),
  };
}

/** The default of a sensitive variable is left out as well. */
function variableJson({ default: otherwise, sensitive, description }: VariableBlock, tell: Tell): JsonObject {
  const told = otherwise === undefined || sensitive ? undefined : tell(otherwise).constant_value;
  return {
    ...(told === undefined ? {} : { default: told }),
    ...(description === undefined ? {} : { description }),
    ...(sensitive ? { sensitive } : {}),
  };
}

function providerConfigs(configuration: Configuration, { tell, providers }: Telling): JsonObject {
  const modules = everyModule(configuration);
  const used = modules.flatMap(({ path, resources }) =>
    [...resources.values()].map(({ provider }) => announced(configuration, provider, path)),
  );
  const blocks = modules.flatMap((module) =>
    ownProviders(module).map((block) => ({
      ...block,
      ...(module.path.length === 0 ? {} : { module: module.path }),
    })),
  );
  const said = new Map(blocks.map((block) => [providerKey(block), block] as const));
  const keys = new Map(
    [...used, ...blocks].map((provider) => [providerKey(provider), provider satisfies ProviderName] as const),
  );
  return Object.fromEntries(
    [...keys].map(([key, { name, alias, module }]): [string, Json] => {
      const source = providers.find((provider) => provider.name === name)?.source;
      const config = said.get(key)?.config;
      return [
        key,
        {
          name,
          ...(source === undefined ? {} : { full_name: source }),
          ...(alias === undefined ? {} : { alias }),
          ...(module === undefined ? {} : { module_address: formatModulePath(module) }),
          ...(config === undefined ? {} : unlessEmpty('expressions', entriesOf(argumentsOf(config), tell))),
        },
      ];
    }),
  );
}

function providerKey({ name, alias, module = [] }: ProviderName): string {
  const key = alias === undefined ? name : `${name}.${alias}`;
  return module.length === 0 ? key : `${formatModulePath(module)}:${key}`;
}

function entriesOf<T>(map: ReadonlyMap<string, T>, tell: (value: T, name: string) => JsonObject): JsonObject {
  return Object.fromEntries([...map].map(([name, value]) => [name, tell(value, name)]));
}

/** A member, where it holds anything. */
export function unlessEmpty(name: string, value: Json): JsonObject {
  const length =
    typeof value === 'string' || isList(value)
      ? value.length
      : isObject(value)
        ? Object.keys(value).length
        : 1;
  return length === 0 ? {} : { [name]: value };
}
