import { isList, isObject } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import { elementsAt, partAt, shown, textAt, type Part } from '../part.js';
import type { Rule } from '../rule.js';

/** Every device, however many of its kind there may be. */
export function devicesOf(domain: Part): readonly Part[] {
  const devices = partAt(domain, 'devices');
  if (!isObject(devices.value)) return [];
  return Object.entries(devices.value).flatMap(([name, value]) =>
    isList(value) ? elementsAt(devices, name) : [partAt(devices, name)],
  );
}

/**
 * `virDomainDefValidateAliases`: names that a person gave begin with `ua-`, others are overwritten. A console may be the first
 * serial port once more, under its name.
 */
export const aliasRules: Rule = (domain) => {
  const consoles = new Set(elementsAt(domain, 'devices', 'consoles').map(({ at }) => at.join('.')));
  return duplicates({
    parts: devicesOf(domain).filter(({ at }) => !consoles.has(at.join('.'))),
    key: (device) => {
      const alias = textAt(device, 'alias', 'name');
      return alias?.startsWith('ua-') === true ? alias : undefined;
    },
    place: (device) => partAt(device, 'alias', 'name'),
    finding: (device) => ({
      summary: `two devices have the alias ${shown(partAt(device, 'alias', 'name'))}`,
      action: 'Give each its own.',
    }),
  });
};
