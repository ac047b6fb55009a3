import { equalValues } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress } from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import { instancesOf } from '../state/edit.js';
import type { State } from '../state/state.js';
import type { KindOnHost } from './context.js';
import { examine } from './examine.js';

/**
 * What is wrong where an object cannot be made because this very state has it under another address: a block was renamed, or
 * two blocks ask for the same. Its kind takes such an object for somebody else's.
 */
export function sameObject(
  { kind, host }: KindOnHost,
  address: string,
  wanted: Attributes,
  state: State,
): Diagnostic | undefined {
  const found = kind.locate(wanted, host.view);
  if (found === undefined) return undefined;
  for (const placed of instancesOf(state)) {
    const other = formatAddress(placed.address);
    if (placed.address.type !== kind.type || other === address) continue;
    const { identity } = examine(kind, host.view, placed.instance);
    if (identity === undefined || !equalValues(identity, found)) continue;
    return {
      severity: 'error',
      summary: `${address} would be made as the object that is ${other}`,
      detail: `The state has that object under the address ${other}. It is not destroyed to be made again under another one.`,
      action: `Keep the address ${other}, or say in a "moved" block that it is ${address} from now on; if another object is meant, give it another name.`,
      address,
    };
  }
  return undefined;
}
