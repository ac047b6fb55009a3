import { isWhollyKnown } from '@virtform/values';
import type { Attributes, OwnershipMark } from '../kind.js';
import { digestOf, ownPath } from '../local-files.js';
import { textAt } from '../shared/attributes.js';
import type { FileForm } from './content.js';

/** A file as it is to be. */
export interface WantedFile {
  readonly content: Buffer;
  /** sha256 of the content, hexadecimal. */
  readonly digest: string;
}

/** What a file is to hold; undefined as long as something of it is unknown. */
export function wantedFile(form: FileForm, wanted: Attributes): WantedFile | undefined {
  if (!isContentKnown(form, wanted)) return undefined;
  const content = form.content(wanted);
  return { content, digest: digestOf(content) };
}

/** The id that Terraform's provider gives: 16 hexadecimal digits of the sha256 of all texts in a row. */
export function fileId(form: FileForm, wanted: Attributes): string | undefined {
  if (!isContentKnown(form, wanted)) return undefined;
  const texts = form.from.map((name) => textAt(wanted, [name]) ?? '');
  return digestOf(texts.join('')).slice(0, 16);
}

/**
 * Where a file is to be. The same content of the same resource is always at the same place, so that a file that is made again
 * changes nothing that refers to it; and no two resources share a file, which one of them would take from the other.
 */
export function filePath(
  form: FileForm,
  wanted: Attributes,
  folder: string,
  { lineage, address }: OwnershipMark,
): string | undefined {
  const id = fileId(form, wanted);
  if (id === undefined) return undefined;
  const owner = digestOf(`${lineage} ${address}`).slice(0, 8);
  return ownPath(folder, `${form.prefix}-${id}-${owner}.${form.extension}`);
}

function isContentKnown({ from }: FileForm, wanted: Attributes): boolean {
  return from.every((name) => {
    const value = wanted[name];
    return value === undefined || isWhollyKnown(value);
  });
}
