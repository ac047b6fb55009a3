import { shownResults } from '../../src/checks/shown-json';

test('what belongs to a module is told with it, whatever its keys are', () => {
  const [shown] = shownResults([
    {
      kind: 'output',
      address: 'module.lab.output.ip',
      status: 'pass',
      objects: [{ address: 'module.lab["a.b"].output.ip', status: 'pass', messages: [] }],
    },
  ]);
  expect(shown).toEqual({
    address: { kind: 'output_value', to_display: 'module.lab.output.ip', name: 'ip', module: 'module.lab' },
    status: 'pass',
    instances: [
      {
        address: { to_display: 'module.lab["a.b"].output.ip', module: 'module.lab["a.b"]' },
        status: 'pass',
      },
    ],
  });
});

test('what belongs to the root is told without one', () => {
  const [shown] = shownResults([
    {
      kind: 'check',
      address: 'check.health',
      status: 'fail',
      objects: [{ address: 'check.health', status: 'fail', messages: ['It is ill.'] }],
    },
  ]);
  expect(shown).toEqual({
    address: { kind: 'check', to_display: 'check.health', name: 'health' },
    status: 'fail',
    instances: [
      {
        address: { to_display: 'check.health' },
        status: 'fail',
        problems: [{ message: 'It is ill.' }],
      },
    ],
  });
});
