import * as fc from 'fast-check';
import { findUnwritable, XML_LIMITS, XmlError, type XmlNode } from '../../src/xml/index';
import { scanPlain } from '../../src/xml/scan';
import { parseStrictly } from '../../src/xml/strict';
import { damaged, rebuilt } from './mutate';
import { kinds } from './mutations';

const scanned = (text: string) => scanPlain(text, XML_LIMITS);

/** What the strict parser makes of it; undefined where it refuses it. */
function strict(text: string): readonly XmlNode[] | undefined {
  try {
    return parseStrictly(text, XML_LIMITS, false);
  } catch (error) {
    expect(error).toBeInstanceOf(XmlError);
    return undefined;
  }
}

/** The scanner says nothing, or the same as the strict parser, to the position. */
function expectNoOther(text: string): void {
  const found = scanned(text);
  if (found !== undefined) expect([found]).toEqual(strict(text));
}

describe.each(kinds)('of a document of type $type', ({ texts }) => {
  test('what libvirt says, and what we write, is read as the strict parser reads it', () => {
    for (const text of texts.filter((text) => !/<!--|[\ud800-\udfff]/.test(text))) {
      expect(scanned(text)).toBeDefined();
      expectNoOther(text);
    }
  });

  test.each([
    ['damaged', damaged],
    ['rebuilt', rebuilt],
  ])('what is %s is never read in another way', (_how, change) => {
    fc.assert(
      fc.property(fc.constantFrom(...texts).chain(change), (text) => {
        if (findUnwritable(text) === undefined) expectNoOther(text);
      }),
      { numRuns: 200, seed: 20261129 },
    );
  });
});

test.each([
  ['white space around the root', '\n <a/>\n'],
  ['references', `<a b='&lt;&amp;&gt;&apos;&quot;'>&lt;x&gt; &amp;amp;</a>`],
  ['both quotes', `<a b="c'd" e='f"g'/>`],
  ['text beside elements', '<a> t <b/> u\n</a>'],
  ['an element that holds white space only', '<a><b>  </b></a>'],
  [
    'what is foreign',
    "<d xmlns:q='urn:q'><metadata><x:a xmlns:x='urn:x'>\n <b/> </x:a></metadata>\n<q:c/></d>",
  ],
  ['a namespace on the way', "<a>\n<b xmlns='urn:b'> <c/> </b>\n</a>"],
])('%s is read', (_what, text) => {
  expect(scanned(text)).toBeDefined();
  expectNoOther(text);
});

test.each([
  ['a comment', '<a><!-- b --></a>'],
  ['CDATA', '<a><![CDATA[b]]></a>'],
  ['a declaration', "<?xml version='1.0'?><a/>"],
  ['a DOCTYPE', '<!DOCTYPE a><a/>'],
  ['a character that is two in a string', '<a>\u{1f427}<b/></a>'],
  ['a quote without its like', `<a b="c'/>`],
  ['a blank before the end of a tag', '<a ></a >'],
  ['a line break in an attribute', "<a b='c\nd'/>"],
  ['a line break of another system', '<a>\r\n</a>'],
  ['a reference by number', '<a>&#10;</a>'],
  ['a reference of its own', '<a>&b;</a>'],
  ['a reference without an end', '<a>b & c</a>'],
  ['the end of CDATA', '<a>]]></a>'],
  ['an attribute twice', "<a b='c' b='d'/>"],
  ['an element that another ends', '<a><b></a></b>'],
  ['one that does not end', '<a><b></b>'],
  ['a second root', '<a/><b/>'],
  ['text beside the root', '<a/>b'],
  ['a space of another alphabet beside the root', '\u00a0<a/>'],
  ['nothing', ''],
  ['an end without a beginning', '</a>'],
  ['a name of another alphabet', '<ä/>'],
  ['more depth than is read', '<a>'.repeat(257) + '</a>'.repeat(257)],
])('%s is left to the strict parser', (_what, text) => {
  expect(scanned(text)).toBeUndefined();
});
