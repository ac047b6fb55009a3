import { domain } from '../../src/index.js';
import { CHANGES_PAGE, CHANGES_TITLE } from './changes-page.js';
import { PAGES, type PagePlan } from './pages.js';

const BEGIN = '<!-- pages: made by `npm run docs` -->';
const END = '<!-- end of pages -->';

/** The index with its list of pages anew; what is written by hand around it stays. */
export function renderIndex(there: string): string {
  const [before, rest] = there.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(
      `docs/README.md has no place for the list of pages: it stands between ${BEGIN} and ${END}`,
    );
  }
  return `${before}${BEGIN}\n\n${lists()}\n\n${END}${after}`;
}

function lists(): string {
  const isData = ({ schema }: PagePlan): boolean => schema.kind === 'data';
  return [
    '## Resources',
    PAGES.filter((page) => !isData(page))
      .map(item)
      .join('\n'),
    '## Data sources',
    PAGES.filter(isData).map(item).join('\n'),
  ].join('\n\n');
}

function item({ file, title, schema, paths }: PagePlan): string {
  if (paths !== undefined) return `  - [${title}](${file})`;
  const described = `- [${title}](${file}): ${schema.description.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}`;
  return schema === domain ? `${described}\n  - [${CHANGES_TITLE}](${CHANGES_PAGE})` : described;
}
