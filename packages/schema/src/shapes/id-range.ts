import { list, ListAttribute, num } from '../dsl.js';
import { atLeast, required } from '../facts.js';

/** Ranges of users or groups of the guest, and what they are on the host. */
export const idRange = (element: 'uid' | 'gid', description: string): ListAttribute =>
  list(element, description, () => ({
    start: num('@start', 'First number in the guest', atLeast(0), required),
    target: num('@target', 'First number on the host', atLeast(0), required),
    count: num('@count', 'How many', atLeast(1), required),
  }));
