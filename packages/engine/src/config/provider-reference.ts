import type { ProviderName } from './configuration.js';

/** How a name is written: of a resource, a variable, an alias. */
export const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/** What a module calls a provider. */
export const LOCAL_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** `libvirt`, `libvirt.east`; undefined where a text is no such name. */
export function parseProvider(text: string): ProviderName | undefined {
  const [name = '', alias, ...more] = text.split('.');
  if (more.length > 0 || !NAME.test(name) || (alias !== undefined && !NAME.test(alias))) return undefined;
  return alias === undefined ? { name } : { name, alias };
}

/** As a resource or a call writes it: `libvirt.east`. */
export function writtenProvider({ name, alias }: ProviderName): string {
  return alias === undefined ? name : `${name}.${alias}`;
}
