import path from 'node:path';
import {
  attributesOf,
  changeCosts,
  sayCosts,
  sayFacts,
  type Attribute,
  type ResourceSchema,
} from '../../src/index.js';
import type { Layout, Section } from './layout.js';
import { markdownTable } from './markdown.js';
import { onlyValue } from './shapes.js';

/** A section's attributes as a table of Markdown; without the last column where nothing can be changed. */
export function tableOf(section: Section, schema: ResourceSchema, layout: Layout): string {
  const rows = Object.entries(section.shape.attributes).map(([name, attribute]) => {
    const only = onlyValue(attribute);
    if (only !== undefined) {
      const path = [name, only.name];
      const said = `${describe(attribute)} ${describe(only.value)}`;
      return [code(path.join('.')), typeOf(only.value), said, changeOf(section, path, schema)];
    }
    const inner = innerSection(section, name, layout);
    return [
      inner === undefined ? code(name) : `[${code(name)}](${linkTo(inner, section.file)})`,
      typeOf(attribute),
      describe(attribute),
      changeOf(section, [name], schema),
    ];
  });
  const legend = `${relative(section.file, 'README.md')}#what-a-change-costs`;
  const head = ['Attribute', 'Type', 'Description', `[Change](${legend})`];
  const width = rows.some(([, , , change]) => change !== '') ? head.length : head.length - 1;
  return markdownTable([head, ...rows].map((cells) => cells.slice(0, width)));
}

/** A link from a page to a section, on the same page or another. */
export function linkTo({ file, anchor }: Pick<Section, 'file' | 'anchor'>, from: string): string {
  return file === from ? `#${anchor}` : `${relative(from, file)}#${anchor}`;
}

/** The way from one page to another. */
export function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}

function innerSection({ shape }: Section, name: string, layout: Layout): Section | undefined {
  const [at = []] = shape.paths;
  return layout.at([...at, name].join('.'));
}

function typeOf(attribute: Attribute): string {
  const type = {
    scalar: attribute.kind === 'scalar' ? attribute.type : '',
    object: 'object',
    list: attributesOf(attribute) === undefined ? 'list of strings' : 'list of objects',
  }[attribute.kind];
  return { required: `${type}, **required**`, optional: type, 'read-only': `${type}, read-only` }[
    attribute.presence
  ];
}

const code = (text: string): string => `\`${text}\``;

function describe(attribute: Attribute): string {
  const { description, refused } = attribute;
  const said = /[.!?]$/.test(description) ? description : `${description}.`;
  const refusal = refused === undefined ? [] : [`libvirt refuses it: ${refused}.`];
  return [prose(said), ...sayFacts(attribute, code), ...refusal].join(' ');
}

/** Text of the schema as Markdown shows it: names of attributes and XML are no markup. */
function prose(text: string): string {
  return text.replace(/[<>*]/g, (mark) => `\\${mark}`);
}

const DEPENDS = 'depends on where it stands';

function changeOf({ shape }: Section, inside: readonly string[], schema: ResourceSchema): string {
  const said = new Set(
    shape.paths.map((at) => {
      const costs = changeCosts(schema, [...at, ...inside]);
      return costs === undefined ? '' : sayCosts(costs);
    }),
  );
  const [only = ''] = said;
  return said.size > 1 ? DEPENDS : only;
}
