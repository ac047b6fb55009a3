import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ValueObject } from '@virtform/values';
import * as fc from 'fast-check';
import {
  applyEdits,
  conform,
  decode,
  diff,
  documents,
  encode,
  resources,
  type ResourceSchema,
} from '../../src/index';
import { parseXml, writeXml, XmlError } from '../../src/xml/index';
import { domains } from '../samples/domains';
import { checkpoints, snapshots } from '../samples/moments';
import { networks } from '../samples/networks';
import { nwfilters } from '../samples/nwfilters';
import { pools } from '../samples/pools';
import { secrets } from '../samples/secrets';
import { volumes } from '../samples/volumes';
import { damaged, rebuilt } from './mutate';

/** How often, and from which seed where it is always the same. */
type Options = Pick<fc.Parameters<[string]>, 'numRuns' | 'seed'>;

type Samples = Readonly<Record<string, ValueObject>>;

/** What a daemon said of its objects, stored and running. */
const told = (type: string): readonly string[] => {
  const folder = path.join(__dirname, '../../../engine/test/kinds/fixtures');
  return readdirSync(folder)
    .filter((name) => `libvirt_${/^\w+/.exec(name)?.[0] ?? ''}` === type)
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
};

/** Documents of every kind. */
export const kinds = (
  [
    [resources.libvirt_domain, domains],
    [resources.libvirt_network, networks],
    [resources.libvirt_pool, pools],
    [resources.libvirt_volume, volumes],
    [documents.secret, secrets],
    [documents.nwfilter, nwfilters],
    [documents.snapshot, snapshots],
    [documents.checkpoint, checkpoints],
  ] satisfies readonly (readonly [ResourceSchema, Samples])[]
).map(([schema, samples]) => ({
  type: schema.type,
  schema,
  texts: [
    ...Object.values(samples).map((value) => writeXml(encode(schema, { name: 'x', ...value }))),
    ...told(schema.type),
  ],
}));

/** Damages documents again and again: each is an error with its reason, or a value. */
export function expectErrorOrValue(texts: readonly string[], schema: ResourceSchema, options: Options): void {
  const damagedText = fc.constantFrom(...texts).chain(damaged);
  fc.assert(
    fc.property(damagedText, (text) => {
      try {
        decode(schema, parseXml(text));
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError);
      }
    }),
    options,
  );
}

/**
 * Rebuilds documents again and again: each has a value, which is judged without fail and is what comes back from its XML; and
 * an edit of nothing leaves it as it is.
 */
export function expectValue(texts: readonly string[], schema: ResourceSchema, options: Options): void {
  const rebuiltText = fc.constantFrom(...texts).chain(rebuilt);
  fc.assert(
    fc.property(rebuiltText, (text) => {
      const document = parseXml(text);
      expect(writeXml(applyEdits(schema, document, []))).toBe(writeXml(document));
      const value = decode(schema, document);
      conform(schema, value);
      expect(diff(schema, value, value)).toEqual([]);
      const again = parseXml(writeXml(encode(schema, value)));
      expect(diff(schema, decode(schema, again), value)).toEqual([]);
    }),
    options,
  );
}
