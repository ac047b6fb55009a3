import { relative } from 'node:path';

/** `path.module`: from the folder of the root module on, as Terraform writes it. */
export function pathOfModule(root: string, folder: string): string {
  const path = relative(root, folder).replaceAll('\\', '/');
  return path === '' ? '.' : path;
}
