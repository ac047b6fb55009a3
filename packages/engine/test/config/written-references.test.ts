import { isConstant, writtenReferences } from '../../src/config/index.js';
import type { Expression } from '../../src/config/index.js';
import { parseExpression } from '../../src/config/language/parser.js';
import { SourceText } from '../../src/config/language/source.js';

const parsed = (text: string): Expression =>
  parseExpression(text, { source: new SourceText('test', text) }).expression;

// As Terraform's JSON of a plan tells them: each reference with those that it leads through, longest first.
test.each<[expression: string, references: readonly string[]]>([
  ['1', []],
  ['var.a', ['var.a']],
  ['var.a + var.a', ['var.a', 'var.a']],
  [
    'libvirt_domain.web[0].name',
    ['libvirt_domain.web[0].name', 'libvirt_domain.web[0]', 'libvirt_domain.web'],
  ],
  ['libvirt_domain.web["a"]', ['libvirt_domain.web["a"]', 'libvirt_domain.web']],
  ['libvirt_domain.web[count.index].name', ['libvirt_domain.web', 'count.index']],
  ['libvirt_domain.web[*].name', ['libvirt_domain.web']],
  ['[for x in var.list.here : x.name]', ['var.list.here', 'var.list']],
  ['"${each.key}-${local.b}"', ['each.key', 'local.b']],
])('%s is told as %j', (text, references) => {
  expect(writtenReferences(parsed(text))).toEqual(references);
});

test.each<[expression: string, constant: boolean]>([
  ['[1, -2, "a${true}"]', true],
  ['[for x in [1] : x]', true],
  ['var.a', false],
  ['toset(["a"])', false],
])('%s is a constant: %j', (text, constant) => {
  expect(isConstant(parsed(text))).toBe(constant);
});
