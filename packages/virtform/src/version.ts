import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of this package, as its package.json says. */
export function ownVersion(): string {
  const content: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  const found: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'version') : undefined;
  return typeof found === 'string' ? found : 'unknown';
}
