import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Coverage, describeGap, findGaps } from '../../scripts/coverage/gaps';
import { readGrammar, rootsOf } from '../../scripts/coverage/grammar';
import { placesOf } from '../../scripts/coverage/places';
import {
  type Attributes,
  flag,
  hex,
  innerXml,
  list,
  named,
  num,
  obj,
  resource,
  str,
  strings,
  variant,
  xml,
} from '../../src/dsl';
import { atLeast, between, known, oneOf } from '../../src/facts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'rng-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** How a grammar of `<thing>` and these attributes compare; further files are what it may include. */
function compare(
  grammar: string,
  attributes: Attributes,
  others: Readonly<Record<string, string>> = {},
): Coverage {
  for (const [name, text] of Object.entries({ ...others, main: grammar })) {
    writeFileSync(path.join(folder, `${name}.rng`), `<grammar>${text}</grammar>`);
  }
  const about = { description: 'A thing', root: 'thing', computed: [] };
  const schema = resource('thing', about, () => attributes);
  const roots = rootsOf(readGrammar(path.join(folder, 'main.rng')));
  return findGaps('thing', roots.get('thing') ?? [], placesOf(schema));
}

/** What the grammar lets stand and the attributes do not say. */
const gapsOf = (...what: Parameters<typeof compare>): readonly string[] =>
  compare(...what).gaps.map(describeGap);

/** What the attributes let stand and the grammar does not. */
const excessOf = (...what: Parameters<typeof compare>): readonly string[] =>
  compare(...what).excess.map(describeGap);

const start = (content: string): string => `<start><element name="thing">${content}</element></start>`;

test.each<[string, string, Attributes, readonly string[]]>([
  [
    'an attribute',
    '<optional><attribute name="size"/><attribute name="kind"/></optional>',
    { size: num('@size', 'Size') },
    ['thing@kind'],
  ],
  [
    'an element, with all that is in it',
    '<element name="part"><attribute name="size"/></element>',
    {},
    ['thing/part'],
  ],
  [
    'something within an element',
    '<element name="part"><attribute name="size"/><element name="deep"><text/></element></element>',
    { part: obj('part', 'Part', () => ({ size: num('@size', 'Size') })) },
    ['thing/part/deep'],
  ],
  [
    'a text',
    '<element name="part"><data type="string"/></element>',
    { part: flag('part', 'Part') },
    ['thing/part#text'],
  ],
  [
    'a value',
    '<attribute name="kind"><choice><value>a</value><value>b</value></choice></attribute>',
    { kind: str('@kind', 'Kind', oneOf('a')) },
    ['thing@kind = b'],
  ],
  [
    'a value that is written as a pattern',
    '<attribute name="kind"><data type="string"><param name="pattern">(a|b)</param></data></attribute>',
    { kind: str('@kind', 'Kind', oneOf('b')) },
    ['thing@kind = a'],
  ],
  [
    'a branch',
    '<choice><group><attribute name="type"><value>a</value></attribute></group><group><attribute name="type"><value>b</value></attribute></group></choice>',
    { a: variant('@type=a', 'A', () => ({})) },
    ['thing@type = b'],
  ],
  [
    'what elements of one list say under one of their names',
    '<element name="a"><attribute name="x"/></element><element name="b"><attribute name="x"/></element>',
    {
      parts: list('a|b', 'Parts', () => ({
        a: named('a', 'A', () => ({ x: str('@x', 'X') })),
        b: named('b', 'B', () => ({})),
      })),
    },
    ['thing/b@x'],
  ],
  [
    'numbers beyond a range',
    '<attribute name="size"><data type="unsignedShort"/></attribute>',
    { size: num('@size', 'Size', between(1, 1000)) },
    ['thing@size = 0 | 1001…65535'],
  ],
  [
    'a number that is written in hexadecimal',
    '<attribute name="id"><data type="string"><param name="pattern">0x[0-9a-f]{1,2}</param></data></attribute>',
    { id: hex(1, '@id', 'Id', between(0, 0xf)) },
    ['thing@id = 16…255'],
  ],
])('%s is missed', (_what, content, attributes, expected) => {
  expect(gapsOf(start(content), attributes)).toEqual(expected);
});

