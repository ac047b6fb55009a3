import { TerraformStack, Testing, TerraformVariable } from 'cdktf';
import { literal } from '../src/text.js';

it.each([
  ['plain text', 'plain text'],
  ['a ${b} c', 'a $${b} c'],
  ['%{ if true }x%{ endif }', '%%{ if true }x%%{ endif }'],
  ['$ { % {', '$ { % {'],
  ['$${a}', '$$${a}'],
])('%s is written as %s', (text, expected) => {
  expect(literal(text)).toBe(expected);
});

it('leaves references alone', () => {
  const name = new TerraformVariable(new TerraformStack(Testing.app(), 'stack'), 'name', {}).stringValue;
  expect(literal(`${name}: \${HOME}`)).toBe(`${name}: $\${HOME}`);
});
