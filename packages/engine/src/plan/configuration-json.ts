import { secretPaths } from '@virtform/schema';
import type { Attributes } from '@virtform/schema';
import { isList, isObject } from '@virtform/values';
import type { Json, JsonObject } from '@virtform/values';
import { formatAddress } from '../address.js';
import { evaluate, isConstant, writtenReferences } from '../config/index.js';
import type {
  Configuration,
  Expression,
  OutputBlock,
  ProvisionerBlock,
  ResourceBlock,
  Scope,
  VariableBlock,
} from '../config/index.js';
import type { Provider } from '../kinds/kind.js';
import { knownPart } from './json-values.js';
import { schemaOfBlock } from './providers.js';

/** The configuration as Terraform's JSON of a plan tells it: constants by their value, all else by what it refers to. */
export function configurationJson(
  configuration: Configuration,
  scope: Scope,
  providers: readonly Provider<unknown>[],
): JsonObject {
  const { resources, outputs, variables } = configuration;
  const tell = (expression: Expression): JsonObject => expressionJson(expression, scope);
  return {
    ...unlessEmpty('provider_config', providerConfigs(configuration, tell, providers)),
    root_module: {
      ...unlessEmpty(
        'outputs',
        entriesOf(outputs, (output) => outputJson(output, tell)),
      ),
      ...unlessEmpty(
        'resources',
        [...resources.values()].map((block) =>
          resourceJson(block, tell, schemaOfBlock(block, providers)?.attributes),
        ),
      ),
      ...unlessEmpty(
        'variables',
        entriesOf(variables, (variable) => variableJson(variable, tell)),
      ),
    },
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

function resourceJson(block: ResourceBlock, tell: Tell, schema: Attributes | undefined): JsonObject {
  const { address, provider, body, count, forEach, dependsOn, provisioners } = block;
  const { mode, type, name } = address;
  return {
    address: formatAddress(address),
    mode,
    type,
    name,
    provider_config_key: providerKey(provider),
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

function providerConfigs(
  { providers: blocks, resources }: Configuration,
  tell: Tell,
  providers: readonly Provider<unknown>[],
): JsonObject {
  const used = [...resources.values()].map(({ provider }) => provider);
  const said = new Map(blocks.map((block) => [providerKey(block), block] as const));
  const keys = new Map([...used, ...blocks].map((provider) => [providerKey(provider), provider] as const));
  return Object.fromEntries(
    [...keys].map(([key, { name, alias }]): [string, Json] => {
      const source = providers.find((provider) => provider.name === name)?.source;
      const config = said.get(key)?.config;
      return [
        key,
        {
          name,
          ...(source === undefined ? {} : { full_name: source }),
          ...(alias === undefined ? {} : { alias }),
          ...(config === undefined ? {} : unlessEmpty('expressions', entriesOf(argumentsOf(config), tell))),
        },
      ];
    }),
  );
}

function providerKey({ name, alias }: ResourceBlock['provider']): string {
  return alias === undefined ? name : `${name}.${alias}`;
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
