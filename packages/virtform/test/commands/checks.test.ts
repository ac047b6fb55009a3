import { commandLab, type CommandLab } from './lab.js';

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
});
afterEach(() => lab.remove());

const written = (post: string, assert: string): string => `
resource "terraform_data" "one" {
  input = 1
  lifecycle {
    postcondition {
      condition     = ${post}
      error_message = "It is \${self.output}."
    }
  }
}
resource "terraform_data" "two" { input = terraform_data.one.output }
check "health" {
  assert {
    condition     = ${assert}
    error_message = "Not healthy."
  }
}
`;

const HOLDS = 'self.output == 1';

it('a check that fails warns, with its line and the values in it, and changes no exit code', async () => {
  lab.write('main.tf', written(HOLDS, 'terraform_data.one.input == 2'));
  const planned = await lab.run('plan', '-detailed-exitcode');
  expect(planned.code).toBe(2);
  expect(planned.error).toContain(
    [
      'Warning: Check block assertion failed',
      '  in check.health',
      '  main.tf:14:21',
      '    condition     = terraform_data.one.input == 2',
      '',
      'Not healthy.',
      '  terraform_data.one.input is 1',
    ].join('\n'),
  );
  const applied = await lab.run('apply', '-auto-approve');
  expect(applied.code).toBe(0);
  expect(applied.error.match(/Check block assertion failed/g)).toHaveLength(2);
  expect(await lab.run('plan', '-detailed-exitcode')).toMatchObject({
    code: 0,
    error: expect.stringContaining('Check block assertion failed') as unknown,
  });
});

it('a postcondition that fails after the change ends the apply with 1, and the next plan too', async () => {
  lab.write('main.tf', written('self.output == 2', HOLDS.replace('self', 'terraform_data.one')));
  expect((await lab.run('plan')).code).toBe(0);
  const applied = await lab.run('apply', '-auto-approve', '-json');
  expect(applied.code).toBe(1);
  const messages = applied.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; hook?: { resource: { addr: string } } });
  expect(
    messages
      .filter(({ type }) => type.startsWith('apply_'))
      .map(({ type, hook }) => `${type} ${hook?.resource.addr ?? ''}`),
  ).toEqual([
    'apply_start terraform_data.one',
    'apply_complete terraform_data.one',
    'apply_skipped terraform_data.two',
  ]);
  expect(messages.filter(({ type }) => type === 'diagnostic')).toMatchObject([
    { '@level': 'warn', diagnostic: { summary: 'Check block assertion known after apply' } },
    {
      '@level': 'error',
      diagnostic: {
        severity: 'error',
        summary: 'Resource postcondition failed',
        detail: 'It is 1.',
        range: { filename: 'main.tf', start: { line: 6, column: 23 }, end: { line: 6, column: 39 } },
        snippet: {
          context: 'resource "terraform_data" "one"',
          code: '      condition     = self.output == 2',
          start_line: 6,
          values: [{ traversal: 'self.output', statement: 'is 1' }],
        },
      },
    },
  ]);
  expect(JSON.parse((await lab.run('show', '-json')).out)).toMatchObject({
    checks: [
      { address: { to_display: 'check.health' }, status: 'unknown' },
      { address: { to_display: 'terraform_data.one' }, status: 'fail' },
    ],
  });
  const again = await lab.run('plan');
  expect(again.code).toBe(1);
  expect(again.error).toContain('Error: Resource postcondition failed');
});

it('validate says what is wrong with a check, and nothing of what does not hold of it', async () => {
  lab.write('main.tf', written(HOLDS, 'terraform_data.one.input == 2'));
  expect(await lab.run('validate')).toMatchObject({ code: 0, error: '' });
  lab.write('main.tf', written(HOLDS, 'terraform_data.one.nothing'));
  const { code, error } = await lab.run('validate');
  expect(code).toBe(1);
  expect(error).toContain('in check.health');
});
