import { parseXml } from '@virtform/schema';
import { isMarkedByOthers, markOf, OWNER_NAMESPACE, withMark } from '../../../src/kinds/shared/ownership.js';
import { textAt } from '../../../src/kinds/shared/attributes.js';

const mark = { lineage: 'l', address: 'libvirt_domain.web["a"]' };
const document = (metadata: string) => parseXml(`<domain><metadata>${metadata}</metadata></domain>`);

test('a mark is written beside what the program keeps there, and read back', () => {
  const own = '<app:note xmlns:app="urn:app">x</app:note>';
  const xml = textAt(withMark({ name: 'web', metadata: { xml: own } }, mark), ['metadata', 'xml']) ?? '';
  expect(xml).toContain('<app:note');
  expect(markOf(document(xml))).toEqual(mark);
});

test.each([
  ['no metadata at all', '', undefined],
  ['metadata of others', '<app:owner xmlns:app="urn:app" lineage="l" address="a"/>', undefined],
  [
    'another prefix',
    '<v:owner xmlns:v="https://virtform.dev/xmlns/owner/1" lineage="l" address="a"/>',
    { lineage: 'l', address: 'a' },
  ],
  [
    'no prefix',
    '<owner xmlns="https://virtform.dev/xmlns/owner/1" lineage="l" address="a"/>',
    { lineage: 'l', address: 'a' },
  ],
  ['half a mark', '<v:owner xmlns:v="https://virtform.dev/xmlns/owner/1" lineage="l"/>', undefined],
])('%s', (_what, metadata, found) => {
  expect(markOf(document(metadata))).toEqual(found);
});

const OWN = `xmlns:v="${OWNER_NAMESPACE}"`;

test.each([
  ['nothing', '', false],
  ['our mark', `<v:owner ${OWN} lineage="l" address="a"/>`, false],
  ['the mark of another', `<v:owner ${OWN} lineage="m" address="a"/>`, true],
  ['half a mark of another', `<v:owner ${OWN} lineage="m"/>`, false],
  [
    'the mark of another, and ours deeper',
    `<v:owner ${OWN} lineage="m" address="a"><v:owner lineage="l"/></v:owner>`,
    true,
  ],
  [
    'ours elsewhere, before the mark of another',
    `<app><v:owner ${OWN} lineage="l"/></app><v:owner ${OWN} lineage="m" address="a"/>`,
    true,
  ],
  [
    'the mark of another behind an owner that is no mark',
    `<app:owner xmlns:app="urn:app" lineage="l"/><v:owner ${OWN} lineage="m" address="a"/>`,
    true,
  ],
  [
    'another with our lineage as something else',
    `<v:owner ${OWN} app:lineage="l" xmlns:app="urn:app" lineage="m" address="a"/>`,
    true,
  ],
  ['our lineage in other letters', `<v:owner ${OWN} lineage="&#108;" address="a"/>`, false],
  ['the namespace in a text alone', `<note>${OWNER_NAMESPACE}</note>`, false],
])('whether it is marked by others: %s', (_what, metadata, marked) => {
  const xml = `<domain><metadata>${metadata}</metadata></domain>`;
  expect(isMarkedByOthers({ xml, element: parseXml(xml) }, 'l')).toBe(marked);
});

test('an object with the mark of its lineage is not parsed to know it', () => {
  const metadata = textAt(withMark({}, mark), ['metadata', 'xml']) ?? '';
  const object = {
    xml: `<domain><metadata>${metadata}</metadata></domain>`,
    get element(): never {
      throw new Error('It was parsed.');
    },
  };
  expect(isMarkedByOthers(object, 'l')).toBe(false);
});
