// Writes the reference pages: docs/resources, docs/data-sources and the list in docs/README.md, from the schemas, the tables of what a
// change costs, and the examples in docs/examples:
//   npm run docs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS, generateDocs } from './docs/generate.js';

const pages = generateDocs();
for (const folder of ['resources', 'data-sources'])
  rmSync(path.join(DOCS, folder), { recursive: true, force: true });
for (const [file, text] of pages) {
  const target = path.join(DOCS, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
console.log(`${pages.size} pages in ${path.relative(process.cwd(), DOCS)}`);
