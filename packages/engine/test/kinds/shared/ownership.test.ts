import { parseXml } from '@virtform/schema';
import { markOf, withMark } from '../../../src/kinds/shared/ownership.js';
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
