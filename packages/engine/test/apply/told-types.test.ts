import type { JsonObject } from '@virtform/values';
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

/** The same as a program says it, with the type that functions give it. */
const converted = '${{ list = tolist(["a"]), map = tomap({ a = 1 }) }}';

async function applied(x: JsonObject, output: JsonObject) {
  const bench = new Workbench();
  bench.disk.put(STATE, stateText());
  bench.write({}, { resource: { terraform_data: { x } }, output });
  const { plan, result } = await bench.apply();
  expect(result.diagnostics).toEqual([]);
  const state: unknown = JSON.parse(bench.disk.get(STATE)?.toString('utf8') ?? '');
  return { plan, state };
}

test('the types that functions give values are those that the state tells', async () => {
  const { plan, state } = await applied(
    { input: 'after', triggers_replace: converted },
    { same: { value: converted }, other: { value: '${tolist(["b"])}' } },
  );
  expect(plan.nodes).toMatchObject([{ action: 'update' }]);
  expect(state).toMatchObject({
    outputs: { same: typed, other: { value: ['b'], type: ['list', 'string'] } },
    resources: [{ instances: [{ attributes: { triggers_replace: typed, input: { value: 'after' } } }] }],
  });
});

test('a tuple is another value than the list that was there, as for Terraform', async () => {
  const { plan, state } = await applied(
    { input: 'before', triggers_replace: value },
    { same: { value: ['a'] }, other: { value } },
  );
  expect(plan.nodes).toMatchObject([{ action: 'replace' }]);
  expect(state).toMatchObject({
    outputs: { same: { type: ['tuple', ['string']] } },
    resources: [
      {
        instances: [
          {
            attributes: {
              triggers_replace: {
                type: ['object', { list: ['tuple', ['string']], map: ['object', { a: 'number' }] }],
              },
            },
          },
        ],
      },
    ],
  });
});
