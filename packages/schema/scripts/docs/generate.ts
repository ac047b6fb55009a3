import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHANGES_PAGE, renderChangesPage } from './changes-page.js';
import { renderIndex } from './index-page.js';
import { renderPage, type Example } from './page.js';
import { PAGES } from './pages.js';

/** The folder of the pages. */
export const DOCS = path.join(__dirname, '../../../../docs');

/** Every page as it has to stand on the disk, by its path below docs/. Prettier has nothing to change in them. */
export function generateDocs(): ReadonlyMap<string, string> {
  const pages = PAGES.map((page) => [page.file, `${renderPage(page, readExample)}\n`] as const);
  const index = renderIndex(readFileSync(path.join(DOCS, 'README.md'), 'utf8'));
  return new Map([...pages, [CHANGES_PAGE, `${renderChangesPage()}\n`], ['README.md', index]]);
}

function readExample(folder: string): Example {
  const read = (file: string): string => readFileSync(path.join(DOCS, 'examples', folder, file), 'utf8');
  return { typescript: read('main.ts'), terraform: read('main.tf') };
}
