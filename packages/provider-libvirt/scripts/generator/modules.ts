import type { ResourceSchema } from '@virtform/schema';
import { declarations } from './declarations.js';
import { type ModuleNames, moduleNames } from './names.js';

/** A generated file: its path within lib, and what it holds. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** A schema, and where its module finds it at run time. */
export interface Source {
  readonly schema: ResourceSchema;
  /** What `@virtform/schema/lib/schemas` exports, and the way from there: `provider`, `dataSources.libvirt_node_info`. */
  readonly expression: string;
}

const NOTICE = '// Generated from @virtform/schema by scripts/generate.ts: edit the schema instead.\n';
const COMMONJS = "'use strict';\nObject.defineProperty(exports, '__esModule', { value: true });\n";

/** The package's modules: one a schema, which makes its class when it is loaded, and an index that loads what is asked for. */
export function generateFiles(sources: readonly Source[]): readonly GeneratedFile[] {
  const names = sources
    .map(({ schema }) => moduleNames(schema))
    .sort((left, right) => (left.folder < right.folder ? -1 : 1));
  const declared = NOTICE + names.map(exportLine).join('');
  const code = NOTICE + COMMONJS + indexCode(names);
  return [
    ...sources.flatMap(moduleFiles),
    ...['index', 'lazy-index'].flatMap((name) => [
      { path: `${name}.js`, content: code },
      { path: `${name}.d.ts`, content: declared },
    ]),
  ];
}

function exportLine({ folder, namespace }: ModuleNames): string {
  return `export * as ${namespace} from './${folder}/index.js';\n`;
}

/**
 * A module is loaded when it is first asked for. The assignments tell Node the names for an ES module's imports: it reads them off
 * the text, and takes a getter that it does not know for none.
 */
function indexCode(names: readonly ModuleNames[]): string {
  const assigned = names.map(({ namespace }) => `exports.${namespace} = `).join('');
  const modules = names.map(
    ({ folder, namespace }) => `  ${namespace}: () => require('./${folder}/index.js'),\n`,
  );
  return `${assigned}void 0;
for (const [name, get] of Object.entries({
${modules.join('')}})) {
  Object.defineProperty(exports, name, { enumerable: true, get });
}
`;
}

function moduleFiles({ schema, expression }: Source): readonly GeneratedFile[] {
  const { folder, className } = moduleNames(schema);
  return [
    {
      path: `${folder}/index.js`,
      content: NOTICE + COMMONJS + classCode(className, schema.kind, expression),
    },
    { path: `${folder}/index.d.ts`, content: NOTICE + declarations(schema) },
  ];
}

/** The function of the runtime that makes the class. A document is nothing that a program declares. */
const MAKERS: Readonly<Record<ResourceSchema['kind'], string | undefined>> = {
  resource: 'resourceClass',
  data: 'dataSourceClass',
  provider: 'providerClass',
  document: undefined,
};

function classCode(className: string, kind: ResourceSchema['kind'], expression: string): string {
  const maker = MAKERS[kind];
  if (maker === undefined) throw new TypeError(`${className} has no class: it is a ${kind}`);
  return `const { ${maker} } = require('../runtime/index.js');
const schema = require('@virtform/schema/lib/schemas');
exports.${className} = ${maker}('${className}', schema.${expression});
`;
}
