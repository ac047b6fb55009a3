import { attributeAt, attributesOf } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { formatPath, suggest } from '@virtform/values';
import type { Diagnostic, Path } from '@virtform/values';
import { formatAddress } from '../address.js';
import type { ResourceBlock } from '../config/index.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { parseAttributePath } from './ignore-changes.js';

/** What `ignore_changes` names and is not there, or is there and nothing that a program says. */
export function checkIgnored(block: ResourceBlock, schema: ResourceSchema): readonly Diagnostic[] {
  const { ignoreChanges } = block.lifecycle;
  if (ignoreChanges === 'all') return [];
  const found = ignoreChanges.map(parseAttributePath).flatMap((path) => checkPath(path, schema));
  return placeDiagnostics(found, placeOf(block, formatAddress(block.address)));
}

function checkPath(path: Path, schema: ResourceSchema): readonly Diagnostic[] {
  for (const [index, step] of path.entries()) {
    const above = index === 0 ? undefined : attributeAt(schema, path.slice(0, index));
    // What a value without a type of its own holds is not known here.
    if (above?.kind === 'scalar' && above.type === 'dynamic') return [];
    if (typeof step === 'number') continue;
    const attributes = above === undefined ? schema.attributes : attributesOf(above);
    if (attributes === undefined || !Object.hasOwn(attributes, step))
      return [unknownAttribute(path, step, Object.keys(attributes ?? {}))];
  }
  return checkPresence(path, schema);
}

function checkPresence(path: Path, schema: ResourceSchema): readonly Diagnostic[] {
  const attribute = attributeAt(schema, path);
  if (attribute?.presence !== 'read-only') return [];
  return [
    {
      severity: 'warning',
      summary: 'Redundant ignore_changes element',
      detail: `${formatPath(path)} is what the host tells: no program says it, so that no change of it could be ignored.`,
      action: 'Take it out of ignore_changes.',
    },
  ];
}

function unknownAttribute(path: Path, name: string, known: readonly string[]): Diagnostic {
  const near = suggest(name, known);
  return {
    severity: 'error',
    summary: 'Unsupported attribute',
    detail: `ignore_changes names ${formatPath(path)}, and there is no ${JSON.stringify(name)}.`,
    ...(near === undefined ? {} : { action: `Did you mean ${JSON.stringify(near)}?` }),
  };
}
