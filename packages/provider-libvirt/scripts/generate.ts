import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { provider, resources } from '@virtform/schema';
import { generateFiles } from './generator/modules.js';

// Writes the package's modules into lib, from the built schema. The runtime beside them is compiled.
const lib = path.join(__dirname, '..', 'lib');
for (const { path: name, content } of generateFiles([provider, ...Object.values(resources)])) {
  const file = path.join(lib, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
