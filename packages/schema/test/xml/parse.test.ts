import {
  element,
  parseXml,
  parseXmlFragment,
  writeXml,
  writeXmlFragment,
  XmlError,
} from '../../src/xml/index';

const plainOf = (text: string) => writeXml(parseXml(text));

describe('what is read', () => {
  test('elements, attributes in their order, text, references and CDATA', () => {
    const root = parseXml(`<?xml version='1.0'?><a z="1" b='&lt;&#10;x'>t &amp; <![CDATA[<c>]]></a>`);
    expect([...root.attributes]).toEqual([
      ['z', '1'],
      ['b', '<\nx'],
    ]);
    expect(root.children).toEqual(['t & <c>']);
  });

  test('where each element began', () => {
    const root = parseXml('<a>\n  <b/>\n</a>');
    expect(root.position).toEqual({ line: 1, column: 1 });
    expect(root.children[0]).toMatchObject({ position: { line: 2, column: 3 } });
  });

  test('layout between elements and comments are dropped, text with white space is not', () => {
    expect(plainOf('<a>\n\n  <b> x </b><!-- c -->\n</a>')).toBe('<a>\n  <b> x </b>\n</a>\n');
    expect(parseXml('<a>  </a>').children).toEqual(['  ']);
  });

  test('foreign elements are kept to the letter', () => {
    const foreign = "<metadata><x:a xmlns:x='urn:x'>\n   <x:b/>  mixed <x:c/>\n</x:a></metadata>";
    expect(plainOf(foreign)).toContain("<x:a xmlns:x='urn:x'>\n   <x:b/>  mixed <x:c/>\n</x:a>");
    expect(writeXmlFragment(parseXmlFragment("<n xmlns='urn:n'> <m/> </n>"))).toBe(
      "<n xmlns='urn:n'> <m/> </n>",
    );
  });
});

describe('comments and processing instructions', () => {
  const inside = (text: string) => `<metadata><x:a xmlns:x='urn:x'>${text}</x:a></metadata>`;

  test.each([
    ['a comment', '<!-- by hand: <b> & "c" -->'],
    ['an empty comment', '<!---->'],
    ['a comment of many lines', '<!--\n  one - two\n-->'],
    ['a processing instruction', '<?php echo 1 ? "a" : "b"; ?>'],
    ['one without words', '<?page-break?>'],
    ['both among text and elements', 'a<!-- b -->c<x:d/>\n<?e f?> <!-- g --><x:h><!-- i --></x:h>'],
  ])('%s stays where it is inside a foreign element', (_what, text) => {
    expect(plainOf(inside(text))).toContain(inside(text).slice('<metadata>'.length, -'</metadata>'.length));
    expect(writeXmlFragment(parseXmlFragment(`<n xmlns='urn:n'>${text.replaceAll('x:', '')}</n>`))).toBe(
      `<n xmlns='urn:n'>${text.replaceAll('x:', '')}</n>`,
    );
  });

  test('libvirt drops comments everywhere else, and so is done here', () => {
    expect(plainOf('<a><!-- b --><metadata><!-- c --></metadata></a>')).toBe('<a>\n  <metadata/>\n</a>\n');
  });

  test('CDATA becomes the text that it is', () => {
    expect(plainOf(inside('<![CDATA[<b>]]>'))).toContain('&lt;b&gt;');
  });

  test('none that is built can leave its place', () => {
    const holding = (markup: string) => element('a', {}, [{ markup }]);
    for (const markup of [
      '<b/>',
      '<!-- a --><b/>',
      '<!-- a -- b -->',
      '<?a?><b?>',
      '<?xml version="1.0"?>',
      '<!--\u0000-->',
    ])
      expect(() => writeXml(holding(markup))).toThrow('cannot be written');
  });
});

describe('what is refused, and where', () => {
  test.each([
    ['a document type', '<!DOCTYPE a><a/>', 'DOCTYPE'],
    [
      'entities that grow',
      '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>',
      'DOCTYPE',
    ],
    ['an entity of its own', '<a>&x;</a>', 'line 1, column 7'],
    ['a processing instruction', '<a><?php x?></a>', 'processing instruction'],
    ['an element that is not closed', '<a>\n<b></a>', 'line 2'],
    ['two roots', '<a/><b/>', 'root'],
    ['nothing', '', 'root'],
    ['text beside the root', 'x<a/>', 'outside of root'],
    ['an attribute twice', "<a b='1' b='2'/>", 'duplicate attribute'],
    ['a control character', '<a>\n\u0007</a>', 'U+0007 (line 2, column 1)'],
    ['a reference to one', '<a>&#7;</a>', 'line 1'],
    ['one that XML 1.1 would take', '<?xml version="1.1"?><a>&#7;</a>', 'line 1'],
    ['half of a surrogate pair', '<a>\ud800x</a>', 'U+D800 (line 1, column 4)'],
  ])('%s', (_what, text, message) => {
    const read = () => parseXml(text);
    expect(read).toThrow(XmlError);
    expect(read).toThrow(message);
  });

  test('elements that lie too deep', () => {
    const deep = `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`;
    expect(() => parseXml(deep)).toThrow('more than 256 deep');
    expect(parseXml(deep, { length: 10_000, depth: 300 }).name).toBe('a');
  });

  test('a document beyond what libvirt sends', () => {
    expect(() => parseXml(`<a b='${'x'.repeat(10 * 1024 * 1024)}'/>`)).toThrow('characters');
  });
});

describe('what is written', () => {
  test('two spaces a level, single quotes, text inline', () => {
    const tree = element('disk', { type: 'file', device: undefined }, [
      element('source', { file: '/a' }),
      element('serial', {}, ['x']),
    ]);
    expect(writeXml(tree)).toBe("<disk type='file'>\n  <source file='/a'/>\n  <serial>x</serial>\n</disk>\n");
  });

  test('every character that XML can carry comes back', () => {
    const text = 'a\n\t\r\u0085"\'<>&]]>€𝒳\ufffd';
    const tree = element('a', { b: text }, [text]);
    const back = parseXml(writeXml(tree));
    expect(back.attributes.get('b')).toBe(text);
    expect(back.children).toEqual([text]);
  });

  test.each([
    ['a control character', 'a\u0000'],
    ['half of a surrogate pair', 'a\udc00b'],
    ['U+FFFE', '\ufffe'],
  ])('%s is refused', (_what, text) => {
    expect(() => writeXml(element('a', { b: text }))).toThrow('XML cannot carry');
    expect(() => writeXml(element('a', {}, [text]))).toThrow(XmlError);
  });

  test.each(["a b='1'", 'a>', '1', '', 'a/b'])('no name can leave its tag: %j', (name) => {
    expect(() => writeXml(element(name))).toThrow('cannot be the name');
  });
});
