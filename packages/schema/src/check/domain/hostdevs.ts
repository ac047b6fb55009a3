import { duplicates } from '../duplicates.js';
import { elementsAt, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import type { Rule } from '../rule.js';

/** A device of the host that is passed through twice: `virDomainDefHostdevValidate`, the same in 9.0 and 11.3. */
export const hostdevRules: Rule = (domain) =>
  duplicates({
    parts: elementsAt(domain, 'devices', 'hostdevs'),
    key: (device) => pciOf(device) ?? mediatedOf(device),
    finding: () => ({
      summary: 'one device of the host is passed through twice',
      action: 'Keep one of the two.',
    }),
  });

function pciOf(device: Part): string | undefined {
  const address = partAt(device, 'subsys_pci', 'source', 'address');
  if (!isSet(address)) return undefined;
  const numbers = ['domain', 'bus', 'slot', 'function'].map((name) => {
    const part = partAt(address, name);
    return isUnset(part) ? 0 : numberAt(part);
  });
  return numbers.includes(undefined) ? undefined : `pci ${numbers.join(' ')}`;
}

function mediatedOf(device: Part): string | undefined {
  const uuid = textAt(device, 'subsys_m_dev', 'source', 'address', 'uuid');
  return uuid === undefined ? undefined : `mdev ${uuid.toLowerCase()}`;
}
