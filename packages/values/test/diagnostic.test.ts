import { Diagnostic, DiagnosticsError, formatDiagnostic, hasErrors } from '@virtform/values';

const wrong: Diagnostic = {
  severity: 'error',
  summary: 'Unknown attribute "memroy"',
  detail: 'A libvirt_domain has no such attribute.',
  action: 'Did you mean "memory"?',
  address: 'libvirt_domain.web',
  path: ['devices', 'disks', 0, 'memroy'],
  construct: 'quickstart/web',
  source: { file: 'cdk.tf.json', line: 3, column: 7, snippet: '  "memroy": 1' },
};

test('the first line says what failed, the last one what to do', () => {
  expect(formatDiagnostic(wrong)).toBe(
    [
      'Error: Unknown attribute "memroy"',
      '  in libvirt_domain.web, at devices.disks[0].memroy',
      '  from construct quickstart/web',
      '  cdk.tf.json:3:7',
      '    "memroy": 1',
      '',
      'A libvirt_domain has no such attribute.',
      '',
      'Did you mean "memory"?',
    ].join('\n'),
  );
});

test('the values that an expression worked on stand below the detail', () => {
  const values = [
    { traversal: 'var.size', statement: 'is 9' },
    { traversal: 'var.most', statement: 'is 8' },
  ];
  const [, ...body] = formatDiagnostic({
    severity: 'error',
    summary: 'x',
    detail: 'Too much.',
    values,
  }).split('\n');
  expect(body).toEqual(['', 'Too much.', '  var.size is 9', '  var.most is 8']);
});

test('what is not known is left out', () => {
  expect(formatDiagnostic({ severity: 'warning', summary: 'Nothing to do' })).toBe('Warning: Nothing to do');
});

test('a path is shown without an address too', () => {
  expect(formatDiagnostic({ severity: 'error', summary: 'Bad', path: ['a'] })).toBe('Error: Bad\n  at a');
});

test('only errors count as errors', () => {
  expect(hasErrors([{ severity: 'warning', summary: 'w' }])).toBe(false);
  expect(hasErrors([{ severity: 'warning', summary: 'w' }, wrong])).toBe(true);
});

test('the error carries all of them, and the cause of the first error', () => {
  const cause = new Error('refused');
  const error = new DiagnosticsError([
    { severity: 'warning', summary: 'w' },
    { ...wrong, cause },
  ]);
  expect(error.diagnostics).toHaveLength(2);
  expect(error.cause).toBe(cause);
  expect(error.message).toContain('Warning: w\n\nError: Unknown attribute');
});

test('of a line that is as long as a file, what is around the place is shown', () => {
  const snippet = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
  const shown = formatDiagnostic({
    severity: 'error',
    summary: 'Bad',
    source: { file: 'cdk.tf.json', line: 1, column: 501, snippet },
  });
  expect(shown.split('\n').at(-1)).toBe(`    …${'a'.repeat(80)}HERE${'b'.repeat(76)}…`);
});
