import type { Json } from '@virtform/values';
import { Workbench } from '../support/workbench.js';

// What Terraform 1.11.4 says of each was recorded from it; the words are ours.
describe('validate tells of count and for_each what is wrong whatever they will be', () => {
  const variables = {
    token: { ephemeral: true, default: '1' },
    secret: { sensitive: true, default: 'a' },
    open: {},
  };
  test.each<[string, Readonly<Record<string, Json>>, string | undefined]>([
    ['an ephemeral count', { count: '${var.token}' }, 'The value is ephemeral'],
    ['a sensitive count', { count: '${length(var.secret)}' }, undefined],
    ['an ephemeral set', { for_each: '${toset([var.token])}' }, 'The value is ephemeral'],
    ['a sensitive set', { for_each: '${toset([var.secret])}' }, 'The value is sensitive'],
    ['a map of what is ephemeral', { for_each: { a: '${var.token}' } }, undefined],
    ['a map of what is sensitive', { for_each: { a: '${var.secret}' } }, undefined],
    ['a count that is not known yet', { count: '${var.open}' }, undefined],
    ['a set that is not known yet', { for_each: '${toset([var.open])}' }, undefined],
    ['a count that is no number', { count: 'x' }, 'The value is no number'],
    ['a count below zero', { count: -1 }, 'The value is -1'],
    ['a count of null', { count: null }, 'The value is null'],
    ['a list', { for_each: ['a'] }, 'The value is a list'],
    ['a set of numbers', { for_each: '${toset([1])}' }, 'one of its elements is no string'],
    ['a null in place of a map', { for_each: null }, 'The value is null'],
    ['a call that is wrong', { count: '${upper(1, 2)}' }, 'Function "upper" takes'],
  ])('%s', async (_, repetition, why) => {
    const bench = new Workbench();
    bench.write({ a: { name: 'one', ...repetition } }, { variable: variables });
    const found = await bench.unit().validate();
    expect(found.map(({ detail = '' }) => detail)).toEqual(
      why === undefined ? [] : [expect.stringContaining(why)],
    );
  });

  test('of data sources and of module calls, too', async () => {
    const bench = new Workbench();
    bench.disk.put('/work/m/main.tf', '');
    bench.write(
      {},
      {
        variable: variables,
        data: { memory_lookup: { d: { name: 'one', count: '${var.token}' } } },
        module: {
          counted: { source: './m', count: '${var.token}' },
          keyed: { source: './m', for_each: '${toset([var.secret])}' },
          open: { source: './m', count: '${var.open}' },
        },
      },
    );
    const found = await bench.unit().validate();
    expect(found.map(({ address }) => address).sort()).toEqual([
      'data.memory_lookup.d',
      'module.counted',
      'module.keyed',
    ]);
  });
});
