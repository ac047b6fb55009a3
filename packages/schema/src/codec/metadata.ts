import type { Value } from '@virtform/values';
import type { ScalarAttribute } from '../dsl.js';
import { isElement, thaw, XmlBuilder, XmlBuilderNode, XmlElement } from '../xml/element.js';
import { parseXmlFragment } from '../xml/parse.js';
import { find, Placing, reach } from './navigate.js';
import { prune } from './replace.js';

/**
 * Puts elements into `<metadata>` or takes ours out of it: an element of the same name and namespace is replaced at its place,
 * those of other programs stay.
 */
export function mergeInner(
  attribute: ScalarAttribute,
  element: XmlBuilder,
  edit: { readonly value: Value | undefined; readonly before?: Value | undefined },
  place: Placing,
): void {
  const path = attribute.at?.path ?? [];
  const wanted = elementsIn(edit.value);
  const before = elementsIn(edit.before);
  const target = wanted.length > 0 ? reach(element, path, place) : find(element, path);
  if (target === undefined) return;
  const nothingKnown = edit.before === undefined || edit.before === null;
  const added = new Set(wanted);
  const children = target.children.flatMap((child): XmlBuilderNode[] => {
    if (!isElement(child)) return [child];
    const replacement = wanted.find((node) => added.has(node) && qualified(node) === qualified(child));
    if (replacement !== undefined) {
      added.delete(replacement);
      return [thaw(replacement)];
    }
    const ours =
      (wanted.length === 0 && nothingKnown) || before.some((node) => qualified(node) === qualified(child));
    return ours ? [] : [child];
  });
  target.children.splice(0, target.children.length, ...children, ...[...added].map(thaw));
  prune(element, path);
}

function elementsIn(xml: Value | undefined): readonly XmlElement[] {
  if (typeof xml !== 'string') return [];
  return parseXmlFragment(xml).filter((node) => isElement(node));
}

/** A name that tells an element from those of other programs: with the namespace that it declares. */
function qualified(node: XmlElement): string {
  const colon = node.name.indexOf(':');
  const prefix = colon < 0 ? '' : node.name.slice(0, colon);
  const space = node.attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`);
  return `{${space ?? prefix}}${node.name.slice(colon + 1)}`;
}
