import type { InstancesAsRead, NullFillers, StateCodec } from './codec.js';
import { parseState } from './parse.js';
import { createPrinter } from './print.js';
import { inSlices } from './slices.js';

/** The codec of Terraform's state, version 4. */
export function stateCodec(nullFillers: NullFillers): StateCodec {
  const asRead: InstancesAsRead = new WeakMap();
  const pieces = createPrinter(nullFillers, asRead);
  return {
    parse: (text, place) => parseState(text, place, nullFillers, asRead),
    print: (state) => Buffer.concat([...pieces(state)]).toString('utf8'),
    async encode(state) {
      const made: Buffer[] = [];
      await inSlices(pieces(state), (piece) => made.push(piece));
      return made;
    },
  };
}
