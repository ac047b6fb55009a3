/** The way into a value: attribute names and list indexes, outermost first. */
export type Path = readonly (string | number)[];

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path as people write it: `devices.disks[1].source`, `tags["a b"]`. */
export function formatPath(path: Path): string {
  return path
    .map((step, position) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!PLAIN_NAME.test(step)) return `[${JSON.stringify(step)}]`;
      return position === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Whether `path` is `prefix` or lies below it. */
export function isBelow(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

/** Whether two paths are the same. */
export function samePath(left: Path, right: Path): boolean {
  return left.length === right.length && isBelow(left, right);
}
