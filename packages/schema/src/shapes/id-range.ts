import { list, ListAttribute, num } from '../dsl.js';
import { positive, required, unsigned } from '../facts.js';

/** Ranges of users or groups of the guest, and what they are on the host. */
export const idRange = (element: 'uid' | 'gid', description: string): ListAttribute =>
  list(element, description, () => ({
    start: num('@start', 'First number in the guest', unsigned, required),
    target: num('@target', 'First number on the host', unsigned, required),
    count: num('@count', 'How many', positive, required),
  }));
