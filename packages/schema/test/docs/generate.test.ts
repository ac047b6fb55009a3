import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dataSources, fileResources, resources, walk } from '../../src/index';
import { DOCS, generateDocs } from '../../scripts/docs/generate';
import { layoutOf } from '../../scripts/docs/layout';
import { onlyValue } from '../../scripts/docs/shapes';

const pages = generateDocs();
const schemas = Object.values({ ...resources, ...fileResources, ...dataSources });

function onDisk(file: string): string | undefined {
  const full = path.join(DOCS, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

test('the pages in docs/ are those that the schemas make', () => {
  const made = [...pages.keys()];
  const there = ['resources', 'data-sources'].flatMap((folder) =>
    readdirSync(path.join(DOCS, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  );
  const stale = [
    ...made.filter((file) => onDisk(file) !== pages.get(file)),
    ...there.filter((file) => !pages.has(file)),
  ];
  if (stale.length > 0) throw new Error(`Not what the schemas make: ${stale.join(', ')}. Run: npm run docs`);
});

test.each(schemas.map((schema) => [schema.type, schema] as const))(
  '%s: every attribute has its row',
  (_type, schema) => {
    const layout = layoutOf(schema);
    const absent = walk(schema).flatMap(({ path: at, attribute }) => {
      const only = onlyValue(attribute);
      const row = only === undefined ? at.at(-1) : `${at.at(-1) ?? ''}.${only.name}`;
      const section = layout.at(at.slice(0, -1).join('.'));
      // What an object holds alone stands with the object.
      if (section === undefined || row === undefined) return [];
      const text = pages.get(section.file) ?? '';
      const from = section.shape.holder === undefined ? 0 : text.indexOf(`<a id="${section.anchor}"></a>`);
      const to = text.indexOf('<a id="', from + 1);
      const part = text.slice(from, to < 0 ? undefined : to);
      return from >= 0 && new RegExp(`^\\| \\[?\`${row}\``, 'm').test(part) ? [] : [at.join('.')];
    });
    expect(absent).toEqual([]);
  },
);

test('every link leads somewhere', () => {
  const broken = [...pages].flatMap(([file, text]) =>
    [...text.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]+))?\)/g)].flatMap(([, to = '', anchor]) => {
      const target = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
      if (anchor === undefined) return existsSync(path.join(DOCS, target)) ? [] : [`${file}: ${to}`];
      return anchorsIn(pages.get(target) ?? '').has(anchor) ? [] : [`${file}: ${to}#${anchor}`];
    }),
  );
  expect(broken).toEqual([]);
});

test('no two sections of a page have one anchor', () => {
  const twice = [...pages].flatMap(([file, text]) => {
    const all = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, anchor]) => anchor);
    return all.filter((anchor, index) => all.indexOf(anchor) < index).map((anchor) => `${file}#${anchor}`);
  });
  expect(twice).toEqual([]);
});

function anchorsIn(text: string): ReadonlySet<string> {
  const explicit = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, anchor = '']) => anchor);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );
  return new Set([...explicit, ...headings]);
}
