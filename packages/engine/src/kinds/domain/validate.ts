import type { Diagnostic } from '@virtform/values';
import type { HostView } from '../host-view.js';
import type { Attributes } from '../kind.js';
import { elementsAt, textAt } from '../shared/attributes.js';
import { nameProblem } from '../shared/names.js';

/** What can be known wrong of a guest before anything is touched, and that its schema alone cannot say. */
export function validateDomain(wanted: Attributes, view: HostView | undefined): readonly Diagnostic[] {
  return [...nameProblem('guest', textAt(wanted, ['name'])), ...takenMacs(wanted, view)];
}

/** Two guests with one MAC disturb each other on a network, and DHCP gives both one address. */
function takenMacs(wanted: Attributes, view: HostView | undefined): readonly Diagnostic[] {
  const name = textAt(wanted, ['name']);
  if (view === undefined) return [];
  return elementsAt(wanted, ['devices', 'interfaces']).flatMap((nic, index): readonly Diagnostic[] => {
    const mac = textAt(nic, ['mac', 'address']);
    const owner = mac === undefined ? undefined : view.domains.get(view.usage.macOwner(mac) ?? '');
    if (mac === undefined || owner === undefined || owner.name === name) return [];
    return [
      {
        severity: 'warning',
        summary: `the MAC ${mac} belongs to guest ${owner.name} already`,
        action: 'Give each interface its own.',
        path: ['devices', 'interfaces', index, 'mac', 'address'],
      },
    ];
  });
}
