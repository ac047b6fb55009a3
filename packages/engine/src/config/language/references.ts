/** What an expression may ask for. */
export type Reference =
  | { readonly to: 'variable'; readonly name: string }
  | { readonly to: 'local'; readonly name: string }
  | { readonly to: 'resource'; readonly address: string }
  | ModuleReference
  | { readonly to: 'path'; readonly name: string }
  | { readonly to: 'terraform'; readonly name: string }
  | { readonly to: 'each'; readonly name: string }
  | { readonly to: 'count' }
  | { readonly to: 'self' };

/** A module call as a whole, or one output of it, where it is named right behind. */
export interface ModuleReference {
  readonly to: 'module';
  readonly name: string;
  /** Of the instance, where a constant says it. */
  readonly key?: string | number;
  readonly output?: string;
}

/** What a dotted name refers to, or why it refers to nothing. `used` counts the names that belong to the reference. */
export type ResolvedName =
  | { readonly reference: Reference; readonly used: number }
  | { readonly summary: string; readonly detail: string };

const NAMED = {
  var: 'variable',
  local: 'local',
  path: 'path',
  terraform: 'terraform',
} as const;

const PATHS = ['module', 'root', 'cwd'];

/**
 * Resolves the names of a traversal, `var.region` or `libvirt_domain.web.name`.
 *
 * @param names the leading plain names, the root first; what follows them (an index, a splat) is no part of it
 */
export function resolveName(names: readonly string[]): ResolvedName {
  const [root = '', second, third] = names;
  switch (root) {
    case 'var':
    case 'local':
    case 'path':
    case 'terraform':
      if (second === undefined) return noAttribute(root);
      if (root === 'path' && !PATHS.includes(second))
        return invalid(`The "path" object has no "${second}": it has ${PATHS.join(', ')}.`);
      if (root === 'terraform' && second !== 'workspace')
        return invalid(`The "terraform" object has no "${second}": it has workspace.`);
      return { reference: { to: NAMED[root], name: second }, used: 2 };
    case 'module':
      if (second === undefined) return noAttribute(root);
      return third === undefined
        ? { reference: { to: 'module', name: second }, used: 2 }
        : { reference: { to: 'module', name: second, output: third }, used: 3 };
    case 'each':
      if (second !== 'key' && second !== 'value')
        return invalid('The "each" object has "each.key" and "each.value", nothing else.');
      return { reference: { to: 'each', name: second }, used: 2 };
    case 'count':
      if (second !== 'index') return invalid('The "count" object has "count.index", nothing else.');
      return { reference: { to: 'count' }, used: 2 };
    case 'self':
      return { reference: { to: 'self' }, used: 1 };
    case 'data':
      if (second === undefined || third === undefined)
        return invalid(
          'A data source is referred to by the word "data", its type and its name: data.TYPE.NAME.',
        );
      return { reference: { to: 'resource', address: `data.${second}.${third}` }, used: 3 };
    case 'resource':
      if (second === undefined || third === undefined)
        return invalid('A resource is referred to by its type and its name: TYPE.NAME.');
      return { reference: { to: 'resource', address: `${second}.${third}` }, used: 3 };
    default:
      if (second === undefined)
        return invalid(
          `"${root}" alone refers to nothing: a resource is referred to by its type and its name, a variable as var.${root}, a local value as local.${root}.`,
        );
      return { reference: { to: 'resource', address: `${root}.${second}` }, used: 2 };
  }
}

function invalid(detail: string): ResolvedName {
  return { summary: 'Invalid reference', detail };
}

function noAttribute(root: string): ResolvedName {
  return invalid(
    `The "${root}" object cannot be used as a whole; ask for one of its attributes: ${root}.NAME.`,
  );
}

/** A reference as it is written. */
export function formatReference(reference: Reference): string {
  switch (reference.to) {
    case 'variable':
      return `var.${reference.name}`;
    case 'resource':
      return reference.address;
    case 'count':
      return 'count.index';
    case 'self':
      return 'self';
    case 'module':
      return `${formatCall(reference)}${reference.output === undefined ? '' : `.${reference.output}`}`;
    case 'local':
    case 'path':
    case 'terraform':
    case 'each':
      return `${reference.to}.${reference.name}`;
  }
}

/** The instance of a module that a reference names: `module.lab["a"]`. */
export function formatCall({ name, key }: Pick<ModuleReference, 'name' | 'key'>): string {
  return `module.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`;
}
