import { childElements, textOf, type XmlElement } from '@virtform/schema';

/**
 * Everything that a document says, a text for each element, attribute and text, by the place where it stands: so two documents can
 * be held against each other that no schema has read. Elements of one name are not told apart.
 *
 * @param isLeftOut elements that do not count, by the names on the way to them
 */
export function sayingsOf(
  element: XmlElement,
  isLeftOut: (names: readonly string[]) => boolean,
  above: readonly string[] = [],
): readonly string[] {
  const names = [...above, element.name];
  if (isLeftOut(names)) return [];
  const place = names.slice(1).join('/');
  const text = textOf(element).trim();
  return [
    place,
    ...[...element.attributes].map(([name, value]) => `${place}@${name}=${value}`),
    ...(text === '' ? [] : [`${place}=${text}`]),
    ...childElements(element).flatMap((child) => sayingsOf(child, isLeftOut, names)),
  ];
}

/** What one of two documents says more often than the other. */
export function beyond(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return one.filter((saying) => {
    const at = left.indexOf(saying);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
