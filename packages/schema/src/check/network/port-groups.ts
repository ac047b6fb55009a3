import { duplicates } from '../duplicates.js';
import { elementsAt, isUnset, partAt, shown, textAt } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** `virNetworkPortGroupParseXML`, `networkValidate`: the same in 9.0 and 11.3. */
export const portGroupRules: Rule = (network) => {
  const groups = elementsAt(network, 'port_groups');
  return [
    ...groups
      .map((group) => partAt(group, 'name'))
      .filter(isUnset)
      .map((name) => refused(name, { summary: 'a port group has no name', action: 'Give it one.' })),
    ...duplicates({
      parts: groups,
      key: (group) => textAt(group, 'name'),
      place: (group) => partAt(group, 'name'),
      finding: (group) => ({
        summary: `two port groups are called ${shown(partAt(group, 'name'))}`,
        action: 'Give each its own name.',
      }),
    }),
    ...duplicates({
      parts: groups,
      key: (group) => (textAt(group, 'default') === 'yes' ? 'default' : undefined),
      place: (group) => partAt(group, 'default'),
      finding: () => ({ summary: 'two port groups are the default', action: 'Keep one default.' }),
    }),
  ];
};
