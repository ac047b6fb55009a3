import { attributesOf, sayFacts, type Attribute, type ResourceSchema } from '../../src/index.js';
import { changeAt, DEPENDS } from './changes.js';
import type { Layout, Section } from './layout.js';
import { code, linkTo, markdownTable, prose, relative, sentence } from './markdown.js';
import { onlyValue } from './shapes.js';

/** The attributes of a section. */
export interface AttributeTable {
  readonly text: string;
  /** What a change costs is told by the object that holds them, and not in the table. */
  readonly changesElsewhere: boolean;
}

/** A section's attributes as a table of Markdown; without the last column where it would say nothing. */
export function tableOf(section: Section, schema: ResourceSchema, layout: Layout): AttributeTable {
  const { shape, file } = section;
  const rows = Object.entries(shape.attributes).map(([name, attribute]) => {
    const change = (...inside: readonly string[]): string =>
      changeAt(
        schema,
        shape.paths.map((path) => [...path, ...inside]),
      );
    const only = onlyValue(attribute);
    if (only !== undefined) {
      const { value } = only;
      return [
        code(`${name}.${only.name}`),
        typeOf(
          value,
          attribute.presence === 'required' || value.presence === 'read-only' ? value.presence : 'optional',
        ),
        describe(attribute, value),
        change(name, only.name),
      ];
    }
    const [path = []] = shape.paths;
    const inner = layout.at([...path, name].join('.'));
    return [
      inner === undefined ? code(name) : `[${code(name)}](${linkTo(inner, file)})`,
      typeOf(attribute, attribute.presence),
      describe(attribute),
      change(name),
    ];
  });
  const changes = rows.map(([, , , change]) => change);
  const changesElsewhere =
    changes.includes(DEPENDS) && changes.every((change) => change === DEPENDS || change === '');
  const isTold = !changesElsewhere && changes.some((change) => change !== '');
  const head = [
    'Attribute',
    'Type',
    'Description',
    `[Change](${relative(file, 'README.md')}#what-a-change-costs)`,
  ];
  const width = isTold ? head.length : head.length - 1;
  return { text: markdownTable([head, ...rows].map((cells) => cells.slice(0, width))), changesElsewhere };
}

function typeOf(attribute: Attribute, presence: Attribute['presence']): string {
  const type = {
    scalar: attribute.kind === 'scalar' ? attribute.type : '',
    object: 'object',
    list: attributesOf(attribute) === undefined ? 'list of strings' : 'list of objects',
  }[attribute.kind];
  return { required: `${type}, **required**`, optional: type, 'read-only': `${type}, read-only` }[presence];
}

/** What is known of an attribute, or of an object and the one value that it holds. */
function describe(...attributes: readonly Attribute[]): string {
  const descriptions = attributes.map(({ description }) => prose(sentence(description)));
  const facts = attributes.flatMap((attribute) => sayFacts(attribute, code));
  const refusals = attributes.flatMap(({ refused }) => (refused === undefined ? [] : [sentence(refused)]));
  return [...new Set([...descriptions, ...facts, ...refusals])].join(' ');
}
