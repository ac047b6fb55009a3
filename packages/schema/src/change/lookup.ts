import type { ChangeCost, ChangeEvent, ChangeTable } from './cost.js';

/**
 * What happens at a place costs, by the most exact rule: of several costs the first counts whose condition holds.
 *
 * @param pattern `devices.disks[]`
 */
export function costsAt(table: ChangeTable, pattern: string, on: ChangeEvent): readonly ChangeCost[] {
  const rules = table.rules
    .filter((rule) => isAbout(rule.path, rule.on, pattern, on))
    .toSorted((left, right) => right.path.length - left.path.length);
  const all = [...rules.flatMap(({ costs }) => costs), table.otherwise];
  return all.slice(0, all.findIndex(({ when }) => when === undefined) + 1);
}

/**
 * The coming and going of an element has rules of its own; what comes or goes deeper inside of it (a VLAN tag of an interface)
 * changes the element, and the rules for its change count.
 */
function isAbout(rule: string, ruled: readonly ChangeEvent[], pattern: string, on: ChangeEvent): boolean {
  if (pattern === rule) return ruled.includes(on);
  return ruled.includes('change') && pattern.startsWith(rule) && /^[.[]/.test(pattern.slice(rule.length));
}
