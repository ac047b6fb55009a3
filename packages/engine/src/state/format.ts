import { isUtf8 } from 'node:buffer';
import { DAMAGED, StateError } from './errors.js';
import type { InstancesAsRead, AttributeForms, PrivatesPrinted, StateCodec } from './codec.js';
import { parseState } from './parse.js';
import { createPrinter } from './print.js';
import { inSlices } from './slices.js';

/** The codec of Terraform's state, version 4. */
export function stateCodec(attributeForms: AttributeForms): StateCodec {
  const asRead: InstancesAsRead = new WeakMap();
  const privates: PrivatesPrinted = new WeakMap();
  const pieces = createPrinter(attributeForms, asRead, privates);
  return {
    parse: (text, place) => parseState(text, place, attributeForms, asRead),
    read: (content, place) => parseState(utf8Of(content, place), place, attributeForms, asRead),
    asRead: (instance) => asRead.get(instance),
    privateOf(instance) {
      const read = asRead.get(instance)?.private;
      return typeof read === 'string' ? read : privates.get(instance);
    },
    print: (state) => Buffer.concat([...pieces(state)]).toString('utf8'),
    async encode(state) {
      const made: Buffer[] = [];
      await inSlices(pieces(state), (piece) => made.push(piece));
      return made;
    },
  };
}

/** Node would put a mark in the place of each wrong byte, and the next write would make it the state. */
function utf8Of(content: Buffer, place: string): string {
  if (isUtf8(content)) return content.toString('utf8');
  throw new StateError(
    'format',
    `The state ${place} cannot be read: it is no UTF-8 from byte ${firstWrong(content)} on.`,
    DAMAGED,
  );
}

/** Where the longest part ends that is UTF-8, counted from 0. */
function firstWrong(content: Buffer): number {
  let [right, wrong] = [0, content.length];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    // A character that is cut in two by the middle is none of the wrong ones.
    if ([0, 1, 2, 3].some((more) => isUtf8(content.subarray(0, middle + more)))) right = middle;
    else wrong = middle;
  }
  return right;
}
