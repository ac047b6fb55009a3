import { fillNulls, type ResourceSchema } from '@virtform/schema';
import type { NullFillers } from './codec.js';

/**
 * The nulls of resources whose schemas are known.
 *
 * @param schemaOf of a managed resource by its type; undefined for a type that is not ours
 */
export function nullFillersOf(schemaOf: (type: string) => ResourceSchema | undefined): NullFillers {
  return ({ mode, type }) => {
    const schema = mode === 'managed' ? schemaOf(type) : undefined;
    return schema === undefined ? undefined : (attributes) => fillNulls(schema, attributes);
  };
}
