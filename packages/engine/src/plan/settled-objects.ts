import type { StateCodec } from '../state/codec.js';

/**
 * An object is settled where it is as it is wanted, and the state says of it all that there is to say: no change, no drift,
 * nothing that waits, no word about it. To find that out costs most of a plan, and mostly the last plan found it out already. What it
 * was found out from is kept as a digest; where the digest is the same again, so is the answer.
 */
export interface SettledObjects extends Pick<StateCodec, 'asRead' | 'privateOf'> {
  /** Tells one version of the code from another: what one finds settled is no matter of course for the next. */
  readonly code: string;
  has(digest: string): boolean;
  remember(digest: string): void;
}
