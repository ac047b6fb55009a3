import type { Diagnostic } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { nameProblem } from '../shared/names.js';

/** What can be known wrong of a network before anything is touched. */
export function validateNetwork(wanted: Attributes): readonly Diagnostic[] {
  return nameProblem('network', textAt(wanted, ['name']));
}
