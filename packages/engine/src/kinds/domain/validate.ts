import type { Diagnostic } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { nameProblem } from '../shared/names.js';

/** What can be known wrong of a guest before anything is touched, and that its schema alone cannot say. */
export function validateDomain(wanted: Attributes): readonly Diagnostic[] {
  return nameProblem('guest', textAt(wanted, ['name']));
}
