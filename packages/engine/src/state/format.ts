import type { InstancesAsRead, NullFillers, StateCodec } from './codec.js';
import { parseState } from './parse.js';
import { createPrinter } from './print.js';

/** The codec of Terraform's state, version 4. */
export function stateCodec(nullFillers: NullFillers): StateCodec {
  const asRead: InstancesAsRead = new WeakMap();
  return {
    parse: (text, place) => parseState(text, place, nullFillers, asRead),
    print: createPrinter(nullFillers, asRead),
  };
}
