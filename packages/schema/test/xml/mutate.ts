import * as fc from 'fast-check';
import { isElement, parseXml, thaw, writeXml, type XmlBuilder } from '../../src/xml/index';

/** Text that breaks the form of a document, or nearly. */
const SCRAPS = [
  '',
  '<',
  '>',
  '&',
  "'",
  '"',
  '/',
  '<!',
  '<?',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE domain [<!ENTITY a "aaaa">]>',
  '&a;',
  '\u0000',
  '\ud800',
  'ü',
  '&#x0;',
  '&#xd800;',
  '\n\t ',
];

/** A document with a few characters taken out, doubled or replaced. */
export const damaged = (document: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom(...SCRAPS)), {
      minLength: 1,
      maxLength: 4,
    })
    .map((edits) =>
      edits.reduce((text, [place, length, insert]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + insert + text.slice(at + length);
      }, document),
    );

interface Spot {
  readonly element: XmlBuilder;
  readonly parent: XmlBuilder | undefined;
}

function spots(element: XmlBuilder, parent?: XmlBuilder): readonly Spot[] {
  return [
    { element, parent },
    ...element.children.flatMap((child) => (isElement(child) ? spots(child, element) : [])),
  ];
}

/** Values that an attribute or a text may have by accident. */
const VALUES = [
  '',
  ' ',
  '-1',
  '0x',
  '1e999',
  '99999999999999999999999',
  'yes',
  'NaN',
  '\u{1d4b3}',
  '<&\'">',
  'a'.repeat(5_000),
];

/** What may happen to an element; `pick` chooses among what is there. */
const CHANGES: Readonly<Record<string, (spot: Spot, all: readonly Spot[], pick: number) => void>> = {
  dropped: ({ element, parent }) => {
    parent?.children.splice(parent.children.indexOf(element), 1);
  },
  doubled: ({ element, parent }) => {
    parent?.children.splice(parent.children.indexOf(element), 0, thaw(element));
  },
  moved: ({ element, parent }, all, pick) => {
    const target = all[pick % all.length]?.element;
    if (
      parent === undefined ||
      target === undefined ||
      spots(element).some((spot) => spot.element === target)
    )
      return;
    parent.children.splice(parent.children.indexOf(element), 1);
    target.children.push(element);
  },
  'put into itself': ({ element }, _all, pick) => {
    let inner = thaw(element);
    for (let depth = pick % 60; depth > 0; depth--) inner = { ...thaw(element), children: [inner] };
    element.children.push(inner);
  },
  'given the name of another': ({ element }, all, pick) => {
    element.name = all[pick % all.length]?.element.name ?? element.name;
  },
  'put into a namespace': ({ element }) => {
    element.name = `n:${element.name}`;
    element.attributes.set('xmlns:n', 'urn:n');
  },
  'told that its names are of a namespace': ({ element }) => {
    element.attributes.set('xmlns', 'urn:n');
  },
  'given an attribute of another name': ({ element }, _all, pick) => {
    const [name, value] = [...element.attributes][pick % Math.max(1, element.attributes.size)] ?? ['x', 'y'];
    element.attributes.delete(name);
    element.attributes.set(pick % 2 === 0 ? 'type' : `n:${name.replaceAll(':', '')}`, value);
  },
  'given another value': ({ element }, _all, pick) => {
    const name = [...element.attributes.keys()][pick % Math.max(1, element.attributes.size)] ?? 'type';
    element.attributes.set(name, VALUES[pick % VALUES.length] ?? '');
  },
  'given text': ({ element }, _all, pick) => {
    element.children.splice(pick % (element.children.length + 1), 0, VALUES[pick % VALUES.length] ?? '');
  },
  'turned around': ({ element }) => {
    element.children.reverse();
  },
};

/** A document whose parts were dropped, doubled, moved and renamed; well-formed all the same. */
export const rebuilt = (document: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(CHANGES)), fc.nat(), fc.nat()), {
      minLength: 1,
      maxLength: 5,
    })
    .map((changes) => {
      const root = thaw(parseXml(document));
      for (const [change, place, pick] of changes) {
        const all = spots(root);
        const spot = all[place % all.length];
        if (spot !== undefined) CHANGES[change]?.(spot, all, pick);
      }
      return writeXml(root);
    });
