import type { Json, JsonObject, ValueObject } from '@virtform/values';

/** The attributes of a resource: unset ones are absent, marks are taken out; a plan's may hold unknown values. */
export type Attributes = ValueObject;

/**
 * What finds an object again: `{uuid, name}`, for a volume `{pool, poolUuid, name}`. Opaque to the engine, which keeps it in
 * intents and bookkeeping.
 */
export type Identity = JsonObject;

/** Whom an object says that it belongs to, in its metadata. It judges what an intent finds and refuses what another state owns;
 * whether an object is ours is decided by the identity in our state alone. */
export interface OwnershipMark {
  readonly lineage: string;
  readonly address: string;
}

/** An object as it is on the host. */
export interface Actual {
  readonly identity: Identity;
  /** What is defined and counts from the next start on; undefined for a transient object. Everything that libvirt says. */
  readonly stored: Attributes | undefined;
  /** What is in force now; undefined while the object is off or inactive. */
  readonly running: Attributes | undefined;
  readonly mark: OwnershipMark | undefined;
  /** Its secrets are among the attributes; unset: it has none, or whoever looked was not told them. */
  readonly tellsSecrets?: true;
}

/** An object that is there and that a state is to hold from now on. */
export interface Importable {
  readonly actual: Actual;
  /** What the state says of it at first: what it holds after a `terraform import`. */
  readonly attributes: Attributes;
}

/** What was applied last: what the state says of an instance. */
export interface Applied {
  readonly attributes: Attributes;
  readonly identity: Identity | undefined;
  /** What the program asked for then; undefined where our bookkeeping is missing or stale (Terraform wrote the state since):
   * then nothing that the program does not mention may be removed. */
  readonly wanted: Attributes | undefined;
  /** An intent or a failed create: the object may be there in part. */
  readonly tainted: boolean;
  /** Written before the object was made, and never confirmed. */
  readonly intent: boolean;
}

/** Values that a kind keeps in an identity must be text; this reads one. */
export function identityText(identity: Identity, name: string): string | undefined {
  const value: Json | undefined = identity[name];
  return typeof value === 'string' ? value : undefined;
}
