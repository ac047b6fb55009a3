import { SetValue, typed, UNKNOWN, Unknown } from '@virtform/values';
import type { Attributes, ProposalRequest } from '../../../src/kinds/kind.js';
import { terraformDataKind } from '../../../src/kinds/terraform-data/index.js';

const ID = '00000000-0000-0000-0000-000000000001';
const stored: Attributes = { id: ID, input: ['a'], output: ['a'], triggers_replace: 1 };

function propose(before: Attributes | undefined, wanted: Attributes | undefined) {
  const view = new Map(before === undefined ? [] : [[ID, before]]);
  const identity = { uuid: ID };
  const request: ProposalRequest = {
    address: 'terraform_data.x',
    applied: undefined,
    actual: terraformDataKind.read(view, identity),
    wanted,
    sensitive: [],
    identity,
    mark: { lineage: 'l', address: 'terraform_data.x' },
    allowDataLoss: false,
    restart: false,
  };
  const { action, planned, steps } = terraformDataKind.propose(request, view);
  return { action, planned, steps: steps.map(({ effect }) => effect) };
}

test.each<
  [
    what: string,
    before: Attributes | undefined,
    wanted: Attributes | undefined,
    action: string,
    planned: unknown,
  ]
>([
  ['is made with an id that is known once it is applied', undefined, {}, 'create', { id: UNKNOWN }],
  [
    'is made with an output that is known once it is applied',
    undefined,
    { input: 'a' },
    'create',
    { id: UNKNOWN, input: 'a', output: new Unknown('string') },
  ],
  ['stays where nothing differs', stored, { input: ['a'], triggers_replace: 1 }, 'no-op', stored],
  [
    'takes another input in place',
    stored,
    { input: ['b'], triggers_replace: 1 },
    'update',
    { id: ID, input: ['b'], output: new Unknown('list'), triggers_replace: 1 },
  ],
  [
    'takes a value of another type for another value',
    stored,
    { input: new SetValue(['a']), triggers_replace: 1 },
    'update',
    { id: ID, input: new SetValue(['a']), output: new Unknown('list'), triggers_replace: 1 },
  ],
  [
    'takes a list for another value than a tuple',
    stored,
    { input: typed(['a'], { kind: 'list', element: 'string' }), triggers_replace: 1 },
    'update',
    { id: ID, input: ['a'], output: new Unknown('list'), triggers_replace: 1 },
  ],
  [
    'lets go of its input in place',
    stored,
    { triggers_replace: 1 },
    'update',
    { id: ID, triggers_replace: 1 },
  ],
  [
    'is made anew with another trigger',
    stored,
    { input: ['a'], triggers_replace: 2 },
    'replace',
    { id: UNKNOWN, input: ['a'], output: new Unknown('list'), triggers_replace: 2 },
  ],
  [
    'is made anew with a trigger that is not known yet',
    stored,
    { triggers_replace: UNKNOWN },
    'replace',
    { id: UNKNOWN, triggers_replace: UNKNOWN },
  ],
  ['is taken out of the state', stored, undefined, 'delete', undefined],
])('%s', (_what, before, wanted, action, planned) => {
  expect(propose(before, wanted)).toMatchObject({ action, planned });
});
