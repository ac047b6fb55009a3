/** One step into a module: `module.lab` or `module.lab["a"]`. */
export interface ModuleStep {
  readonly name: string;
  readonly key?: InstanceKey;
}

/** What `count` (a number) or `for_each` (a string) tells instances apart by. */
export type InstanceKey = string | number;

export type ResourceMode = 'managed' | 'data';

/** A resource block, wherever it stands: `module.lab.libvirt_domain.web`. */
export interface ResourceAddress {
  readonly module: readonly ModuleStep[];
  readonly mode: ResourceMode;
  readonly type: string;
  readonly name: string;
}

/** One instance of a resource: `libvirt_domain.web[2]`. */
export interface InstanceAddress extends ResourceAddress {
  readonly key?: InstanceKey;
}

/** What an address may mean beside one instance: everything in a module, or a resource with all its instances. */
export type Target =
  | { readonly kind: 'module'; readonly module: readonly ModuleStep[] }
  | { readonly kind: 'resource'; readonly address: InstanceAddress };

/** The address as Terraform writes it; `parseAddress` reads it back. */
export function formatAddress(address: InstanceAddress): string {
  const module = address.module.length === 0 ? '' : `${formatModule(address.module)}.`;
  const mode = address.mode === 'data' ? 'data.' : '';
  return `${module}${mode}${address.type}.${address.name}${formatKey(address.key)}`;
}

/** A module's address: `module.lab["a"].module.rack`; empty for the root. */
export function formatModule(steps: readonly ModuleStep[]): string {
  return steps.map((step) => `module.${step.name}${formatKey(step.key)}`).join('.');
}

/** The resource that an instance belongs to. */
export function resourceOf({ module, mode, type, name }: InstanceAddress): ResourceAddress {
  return { module, mode, type, name };
}

/** The block that an address comes from, whichever module instance it stands in: `module.lab.libvirt_domain.web`. */
export function blockAddress({ module, mode, type, name }: ResourceAddress): ResourceAddress {
  return {
    module: module.some(({ key }) => key !== undefined) ? pathSteps(pathOf(module)) : module,
    mode,
    type,
    name,
  };
}

/** The address of a block as it is written, without any keys. */
export function formatBlock(address: ResourceAddress): string {
  return formatAddress(blockAddress(address));
}

/** The names of the module calls on the way, without keys. */
export function pathOf(steps: readonly ModuleStep[]): readonly string[] {
  return steps.map(({ name }) => name);
}

/** A way through module calls as steps without keys. */
export function pathSteps(path: readonly string[]): readonly ModuleStep[] {
  return path.map((name) => ({ name }));
}

/** A module as its calls are written, without any keys: `module.lab.module.rack`. */
export function formatModulePath(path: readonly string[]): string {
  return formatModule(pathSteps(path));
}

/** The address of what is not a resource, in its module: `module.lab["a"].output.ip`, `var.size`. */
export function inModule(module: readonly ModuleStep[], name: string): string {
  return module.length === 0 ? name : `${formatModule(module)}.${name}`;
}

/** Whether two ways through modules are the same, keys included. */
export function sameModule(left: readonly ModuleStep[], right: readonly ModuleStep[]): boolean {
  return (
    left.length === right.length &&
    left.every((step, index) => step.name === right[index]?.name && step.key === right[index].key)
  );
}

function formatKey(key: InstanceKey | undefined): string {
  return key === undefined ? '' : `[${JSON.stringify(key)}]`;
}

const STEP = /^([A-Za-z_][\w-]*)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/;

/**
 * Reads an address as Terraform's commands take it.
 *
 * @returns undefined where the text is none; the caller knows what it was for and says so
 */
export function parseAddress(text: string): InstanceAddress | undefined {
  const steps: { name: string; key?: InstanceKey }[] = [];
  let rest = text;
  while (rest !== '') {
    const match = STEP.exec(rest);
    const name = match?.[1];
    if (match === null || name === undefined || (rest.length === match[0].length && rest.endsWith('.')))
      return undefined;
    const key = match[2] === undefined ? undefined : parseKey(match[2]);
    if (match[2] !== undefined && key === undefined) return undefined;
    steps.push(key === undefined ? { name } : { name, key });
    rest = rest.slice(match[0].length);
  }
  const module: ModuleStep[] = [];
  while (steps[0]?.name === 'module' && steps[0].key === undefined && steps[1] !== undefined) {
    module.push(steps[1]);
    steps.splice(0, 2);
  }
  const mode =
    steps.length === 3 && steps[0]?.name === 'data' && steps[0].key === undefined ? 'data' : 'managed';
  const [type, last, ...tooMany] = mode === 'data' ? steps.slice(1) : steps;
  if (type === undefined || last === undefined || tooMany.length > 0 || type.key !== undefined)
    return undefined;
  return { module, mode, type: type.name, ...last };
}

/**
 * Reads what may be a resource, one of its instances, or a module: `module.lab`, `libvirt_domain.web`,
 * `module.lab["a"].libvirt_domain.web[0]`.
 *
 * @returns undefined where the text is none of them
 */
export function parseTarget(text: string): Target | undefined {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'resource', address };
  const module = parseAddress(`${text}.type.name`)?.module;
  return module === undefined || module.length === 0 ? undefined : { kind: 'module', module };
}

/** A target as it was written. */
export function formatTarget(target: Target): string {
  return target.kind === 'resource' ? formatAddress(target.address) : formatModule(target.module);
}

/** undefined for a text with escapes that JSON does not have. */
function parseKey(text: string): InstanceKey | undefined {
  if (!text.startsWith('"')) return Number(text);
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}
