import type { OpenHostView } from '../../src/kinds/host-view.js';
import { OWNER_NAMESPACE } from '../../src/kinds/shared/ownership.js';
import { labHost, LINEAGE, WEB } from './lab-host.js';

/** The lab, with a mark in its guest. */
function markedBy(lineage: string): OpenHostView {
  const mark = `<metadata><v:owner xmlns:v="${OWNER_NAMESPACE}" lineage="${lineage}" address="a"/></metadata>`;
  return labHost({
    alter: (xml) => xml.replace(/<metadata>[\s\S]*<\/metadata>/, '').replace('<devices>', `${mark}<devices>`),
  });
}

test("guests without a mark, and with ours, are nobody else's", () => {
  expect([
    ...labHost({ alter: (xml) => xml.replace(/<metadata>[\s\S]*<\/metadata>/, '') }).owners.othersThan(
      LINEAGE,
    ),
  ]).toEqual([]);
  expect([...markedBy(LINEAGE).owners.othersThan(LINEAGE)]).toEqual([]);
});

test('whose guests there are stays true while they come, change and go', () => {
  const [ours] = markedBy(LINEAGE).domains.values();
  const [theirs] = markedBy('another').domains.values();
  if (ours === undefined || theirs === undefined) throw new Error('the lab has no guest');
  const view = markedBy(LINEAGE);
  const others = (): readonly string[] => [...view.owners.othersThan(LINEAGE)];
  expect(others()).toEqual([]);
  view.put({ type: 'domain', record: theirs });
  expect(others()).toEqual([WEB]);
  expect([...view.owners.othersThan('another')]).toEqual([]);
  view.put({ type: 'domain', record: ours });
  expect(others()).toEqual([]);
  expect([...view.owners.othersThan('another')]).toEqual([WEB]);
  view.put({ type: 'domain', record: theirs });
  view.drop('domain', { uuid: WEB });
  expect(others()).toEqual([]);
});
