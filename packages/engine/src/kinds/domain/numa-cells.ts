import { parseNumberSet } from '@virtform/schema';
import { isUnknown, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, elementsAt, numberAt, textAt, withAttribute } from '../shared/attributes.js';

const CELLS = ['cpu', 'numa', 'cell'] as const;

/** A guest as libvirt takes it where it has NUMA cells: it gets their sum, whatever `memory` says, and each vCPU is in one. */
export function withNumaCells(attributes: Attributes): Attributes {
  const cells = elementsAt(attributes, CELLS);
  if (cells.length === 0) return attributes;
  const filled = withAllProcessors(attributes, cells);
  return Object.fromEntries(
    Object.entries(filled).filter(([name]) => name !== 'memory' && name !== 'memory_unit'),
  );
}

/** QEMU's driver gives cell 0 the vCPUs that no cell has: `qemuDomainDefNumaCPUsRectify`. */
function withAllProcessors(attributes: Attributes, cells: readonly Value[]): Attributes {
  const count = numberAt(attributes, ['vcpu']);
  const first = cells.findIndex((cell, index) => (numberAt(cell, ['id']) ?? index) === 0);
  const own = processorsOf(cells[first]);
  const others = cells.filter((_cell, index) => index !== first).map(processorsOf);
  const isQemu = ['qemu', 'kvm'].includes(textAt(attributes, ['type']) ?? '');
  if (!isQemu || count === undefined || own === undefined || own.size === 0) return attributes;
  if (!others.every((numbers) => numbers !== undefined)) return attributes;
  const elsewhere = new Set(others.flatMap((numbers) => [...numbers]));
  if (own.size + elsewhere.size >= count) return attributes;
  const rest = Array.from({ length: count }, (_, number) => number).filter(
    (number) => !elsewhere.has(number),
  );
  return withAttribute(attributes, [...CELLS, first, 'cpus'], rest.join(','));
}

/** Those that a cell says; undefined where that cannot be known. */
function processorsOf(cell: Value | undefined): ReadonlySet<number> | undefined {
  if (cell === undefined || isUnknown(cell)) return undefined;
  const said = attributeAt(cell, ['cpus']);
  if (said === undefined || said === null) return new Set();
  return typeof said === 'string' ? parseNumberSet(said) : undefined;
}
