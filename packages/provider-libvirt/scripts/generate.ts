import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataSources, fileResources, provider, resources } from '@virtform/schema';
import { generateFiles, type Source } from './generator/modules.js';

const tables = { resources, fileResources, dataSources };
const sources: readonly Source[] = [
  { schema: provider, expression: 'provider' },
  ...Object.entries(tables).flatMap(([table, schemas]) =>
    Object.entries(schemas).map(([type, schema]) => ({ schema, expression: `${table}.${type}` })),
  ),
];

// Writes the package's modules into lib, from the built schema. The runtime beside them is compiled.
const lib = path.join(__dirname, '..', 'lib');
for (const { path: name, content } of generateFiles(sources)) {
  const file = path.join(lib, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
