import { domain, type ListAttribute } from '../../src/index.js';
import { CHANGES_PAGE, CHANGES_TITLE } from './changes-page.js';
import { listChanges, usualChange } from './changes.js';
import { layoutOf, type Layout, type Section } from './layout.js';
import { code, prose, relative, sentence } from './markdown.js';
import { PAGES, type PagePlan } from './pages.js';
import { tableOf } from './table.js';

/** The two files of an example. */
export interface Example {
  readonly typescript: string;
  readonly terraform: string;
}

/** A page as Markdown, before it is formatted. `read` gives the files of an example by its folder below docs/examples. */
export function renderPage(page: PagePlan, read: (folder: string) => Example): string {
  const layout = layoutOf(page.schema);
  const sections = layout.sectionsOn(page);
  const isMain = page.paths === undefined;
  const examples = Object.entries(page.examples);
  return [
    `# ${page.title}`,
    isMain ? '' : `Part of [${page.schema.type}](${relative(page.file, mainOf(page).file)}).`,
    page.intro,
    isMain && page.schema.kind === 'data' ? WHEN_READ : '',
    ...(isMain ? partsOf(page) : []),
    ...(examples.length === 0 ? [] : [`## ${examples.length === 1 ? 'Example' : 'Examples'}`]),
    ...examples.flatMap(([folder, shows]) => exampleLines(page, folder, shows, read(folder))),
    ...(isMain ? ['## Attributes', camelCaseNote(page), usualNote(page)] : []),
    ...sections.flatMap((section) => sectionLines(section, page, layout)),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

const WHEN_READ =
  'It is read with every plan. Where its arguments are not known yet, or a resource that it names (in an argument, or in `depends_on`) ' +
  'is to be changed, it is read by the apply, after that; until then what it tells is unknown.';

function mainOf({ schema }: PagePlan): PagePlan {
  const main = PAGES.find((page) => page.schema === schema && page.paths === undefined);
  if (main === undefined) throw new Error(`${schema.type} has no page of its own`);
  return main;
}

function exampleLines(
  { file }: PagePlan,
  folder: string,
  shows: string,
  { typescript, terraform }: Example,
): readonly string[] {
  const at = relative(file, `examples/${folder}`);
  return [
    `### ${shows}`,
    `In TypeScript ([main.ts](${at}/main.ts)):`,
    fence('ts', typescript),
    `The same in Terraform's language ([main.tf](${at}/main.tf)):`,
    fence('terraform', terraform),
  ];
}

function fence(language: string, text: string): string {
  return ['```' + language, text.trimEnd(), '```'].join('\n');
}

function camelCaseNote({ schema }: PagePlan): string {
  const [name] = Object.keys(schema.attributes).filter((key) => key.includes('_'));
  if (name === undefined) return '';
  const property = name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return `Names are as in configuration; in TypeScript they are camelCase: \`${name}\` is \`${property}\`.`;
}

function usualNote({ schema }: PagePlan): string {
  const usual = usualChange(schema);
  return usual === undefined ? '' : `Unless more is said, a change costs: ${usual}.`;
}

function sectionLines(section: Section, page: PagePlan, layout: Layout): readonly string[] {
  const { shape, title, anchor, description } = section;
  const { holder, holders, paths } = shape;
  const table = tableOf(section, page.schema, layout);
  if (holder === undefined || description === undefined) return [table.text];
  const [path = []] = paths;
  const isPart = holders.some(
    (held) => held.shape.holder !== undefined && layout.sectionOf(held.shape).file === page.file,
  );
  return [
    `<a id="${anchor}"></a>`,
    `${isPart ? '###' : '##'} ${title === path.join('.') ? code(title) : title}`,
    prose(sentence(description)),
    ...(holder.kind === 'list' ? listNotes(holder, path, page) : []),
    holders.length > 1 ? standsAt(paths) : '',
    table.changesElsewhere
      ? 'What a change costs depends on where this stands: the object that holds it tells.'
      : '',
    table.text,
  ];
}

function listNotes(
  { identity }: ListAttribute,
  path: readonly string[],
  { schema }: PagePlan,
): readonly string[] {
  const keys = identity.map((alternative) => alternative.map(code).join(', '));
  const known =
    keys.length === 0
      ? 'A list; its elements are known by their place.'
      : `A list; its elements are known by ${keys.join('; without that by ')}; else by their place.`;
  const changes = listChanges(schema, path);
  if (changes.length === 0) return [known];
  return [known, 'What it costs to change the list:', changes.map((change) => `- ${change}`).join('\n')];
}

/** How many of the places of a shape are named. */
const NAMED_PLACES = 6;

function standsAt(paths: readonly (readonly string[])[]): string {
  const names = paths.slice(0, NAMED_PLACES).map((path) => code(path.join('.')));
  return `Stands at ${names.join(', ')}${paths.length > names.length ? ', …' : '.'}`;
}

function partsOf({ schema, file }: PagePlan): readonly string[] {
  const parts = PAGES.filter((page) => page.schema === schema && page.paths !== undefined);
  if (parts.length === 0) return [];
  const items = parts.map((part) => `- [${part.title}](${relative(file, part.file)})`);
  const changes =
    schema === domain
      ? [`What a guest that runs notices of a change: [${CHANGES_TITLE}](${relative(file, CHANGES_PAGE)}).`]
      : [];
  return [...changes, 'Its parts have pages of their own:', items.join('\n')];
}
