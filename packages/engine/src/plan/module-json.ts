import type { JsonObject } from '@virtform/values';
import { formatModule } from '../address.js';
import type { ModuleStep } from '../address.js';

/** A resource as Terraform's JSON tells it, and the module that it stands in. */
export interface ResourceInModule {
  readonly module: readonly ModuleStep[];
  readonly json: JsonObject;
}

/** Resources as the tree of modules that they stand in: the root with `resources` and `child_modules`. */
export function moduleJson(resources: readonly ResourceInModule[], depth = 0): JsonObject {
  const own = resources.filter(({ module }) => module.length === depth).map(({ json }) => json);
  const children = new Map<string, ResourceInModule[]>();
  for (const resource of resources) {
    if (resource.module.length === depth) continue;
    const address = formatModule(resource.module.slice(0, depth + 1));
    children.set(address, [...(children.get(address) ?? []), resource]);
  }
  return {
    ...(own.length === 0 ? {} : { resources: own }),
    ...(children.size === 0
      ? {}
      : {
          child_modules: [...children].map(([address, inside]) => ({
            ...moduleJson(inside, depth + 1),
            address,
          })),
        }),
  };
}
