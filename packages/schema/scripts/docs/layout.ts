import { PAGES, SHARED_TITLES, sharedPageOf, type PagePlan } from './pages.js';
import { shapesOf, type Shape } from './shapes.js';
import { attributeAt, type ResourceSchema } from '../../src/index.js';

/** A shape at its place: the page that describes it, and what it is called there. */
export interface Section {
  readonly shape: Shape;
  readonly file: string;
  readonly title: string;
  readonly anchor: string;
  /** undefined for the resource itself. */
  readonly description: string | undefined;
}

/** Where each shape of a schema is described. */
export interface Layout {
  sectionsOn(page: PagePlan): readonly Section[];
  sectionOf(shape: Shape): Section;
  at(path: string): Section | undefined;
}

/** Spreads the shapes of a schema over its pages: what stands on several goes to the page for shapes that recur. */
export function layoutOf(schema: ResourceSchema): Layout {
  const pages = PAGES.filter((page) => page.schema === schema);
  const main = pages.find(({ paths }) => paths === undefined);
  if (main === undefined) throw new Error(`${schema.type} has no page of its own`);
  const shapes = shapesOf(schema);
  const begins = new Map<Shape, string>([[rootOf(shapes.all), main.file]]);
  for (const page of pages) {
    for (const path of page.paths ?? []) {
      const shape = shapes.at(path);
      if (shape === undefined) throw new Error(`${page.file} is about ${path}, and there is no such object`);
      begins.set(shape, page.file);
    }
  }
  const titles = new Map<Shape, { readonly title: string; readonly description: string | undefined }>();
  for (const [path, title] of Object.entries(sharedPageOf(schema) === undefined ? {} : SHARED_TITLES)) {
    const shape = shapes.at(path);
    if (shape === undefined) throw new Error(`nothing recurs at ${path}`);
    titles.set(shape, { title, description: attributeAt(schema, path.split('.'))?.description });
  }
  const files = new Map<Shape, string>();
  const fileOf = (shape: Shape): string => {
    const known = files.get(shape) ?? begins.get(shape);
    if (known !== undefined) return known;
    const all = new Set(shape.holders.map((holder) => fileOf(holder.shape)));
    const [only = main.file] = all;
    const file = all.size > 1 ? (sharedPageOf(schema) ?? main.file) : only;
    files.set(shape, file);
    return file;
  };
  const sections = new Map<Shape, Section>();
  for (const shape of shapes.all) {
    const file = fileOf(shape);
    const [path = []] = shape.paths;
    const given = titles.get(shape);
    const title = given?.title ?? titleWithin(shape, sections, file) ?? path.join('.');
    const description = given?.description ?? shape.holder?.description;
    sections.set(shape, { shape, file, title, anchor: anchorOf(title), description });
  }
  const sectionOf = (shape: Shape): Section => {
    const section = sections.get(shape);
    if (section === undefined) throw new Error(`a shape of ${schema.type} has no section`);
    return section;
  };
  return {
    sectionsOn: ({ file, paths = [] }) =>
      [...sections.values()]
        .filter((section) => section.file === file)
        .toSorted((left, right) => placeIn(paths, left) - placeIn(paths, right)),
    sectionOf,
    at(path) {
      const shape = shapes.at(path);
      return shape === undefined ? undefined : sectionOf(shape);
    },
  };
}

/** The number of the part of a page that a section belongs to; what belongs to none stands behind. */
function placeIn(parts: readonly string[], { shape }: Section): number {
  const [path = []] = shape.paths;
  const at = path.join('.');
  const index = parts.findIndex((part) => at === part || at.startsWith(`${part}.`));
  return index < 0 ? parts.length : index;
}

function rootOf([root]: readonly Shape[]): Shape {
  if (root === undefined) throw new Error('a schema without shapes');
  return root;
}

/** A part of what recurs is called by that: `Source of a disk: file`. */
function titleWithin(
  { holders: [first], paths }: Shape,
  sections: ReadonlyMap<Shape, Section>,
  file: string,
): string | undefined {
  const holder = first === undefined ? undefined : sections.get(first.shape);
  if (first === undefined || holder?.file !== file) return undefined;
  const [path = []] = first.shape.paths;
  if (holder.title === path.join('.')) return paths[0]?.join('.');
  return holder.title.includes(':') ? `${holder.title}.${first.name}` : `${holder.title}: ${first.name}`;
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^-|-$/g, '');
}
