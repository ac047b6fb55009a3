import type { Attribute, Attributes, ResourceSchema } from '@virtform/schema';
import { camelCase, capitalize, type Holder, propertyName } from '../../src/runtime/names.js';
import { comment, describeAttributes, type Describe } from './comment.js';
import { moduleNames } from './names.js';

/** An object of a schema and what it is called; `sameAs`: the same shape, declared before. */
interface Shape {
  readonly name: string;
  readonly attributes: Attributes;
  readonly description: string;
  readonly list: boolean;
  readonly sameAs?: Shape;
}

/** The attributes of an object or of the elements of a list; undefined for everything else. */
function nested(attribute: Attribute): Attributes | undefined {
  if (attribute.kind === 'object') return attribute.attributes;
  return attribute.kind === 'list' && attribute.element !== 'string' ? attribute.element : undefined;
}

/** What an object is called: by the path of names that leads to it, even where a property has to be called differently. */
function shapeName(holderName: string, attribute: string): string {
  return holderName + capitalize(camelCase(attribute));
}

/** All objects within a schema; a shape that recurs is declared once, and it and all below have their other names as aliases. */
function shapesOf(name: string, attributes: Attributes, seen: Map<Attributes, Shape>): Shape[] {
  return Object.entries(attributes).flatMap(([key, attribute]): Shape[] => {
    const inner = nested(attribute);
    if (inner === undefined) return [];
    const sameAs = seen.get(inner);
    const shape: Shape = {
      name: shapeName(name, key),
      attributes: inner,
      description: attribute.description,
      list: attribute.kind === 'list',
      ...(sameAs === undefined ? {} : { sameAs }),
    };
    if (sameAs === undefined) seen.set(inner, shape);
    return [shape, ...shapesOf(shape.name, inner, seen)];
  });
}

const INPUT_TYPES = {
  string: 'string',
  number: 'number',
  bool: 'boolean | cdktf.IResolvable',
  dynamic: 'unknown',
} as const;

const OUTPUT_TYPES = {
  string: 'string',
  number: 'number',
  bool: 'cdktf.IResolvable',
  dynamic: 'cdktf.IResolvable',
} as const;

/** The type that a program gives for an attribute. */
function inputType(attribute: Attribute, shapeName: string): string {
  switch (attribute.kind) {
    case 'scalar':
      return INPUT_TYPES[attribute.type];
    case 'object':
      return `${shapeName} | cdktf.IResolvable`;
    case 'list':
      return attribute.element === 'string'
        ? 'readonly string[]'
        : `readonly ${shapeName}[] | cdktf.IResolvable`;
  }
}

/** The type that a program gets when it refers to an attribute. */
function outputType(attribute: Attribute, shapeName: string): string {
  switch (attribute.kind) {
    case 'scalar':
      return OUTPUT_TYPES[attribute.type];
    case 'object':
      return `${shapeName}OutputReference`;
    case 'list':
      return attribute.element === 'string' ? 'string[]' : `${shapeName}List`;
  }
}

/** The properties of a configuration. */
function configMembers(name: string, attributes: Attributes, holder: Holder, describe: Describe): string {
  return Object.entries(attributes)
    .filter(([, attribute]) => attribute.presence !== 'read-only')
    .map(([key, attribute]) => {
      const property = propertyName(key, holder);
      const type = inputType(attribute, shapeName(name, key));
      const member =
        attribute.presence === 'required' ? `${property}: ${type}` : `${property}?: ${type} | undefined`;
      return `${comment(describe(attribute), '  ')}\n  readonly ${member};`;
    })
    .join('\n');
}

/** What a class has for its attributes. */
function accessorMembers(name: string, attributes: Attributes, holder: Holder, describe: Describe): string {
  return Object.entries(attributes)
    .map(([key, attribute]) => {
      const property = propertyName(key, holder);
      const shape = shapeName(name, key);
      const input = inputType(attribute, shape);
      const inner = nested(attribute);
      const lines = [
        comment(describe(attribute), '  '),
        `  get ${property}(): ${outputType(attribute, shape)};`,
      ];
      if (attribute.presence !== 'read-only') {
        if (inner === undefined) lines.push(`  set ${property}(value: ${input});`);
        else lines.push(`  put${capitalize(property)}(value: ${input}): void;`);
        if (attribute.presence === 'optional') lines.push(`  reset${capitalize(property)}(): void;`);
        lines.push(`  get ${property}Input(): ${input} | undefined;`);
      }
      return lines.join('\n');
    })
    .join('\n');
}

