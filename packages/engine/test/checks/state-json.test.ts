import type { Json } from '@virtform/values';
import { shownResults } from '../../src/checks/shown-json';
import { readStateResults, stateResults } from '../../src/checks/state-json';

// As Terraform 1.11.4 wrote it after an apply in which things failed, and what its `show -json` made of that.
const STORED: Json = [
  {
    object_kind: 'check',
    config_addr: 'check.c',
    status: 'fail',
    objects: [{ object_addr: 'check.c', status: 'fail', failure_messages: ['no x', 'not three'] }],
  },
  {
    object_kind: 'output',
    config_addr: 'output.held',
    status: 'unknown',
    objects: [{ object_addr: 'output.held', status: 'unknown' }],
  },
  {
    object_kind: 'resource',
    config_addr: 'terraform_data.held',
    status: 'error',
    objects: [
      { object_addr: 'terraform_data.held["a"]', status: 'error' },
      { object_addr: 'terraform_data.held["b"]', status: 'pass' },
    ],
  },
  { object_kind: 'resource', config_addr: 'terraform_data.none', status: 'pass', objects: null },
  { object_kind: 'resource', config_addr: 'terraform_data.out', status: 'unknown', objects: null },
  {
    object_kind: 'var',
    config_addr: 'var.size',
    status: 'pass',
    objects: [{ object_addr: 'var.size', status: 'pass' }],
  },
];

const held = { kind: 'resource', mode: 'managed', type: 'terraform_data' };

const SHOWN: Json = [
  {
    address: { kind: 'check', name: 'c', to_display: 'check.c' },
    status: 'fail',
    instances: [
      {
        address: { to_display: 'check.c' },
        status: 'fail',
        problems: [{ message: 'no x' }, { message: 'not three' }],
      },
    ],
  },
  {
    address: { kind: 'output_value', name: 'held', to_display: 'output.held' },
    status: 'unknown',
    instances: [{ address: { to_display: 'output.held' }, status: 'unknown' }],
  },
  {
    address: { ...held, name: 'held', to_display: 'terraform_data.held' },
    status: 'error',
    instances: [
      { address: { to_display: 'terraform_data.held["a"]', instance_key: 'a' }, status: 'error' },
      { address: { to_display: 'terraform_data.held["b"]', instance_key: 'b' }, status: 'pass' },
    ],
  },
  { address: { ...held, name: 'none', to_display: 'terraform_data.none' }, status: 'pass' },
  { address: { ...held, name: 'out', to_display: 'terraform_data.out' }, status: 'unknown' },
  {
    address: { kind: 'var', name: 'size', to_display: 'var.size' },
    status: 'pass',
    instances: [{ address: { to_display: 'var.size' }, status: 'pass' }],
  },
];

it('reads what Terraform stored, and writes it as Terraform does', () => {
  expect(stateResults(readStateResults(STORED))).toEqual(STORED);
});

it('shows it as Terraform does', () => {
  expect(shownResults(readStateResults(STORED))).toEqual(SHOWN);
});

it('names the modules of what stands in them', () => {
  const inModule = (object_kind: string, config_addr: string, object_addr: string): Json => [
    { object_kind, config_addr, status: 'pass', objects: [{ object_addr, status: 'pass' }] },
  ];
  const shown = (stored: Json): Json => shownResults(readStateResults(stored));
  expect(shown(inModule('resource', 'module.lab.data.t.d', 'module.lab["x"].data.t.d[3]'))).toMatchObject([
    {
      address: { kind: 'resource', mode: 'data', type: 't', name: 'd', module: 'module.lab' },
      instances: [{ address: { module: 'module.lab["x"]', instance_key: 3 } }],
    },
  ]);
  expect(shown(inModule('output', 'module.lab.output.ip', 'module.lab.output.ip'))).toMatchObject([
    { address: { kind: 'output_value', name: 'ip', module: 'module.lab' } },
  ]);
});

test.each<[string, Json]>([
  ['nothing', null],
  ['an empty list', []],
  ['another shape', { a: 1 }],
  ['a kind that nobody knows', [{ object_kind: 'wish', config_addr: 'x', status: 'pass', objects: null }]],
  ['no address', [{ object_kind: 'var', status: 'pass' }, 7]],
])('reads nothing out of %s', (_, stored) => {
  expect(readStateResults(stored)).toEqual([]);
  expect(stateResults(readStateResults(stored))).toBeNull();
});
