import { formatReference } from '../../src/config/language/references';
import { referencesOf } from '../../src/config';
import { configurationOf, loaded } from './given';

const assert = { condition: '${var.size > 1}', error_message: 'Too small.' };
const variable = { size: { default: 2 } };

it.each([
  ['in JSON', { variable, check: { size: { assert: [assert, assert] } } }],
  [
    'in HCL',
    {
      'main.tf': `
        variable "size" { default = 2 }
        check "size" {
          assert {
            condition     = var.size > 1
            error_message = "Too small."
          }
          assert {
            condition     = var.size > 1
            error_message = "Too small."
          }
        }`,
    },
  ],
])('a check has assertions, %s', async (_, files) => {
  const { checks } = await configurationOf(files);
  expect([...checks.keys()]).toEqual(['size']);
  const asserts = checks.get('size')?.asserts ?? [];
  expect(asserts.map(({ condition }) => referencesOf(condition).map(formatReference))).toEqual([
    ['var.size'],
    ['var.size'],
  ]);
});

// As Terraform 1.11.4 refuses them.
it.each([
  ['without assertions', { check: { c: {} } }, ['Zero assert blocks']],
  [
    'with an assertion that refers to nothing',
    { check: { c: { assert: { condition: true, error_message: 'x' } } } },
    ['Invalid assert expression'],
  ],
  [
    'with an assertion without a message',
    { variable, check: { c: { assert: { condition: '${var.size > 1}' } } } },
    ['Missing required argument'],
  ],
  [
    'with what does not belong there',
    { variable, check: { c: { assert, foo: 1 } } },
    ['Unsupported argument'],
  ],
  [
    'about what is not declared',
    { check: { c: { assert: { condition: '${var.size > 1}', error_message: 'x' } } } },
    ['Reference to undeclared input variable'],
  ],
  [
    'with a data source of its own, for now',
    { variable, check: { c: { assert, data: { libvirt_node_info: { here: {} } } } } },
    ['A data source in a check is not supported'],
  ],
  [
    'with two data sources',
    { variable, check: { c: { assert, data: { libvirt_node_info: { here: {}, there: {} } } } } },
    ['Multiple data resource blocks', 'A data source in a check is not supported'],
  ],
])('a check %s is refused', async (_, files, summaries) => {
  const { diagnostics } = await loaded(files);
  expect(diagnostics.map(({ summary }) => summary)).toEqual(summaries);
  expect(diagnostics.every(({ address }) => address === 'check.c')).toBe(true);
});

it('the data source of a check is read all the same', async () => {
  const { configuration } = await loaded({
    variable,
    check: { c: { assert, data: { libvirt_node_info: { here: { provider: 'libvirt.east' } } } } },
  });
  expect(configuration?.checks.get('c')?.data).toMatchObject({
    address: { mode: 'data', type: 'libvirt_node_info', name: 'here' },
    provider: { name: 'libvirt', alias: 'east' },
  });
});

it('two checks of one name are refused', async () => {
  const text = 'check "c" {\n assert {\n condition = path.cwd != ""\n error_message = "x"\n }\n}\n';
  const { diagnostics } = await loaded({ 'main.tf': text + text });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['Duplicate check "c" configuration']);
});
