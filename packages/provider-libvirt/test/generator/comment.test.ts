import { attributeAt, domain, nodeInfo, type ResourceSchema } from '@virtform/schema';
import { num, str } from '@virtform/schema/lib/dsl';
import { byDefault, oneOf, since, sized } from '@virtform/schema/lib/facts';
import {
  comment,
  describe as describeAttribute,
  describeAttributes,
} from '../../scripts/generator/comment.js';

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

describe('what a change costs', () => {
  const lastLine = (schema: ResourceSchema, path: string): string | undefined => {
    const attribute = attributeAt(schema, path.split('.'));
    if (attribute === undefined) throw new Error(`no ${path}`);
    return describeAttributes(schema)(attribute).at(-1);
  };

  it('has a line of its own', () => {
    expect(describeAttribute(str('@x', 'It.', since('1.2')), 'next boot')).toEqual([
      'It.',
      '',
      'Since libvirt 1.2.',
      'Change: next boot.',
    ]);
  });

  it('is told from the place of the attribute', () => {
    expect(lastLine(domain, 'memory')).toBe(
      'Change: next boot (maximum memory is fixed while a guest runs).',
    );
    expect(lastLine(domain, 'devices.interfaces.link.state')).toBe('Change: live.');
  });

  it('of a shape that recurs is told where it is the same everywhere', () => {
    // The source of an interface changes live, that of a character device does not.
    expect(lastLine(domain, 'devices.serials.alias.name')).toContain('Change: ');
    expect(lastLine(domain, 'devices.disks.source.file.file')).toContain('depends on where it stands');
  });

  it('is not told of what the host tells', () => {
    expect(lastLine(domain, 'uuid')).not.toContain('Change');
    expect(lastLine(nodeInfo, 'cpu_model')).toBe('Model of the processors');
  });
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
