import type { InstancesAsRead, AttributeForms, StateCodec } from './codec.js';
import { parseState } from './parse.js';
import { createPrinter } from './print.js';
import { inSlices } from './slices.js';

/** The codec of Terraform's state, version 4. */
export function stateCodec(attributeForms: AttributeForms): StateCodec {
  const asRead: InstancesAsRead = new WeakMap();
  const pieces = createPrinter(attributeForms, asRead);
  return {
    parse: (text, place) => parseState(text, place, attributeForms, asRead),
    print: (state) => Buffer.concat([...pieces(state)]).toString('utf8'),
    async encode(state) {
      const made: Buffer[] = [];
      await inSlices(pieces(state), (piece) => made.push(piece));
      return made;
    },
  };
}
