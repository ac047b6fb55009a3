import { decode, parseXml, type ResourceSchema, type XmlElement } from '@virtform/schema';
import type { Attributes } from './kind.js';

/** One side of an object: its XML, and what it says, decoded at the first use. A plan looks into few of the objects of a host. */
export interface Side {
  readonly xml: string;
  readonly element: XmlElement;
  readonly attributes: Attributes;
}

/** Why a guest that is on stands still: somebody or an error paused it, or it crashed and libvirt keeps it as it is. */
export type Halt = 'paused' | 'crashed';

/** A guest. */
export interface DomainRecord {
  readonly uuid: string;
  readonly name: string;
  /** The number libvirt gave it when it was started; undefined while it is off. */
  readonly id: number | undefined;
  readonly halted: Halt | undefined;
  readonly autostart: boolean;
  /** Both sides say its secrets; unset: libvirt was asked for none, or does not tell them to whoever asked. */
  readonly tellsSecrets?: true;
  /** undefined for a transient guest. */
  readonly stored: Side | undefined;
  /** undefined while it is off. */
  readonly running: Side | undefined;
}

export interface NetworkRecord {
  readonly uuid: string;
  readonly name: string;
  readonly autostart: boolean;
  readonly stored: Side | undefined;
  /** undefined while it is inactive. */
  readonly running: Side | undefined;
}

export interface PoolRecord {
  readonly uuid: string;
  readonly name: string;
  readonly active: boolean;
  readonly autostart: boolean;
  readonly stored: Side | undefined;
  /** undefined while it is inactive. Sizes count here alone: libvirt knows none of an inactive pool. */
  readonly running: Side | undefined;
}

export interface VolumeRecord {
  /** Name and UUID of its pool. */
  readonly pool: string;
  readonly poolUuid: string;
  readonly name: string;
  /** The path, mostly. */
  readonly key: string;
  readonly side: Side;
}

/** A record with its sides as libvirt wrote them: all that is known of an object, as plain data. */
export function xmlOf(record: DomainRecord | NetworkRecord | PoolRecord): object {
  return { ...record, stored: record.stored?.xml, running: record.running?.xml };
}

/**
 * A side out of XML; nothing is parsed before somebody asks.
 *
 * @param known what was read of the same object before: where it says the same, it is the same, and so is what was decoded of it
 */
export function side(schema: ResourceSchema, xml: string, known?: Side): Side {
  if (known?.xml === xml) return known;
  let element: XmlElement | undefined;
  let attributes: Attributes | undefined;
  return {
    xml,
    get element() {
      return (element ??= parseXml(xml));
    },
    get attributes() {
      return (attributes ??= decode(schema, (element ??= parseXml(xml))));
    },
  };
}
