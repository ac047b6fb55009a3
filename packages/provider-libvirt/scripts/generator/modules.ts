import type { ResourceSchema } from '@virtform/schema';
import { declarations } from './declarations.js';
import { moduleNames } from './names.js';

/** A generated file: its path within lib, and what it holds. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

const NOTICE = '// Generated from @virtform/schema by scripts/generate.ts: edit the schema instead.\n';

/** The package's modules: one a schema, which makes its class when it is loaded, and an index that loads what is asked for. */
export function generateFiles(schemas: readonly ResourceSchema[]): readonly GeneratedFile[] {
  const modules = schemas.flatMap(moduleFiles);
  const names = schemas.map(moduleNames);
  const getters = names.map(
    ({ folder, namespace }) =>
      `Object.defineProperty(exports, '${namespace}', { enumerable: true, get: () => require('./${folder}/index.js') });`,
  );
  const exported = names.map(
    ({ folder, namespace }) => `export * as ${namespace} from './${folder}/index.js';`,
  );
  return [
    ...modules,
    { path: 'index.js', content: `${NOTICE}'use strict';\n${getters.join('\n')}\n` },
    { path: 'index.d.ts', content: `${NOTICE}${exported.join('\n')}\n` },
  ];
}

function moduleFiles(schema: ResourceSchema): readonly GeneratedFile[] {
  const { folder, className } = moduleNames(schema);
  return [
    { path: `${folder}/index.js`, content: `${NOTICE}'use strict';\n${classCode(className, schema)}` },
    { path: `${folder}/index.d.ts`, content: NOTICE + declarations(schema) },
  ];
}

/** By the files that hold the schemas: the package's front door would load the codec too, at half of a class's whole cost. */
function classCode(className: string, { kind, type }: ResourceSchema): string {
  return kind === 'provider'
    ? `const { providerClass } = require('../runtime/index.js');
const { provider } = require('@virtform/schema/lib/provider');
exports.${className} = providerClass('${className}', provider);
`
    : `const { resourceClass } = require('../runtime/index.js');
const { resources } = require('@virtform/schema/lib/resources');
exports.${className} = resourceClass('${className}', resources.${type});
`;
}