function shapeDeclarations(shape: Shape, describe: Describe): string {
  const { name, list, sameAs } = shape;
  const own = sameAs === undefined ? objectDeclarations(shape, describe) : aliases(shape, sameAs);
  return list && sameAs?.list !== true ? `${own}\n\n${listDeclaration(name)}` : own;
}

function aliases({ name, list }: Shape, other: Shape): string {
  const kinds = ['', 'OutputReference', ...(list && other.list ? ['List'] : [])];
  return kinds.map((kind) => `export type ${name}${kind} = ${other.name}${kind};`).join('\n');
}

function objectDeclarations({ name, attributes, description }: Shape, describe: Describe): string {
  return `${comment([description], '')}
export interface ${name} {
${configMembers(name, attributes, 'object', describe)}
}

export interface ${name}OutputReference extends cdktf.ComplexObject {
  get internalValue(): ${name} | cdktf.IResolvable | undefined;
  set internalValue(value: ${name} | cdktf.IResolvable | undefined);
${accessorMembers(name, attributes, 'object', describe)}
}`;
}

function listDeclaration(name: string): string {
  return `export interface ${name}List extends cdktf.ComplexList {
  get internalValue(): readonly ${name}[] | cdktf.IResolvable | undefined;
  set internalValue(value: readonly ${name}[] | cdktf.IResolvable | undefined);
  get(index: number): ${name}OutputReference;
}`;
}

const IMPORTS = `import * as cdktf from 'cdktf';
import { Construct } from 'constructs';`;

/** The type declarations of a schema's module. */
export function declarations(schema: ResourceSchema): string {
  const { className } = moduleNames(schema);
  const declare = schema.kind === 'provider' ? providerDeclarations : elementDeclarations;
  const shapes = shapesOf(className, schema.attributes, new Map());
  const describe = describeAttributes(schema);
  const inner = shapes.map((shape) => shapeDeclarations(shape, describe));
  return [IMPORTS, declare(className, schema, describe), ...inner].join('\n\n') + '\n';
}

/** A configuration that may say nothing at all may be left out. */
function configParameter(className: string, attributes: Attributes): string {
  const needed = Object.values(attributes).some(({ presence }) => presence === 'required');
  return `config${needed ? '' : '?'}: ${className}Config`;
}

function elementDeclarations(
  className: string,
  { kind, type, description, attributes }: ResourceSchema,
  describe: Describe,
): string {
  const base = kind === 'data' ? 'TerraformDataSource' : 'TerraformResource';
  return `export interface ${className}Config extends cdktf.TerraformMetaArguments {
${configMembers(className, attributes, 'resource', describe)}
}

${comment([description, '', `Terraform's ${kind === 'data' ? 'data source ' : ''}\`${type}\`.`], '')}
export declare class ${className} extends cdktf.${base} {
  static readonly tfResourceType = '${type}';
  /** The code for an object that exists, by \`terraform plan -generate-config-out\`. */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: cdktf.TerraformProvider,
  ): cdktf.ImportableResource;
  constructor(scope: Construct, id: string, ${configParameter(className, attributes)});
${accessorMembers(className, attributes, 'resource', describe)}
  protected synthesizeAttributes(): { [name: string]: unknown };
  protected synthesizeHclAttributes(): { [name: string]: unknown };
}`;
}

function providerDeclarations(
  className: string,
  { type, description, attributes }: ResourceSchema,
  describe: Describe,
): string {
  const settings = Object.entries(attributes).map(([key, attribute]) => {
    const property = propertyName(key, 'provider');
    const value = `${inputType(attribute, shapeName(className, key))} | undefined`;
    return [
      comment(describe(attribute), '  '),
      `  get ${property}(): ${value};`,
      `  set ${property}(value: ${value});`,
      `  reset${capitalize(property)}(): void;`,
      `  get ${property}Input(): ${value};`,
    ].join('\n');
  });
  return `export interface ${className}Config {
${configMembers(className, attributes, 'provider', describe)}
  /** A second provider of the same stack needs a name of its own. */
  readonly alias?: string | undefined;
}

${comment([description], '')}
export declare class ${className} extends cdktf.TerraformProvider {
  static readonly tfResourceType = '${type}';
  constructor(scope: Construct, id: string, ${configParameter(className, attributes)});
${settings.join('\n')}
  get alias(): string | undefined;
  set alias(value: string | undefined);
  resetAlias(): void;
  get aliasInput(): string | undefined;
  protected synthesizeAttributes(): { [name: string]: unknown };
  protected synthesizeHclAttributes(): { [name: string]: unknown };
}`;
}