test.each<[string, string, Attributes]>([
  [
    'values beyond a list that is open',
    '<attribute name="kind"><value>b</value></attribute>',
    { kind: str('@kind', 'Kind', known('a')) },
  ],
  [
    'what is kept as XML',
    '<element name="part"><element name="any"/></element>',
    { part: innerXml('part', 'Part') },
  ],
  [
    'an element that is kept as XML',
    '<element name="part"><attribute name="id"/><element name="any"/></element>',
    { part: xml('part', 'Part') },
  ],
  ['what may be nowhere', '<element name="status"><notAllowed/></element>', {}],
  ['a list of texts', '<element name="name"><text/></element>', { names: strings('name', 'Names') }],
  [
    'an element under one of several names',
    '<element><choice><name>one</name><name>other</name></choice><attribute name="id"/></element>',
    Object.fromEntries(
      ['one', 'other'].map((name) => [name, obj(name, 'Part', () => ({ id: str('@id', 'Id') }))]),
    ),
  ],
])('%s is not', (_what, content, attributes) => {
  expect(gapsOf(start(content), attributes)).toEqual([]);
});

test.each<[string, string, Attributes, readonly string[]]>([
  [
    'a value',
    '<attribute name="kind"><choice><value>a</value><value>b</value></choice></attribute>',
    { kind: str('@kind', 'Kind', known('a', 'c')) },
    ['thing@kind = c'],
  ],
  [
    'a value that breaks a pattern',
    '<attribute name="kind"><data type="string"><param name="pattern">[a-z]+|$[A-Z]+</param></data></attribute>',
    { kind: str('@kind', 'Kind', oneOf('a', '$A', 'A')) },
    ['thing@kind = A'],
  ],
  [
    'numbers past the limits of a type, and within a range of its own',
    '<attribute name="size"><data type="int"><param name="minInclusive">10</param><param name="maxInclusive">20</param></data></attribute>',
    { size: num('@size', 'Size', atLeast(0)) },
    ['thing@size = 0…9 | 21…9223372036854775807'],
  ],
])('%s is known to be taken by ours alone', (_what, content, attributes, expected) => {
  expect(excessOf(start(content), attributes)).toEqual(expected);
});

test.each<[string, string, Attributes]>([
  ['a text of any kind', '<attribute name="kind"/>', { kind: str('@kind', 'Kind', known('a')) }],
  [
    'one of several branches',
    '<choice><attribute name="size"><data type="unsignedInt"/></attribute><attribute name="size"><value>-1</value></attribute></choice>',
    { size: num('@size', 'Size', between(-1, 0xffffffff)) },
  ],
  [
    'what is refused anyway',
    '<attribute name="type"><value>a</value></attribute>',
    {
      a: variant('@type=a', 'A', () => ({})),
      b: variant('@type=b', 'B', () => ({}), { refused: 'Not here.' }),
    },
  ],
])('%s is not', (_what, content, attributes) => {
  expect(excessOf(start(content), attributes)).toEqual([]);
});

test('parts that have names are looked up, also where they refer to themselves', () => {
  const grammar =
    '<define name="part"><element name="part"><attribute name="id"/><ref name="part"/></element></define>' +
    start('<ref name="part"/>');
  const parts = list('part', 'Parts', () => ({ id: str('@id', 'Id') }));
  expect(gapsOf(grammar, { parts })).toEqual([]);
});

test('what stands inside an include replaces what is included', () => {
  const others = {
    base: '<define name="a"><attribute name="old"/></define><define name="b"><attribute name="kept"/></define>',
  };
  const include = '<include href="base.rng"><define name="a"><attribute name="new"/></define></include>';
  expect(gapsOf(include + start('<ref name="a"/><ref name="b"/>'), {}, others)).toEqual([
    'thing@new',
    'thing@kept',
  ]);
});

test('a namespace counts for what is written inside its element', () => {
  const commandline =
    '<element name="commandline" ns="http://libvirt.org/schemas/domain/qemu/1.0"><element name="arg"><text/></element></element>';
  expect(gapsOf(start(commandline), {})).toEqual(['thing/qemu:commandline']);
  const attributes = {
    commandline: obj('qemu:commandline', 'Arguments', () => ({ args: strings('qemu:arg', 'Arguments') })),
  };
  expect(gapsOf(start(commandline), attributes)).toEqual([]);
});
