import type { JsonObject } from '@virtform/values';
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
    'with a data source that is repeated',
    { variable, check: { c: { assert, data: { libvirt_node_info: { here: { count: 2 } } } } } },
    ['Invalid "count" in the data source of a check'],
  ],
  [
    'with a data source that has conditions of its own',
    {
      variable,
      check: {
        c: { assert, data: { libvirt_node_info: { here: { lifecycle: { postcondition: assert } } } } },
      },
    },
    ['Invalid "lifecycle" in the data source of a check'],
  ],
  [
    'with two data sources',
    { variable, check: { c: { assert, data: { libvirt_node_info: { here: {}, there: {} } } } } },
    ['Multiple data resource blocks'],
  ],
])('a check %s is refused', async (_, files, summaries) => {
  const { diagnostics } = await loaded(files);
  expect(diagnostics.map(({ summary }) => summary)).toEqual(summaries);
  expect(diagnostics.every(({ address }) => address === 'check.c')).toBe(true);
});

it.each<[where: string, more: JsonObject, from: string]>([
  ['an output', { output: { o: { value: '${data.libvirt_node_info.here.cpus}' } } }, 'output.o'],
  [
    'another check',
    {
      check: {
        c: { assert, data: { libvirt_node_info: { here: {} } } },
        d: { assert: { condition: '${data.libvirt_node_info.here.cpus > 1}', error_message: 'x' } },
      },
    },
    'check.d',
  ],
])('the data source of a check is nothing for %s', async (_, more, address) => {
  const check = { c: { assert, data: { libvirt_node_info: { here: {} } } } };
  const { diagnostics } = await loaded({ variable, check, ...more });
  expect(diagnostics).toMatchObject([{ summary: 'Reference to scoped resource', address }]);
});

it('the data source of a check is a resource that knows its check', async () => {
  const { configuration } = await loaded({
    variable,
    check: { c: { assert, data: { libvirt_node_info: { here: { provider: 'libvirt.east' } } } } },
  });
  expect(configuration?.resources.get('data.libvirt_node_info.here')).toMatchObject({
    check: 'c',
    address: { mode: 'data', type: 'libvirt_node_info', name: 'here' },
    provider: { name: 'libvirt', alias: 'east' },
  });
});

it('two checks of one name are refused', async () => {
  const text = 'check "c" {\n assert {\n condition = path.cwd != ""\n error_message = "x"\n }\n}\n';
  const { diagnostics } = await loaded({ 'main.tf': text + text });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['Duplicate check "c" configuration']);
});
