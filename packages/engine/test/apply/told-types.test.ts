import { Workbench } from '../support/workbench.js';

const STATE = '/work/terraform.tfstate';

/** As Terraform writes what `tolist` and `tomap` made. */
const types = ['object', { list: ['list', 'string'], map: ['map', 'number'] }];
const value = { list: ['a'], map: { a: 1 } };
const typed = { value, type: types };

function stateText(): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '0c7e1f5e-4b57-4a5d-9c0e-5a5d8c1b2f3a',
    outputs: { same: typed, other: typed },
    resources: [
      {
        mode: 'managed',
        type: 'terraform_data',
        name: 'x',
        provider: 'provider["terraform.io/builtin/terraform"]',
        instances: [
          {
            schema_version: 0,
            attributes: {
              id: '1d0f6f6a-95a4-4f0f-8a54-5a2b0b6a0c11',
              input: { value: 'before', type: 'string' },
              output: { value: 'before', type: 'string' },
              triggers_replace: typed,
            },
            sensitive_attributes: [],
          },
        ],
      },
    ],
    check_results: null,
  });
}

test('types that a state told stay with the values that do not change', async () => {
  const bench = new Workbench();
  bench.disk.put(STATE, stateText());
  bench.write(
    {},
    {
      resource: { terraform_data: { x: { input: 'after', triggers_replace: value } } },
      output: { same: { value }, other: { value: { list: ['b'], map: { a: 1 } } } },
    },
  );
  const { plan, result } = await bench.apply();
  expect(plan.nodes).toMatchObject([{ action: 'update' }]);
  expect(result.diagnostics).toEqual([]);
  const state: unknown = JSON.parse(bench.disk.get(STATE)?.toString('utf8') ?? '');
  expect(state).toMatchObject({
    outputs: {
      same: { value, type: types },
      other: { value: { list: ['b'] }, type: ['object', { list: ['tuple', ['string']] }] },
    },
    resources: [{ instances: [{ attributes: { triggers_replace: typed, input: { value: 'after' } } }] }],
  });
});
