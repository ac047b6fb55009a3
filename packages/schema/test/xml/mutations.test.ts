import * as fc from 'fast-check';
import { decode, encode, resources } from '../../src/index';
import { parseXml, writeXml, XmlError } from '../../src/xml/index';
import { domains } from '../samples/domains';

const documents = Object.values(domains).map((value) =>
  writeXml(encode(resources.libvirt_domain, { ...value, name: 'x' })),
);

/** A document with a few characters taken out, doubled or replaced. */
const damaged = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.constantFrom('', '<', '>', '&', "'", '"', '/', '<!', '<?', ']]>', '\u0000', 'ü', '&#x0;'),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([document, edits]) =>
    edits.reduce((text, [place, length, insert]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + insert + text.slice(at + length);
    }, document),
  );

test('a damaged document is an error with its reason, or a value', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      try {
        decode(resources.libvirt_domain, parseXml(text));
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError);
      }
    }),
    { numRuns: 400, seed: 20240503 },
  );
});
