import { isObject, type ValueObject } from '@virtform/values';
import type { Placed } from './compose';

/** Parts of a topology that take what the others leave of the processors, the first that no trait is about. */
const FREE = ['sockets', 'cores', 'threads'];

/** A guest whose topology makes as many processors as it has, where one was put into a guest with more. */
export function withTopology(guest: ValueObject, placed: readonly Placed[]): ValueObject {
  const { cpu, vcpu } = guest;
  const topology = cpu !== undefined && isObject(cpu) ? cpu.topology : undefined;
  if (cpu === undefined || !isObject(cpu) || topology === undefined || !isObject(topology)) return guest;
  if (typeof vcpu !== 'number') return guest;
  const said = new Set(
    placed.filter(({ trait: { names } }) => names[1] === 'topology').map(({ trait: { names } }) => names[2]),
  );
  const free = FREE.find((name) => !said.has(name));
  if (free === undefined) return guest;
  const rest = Object.entries(topology).reduce(
    (product, [name, count]) => (name === free || typeof count !== 'number' ? product : product * count),
    1,
  );
  return {
    ...guest,
    cpu: { ...cpu, topology: { ...topology, [free]: Math.max(1, Math.floor(vcpu / rest)) } },
  };
}
