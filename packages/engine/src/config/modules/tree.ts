import { formatModulePath, type ModuleStep, type ResourceAddress } from '../../address.js';
import type { Configuration, ModuleCall, ResourceBlock } from '../configuration.js';

/** Every module of a configuration, each before those that it calls; the first is the configuration itself. */
export function everyModule(configuration: Configuration): readonly Configuration[] {
  if (configuration.modules.size === 0) return [configuration];
  return [configuration, ...[...configuration.modules.values()].flatMap(everyModule)];
}

/** The module that these steps lead to, whichever of its instances; undefined where nobody calls it. */
export function moduleAt(
  configuration: Configuration,
  steps: readonly Pick<ModuleStep, 'name'>[],
): Configuration | undefined {
  return steps.reduce<Configuration | undefined>(
    (module, { name }) => module?.modules.get(name),
    configuration,
  );
}

/** The call that the last of these steps means. */
export function callAt(
  configuration: Configuration,
  steps: readonly Pick<ModuleStep, 'name'>[],
): ModuleCall | undefined {
  const last = steps.at(-1);
  return last === undefined ? undefined : moduleAt(configuration, steps.slice(0, -1))?.calls.get(last.name);
}

/** The block of a resource, whichever of its instances and of its module's is meant. */
export function blockAt(configuration: Configuration, address: ResourceAddress): ResourceBlock | undefined {
  return moduleAt(configuration, address.module)?.resources.get(localAddress(address));
}

/** A resource as its own module refers to it. */
export function localAddress({ mode, type, name }: ResourceAddress): string {
  return mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`;
}

/** What a module calls something, as it is called from the root, without keys: `module.lab.var.size`. */
export function fromRoot({ path }: Pick<Configuration, 'path'>, name: string): string {
  return path.length === 0 ? name : `${formatModulePath(path)}.${name}`;
}
