import { flag, list, num, obj, once, str } from '../dsl.js';
import {
  byDefault,
  cpuSet,
  evenEmpty,
  Fact,
  oneOf,
  only,
  required,
  since,
  sized,
  unitOf,
  unsigned,
} from '../facts.js';

/** `<memoryBacking>`: what the guest's memory is made of. */
export const memoryBacking = once(() =>
  obj('memoryBacking', "What the guest's memory is made of", () => ({
    memory_huge_pages: obj(
      'hugepages',
      'Huge pages of the host',
      () => ({
        hugepages: list('page', 'A size of pages', () => ({
          size: num('@size', 'Size of a page', sized('unit', 'KiB'), required),
          unit: str('@unit', 'Unit of size', unitOf('size')),
          nodeset: str('@nodeset', 'Nodes of the guest that get them', cpuSet),
        })),
      }),
      evenEmpty,
    ),
    memory_nosharepages: flag('nosharepages', 'Pages are not merged with those of other guests'),
    memory_locked: flag('locked', 'Pages are never swapped out; give memory_tune.hard_limit with it'),
    memory_source: obj('source', 'Where the memory comes from', () => ({
      type: str('@type', 'Kind', oneOf('file', 'anonymous', 'memfd'), byDefault('anonymous')),
    })),
    memory_access: obj('access', 'Who may map the memory; virtiofs needs shared', () => ({
      mode: str('@mode', 'Mode', oneOf('shared', 'private')),
    })),
    memory_allocation: obj('allocation', 'When the memory is taken', () => ({
      mode: str('@mode', 'At the start, or when it is touched', oneOf('immediate', 'ondemand')),
      threads: num('@threads', 'Threads that take it', unsigned, byDefault(0), since('8.2.0')),
    })),
    memory_discard: flag('discard', 'The content is dropped when the guest ends', since('4.4.0')),
  })),
);

const limit = (at: string, unitName: string, description: string, ...facts: readonly Fact[]) => ({
  [unitName.replace(/_unit$/, '')]: num(at, description, sized(unitName, 'KiB'), ...facts),
  [unitName]: str(
    `${at}@unit`,
    `Unit of ${unitName.replace(/_unit$/, '')}`,
    unitOf(unitName.replace(/_unit$/, '')),
    ...facts,
  ),
});

/** `<memtune>`: limits of what the guest and its emulator take of the host's memory. */
export const memoryTune = once(() =>
  obj('memtune', "Limits of what the guest and its emulator take of the host's memory", () => ({
    ...limit('hard_limit', 'hard_limit_unit', 'Beyond this the host ends the guest'),
    ...limit('soft_limit', 'soft_limit_unit', 'Beyond this memory is taken back when the host runs short'),
    ...limit('swap_hard_limit', 'swap_hard_limit_unit', 'Most of memory and swap together'),
    ...limit('min_guarantee', 'min_guarantee_unit', 'What the guest is always given', only('vmware')),
  })),
);
