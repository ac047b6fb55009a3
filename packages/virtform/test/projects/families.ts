import { HANDED } from './handed';
import { OVERRIDES } from './overrides';
import type { Project } from './project';
import { VALUES } from './values';
import { VERSIONS } from './versions';

/** All projects, by the file that holds what Terraform makes of them. */
export const FAMILIES: Readonly<Record<string, readonly Project[]>> = {
  overrides: OVERRIDES,
  values: VALUES,
  versions: VERSIONS,
  handed: HANDED,
};
