import { num, str } from '@virtform/schema/lib/dsl';
import { byDefault, oneOf, since, sized } from '@virtform/schema/lib/facts';
import { comment, describe as describeAttribute } from '../../scripts/generator/comment.js';

it('explains an attribute by its description and the facts that are known', () => {
  const attribute = str(
    '@cache',
    'How the host caches.',
    oneOf('none', 'unsafe'),
    byDefault('none'),
    since('1.2'),
  );
  expect(describeAttribute(attribute)).toEqual([
    'How the host caches.',
    '',
    'One of: none, unsafe. Default: "none". Since libvirt 1.2.',
  ]);
});

it('tells the unit, and which attribute changes it', () => {
  expect(describeAttribute(num('memory', 'The memory.', sized('memory_unit', 'KiB')))).toContain(
    'Unit: KiB, unless `memory_unit` names another. At least 0.',
  );
});

it('says no more than there is', () => {
  expect(describeAttribute(str('@x', 'It.'))).toEqual(['It.']);
});

it('cannot be ended by what it quotes', () => {
  expect(comment(['a */ b'], '  ')).toBe('  /** a *\\/ b */');
});

it('is a line, or has lines of its own', () => {
  expect(comment(['one'], '')).toBe('/** one */');
  expect(comment(['one', '', 'two'], '')).toBe('/**\n * one\n *\n * two\n */');
});
