import type { Value } from '@virtform/values';
import type { Expansion, Scope } from './configuration.js';
import { unknownOf } from './language/types.js';

/** The scope of one instance: adds `each`, `count` and, where it is given, `self`. */
export function instanceScope(scope: Scope, expansion: Expansion, self?: Value): Scope {
  const { key, eachValue, anyKey } = expansion;
  return {
    module: scope.module,
    surroundings: scope.surroundings,
    lookup(reference) {
      switch (reference.to) {
        case 'each':
          if (typeof key !== 'string') return undefined;
          if (reference.name === 'value') return eachValue;
          return anyKey === true ? unknownOf('string') : key;
        case 'count':
          if (typeof key !== 'number') return undefined;
          return anyKey === true ? unknownOf('number') : key;
        case 'self':
          return self;
        default:
          return scope.lookup(reference);
      }
    },
    names: (to) => scope.names(to),
  };
}
