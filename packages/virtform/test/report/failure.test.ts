import { LibvirtError, type Fault } from '@virtform/libvirt';
import { type Diagnostic, DiagnosticsError } from '@virtform/values';
import { diagnosticMessage, reportFailure } from '../../src/report/failure.js';
import { PLAIN } from '../../src/report/style.js';
import { testIo } from '../io.js';

function reported(error: unknown): string {
  const io = testIo('/');
  reportFailure(error, io, { json: false, style: PLAIN });
  return io.written.error;
}

test.each<[Fault, string]>([
  ['caller', 'Look at the URI'],
  ['host', 'Mend what libvirt names'],
  ['connection', 'can be reached'],
  ['unknown-outcome', 'Nobody knows whether it was done'],
  ['unsupported', 'A newer libvirt'],
])('what libvirt refuses (%s) is no defect of ours: it is told with what to do', (fault, action) => {
  const text = reported(
    new LibvirtError('Domain not found', { fault, procedure: 'CONNECT_GET_ALL_DOMAIN_STATS' }),
  );
  expect(text).toContain('libvirt: Domain not found');
  expect(text).toContain('CONNECT_GET_ALL_DOMAIN_STATS');
  expect(text).toContain(action);
  expect(text).not.toContain('not how virtform should fail');
});

test('an error that says what to do is told as it is', () => {
  const text = reported(Object.assign(new Error('The disk is full.'), { action: 'Make room.' }));
  expect(text).toContain('The disk is full.');
  expect(text).toContain('Make room.');
});

test('anything else is a defect, with where it happened', () => {
  const text = reported(new TypeError('x is not a function'));
  expect(text).toContain('not how virtform should fail');
  expect(text).toContain('failure.test');
});

test('the function that was called is told as Terraform tells it', () => {
  const diagnostic: Diagnostic = {
    severity: 'error',
    summary: 'Error in function call',
    source: { file: 'main.tf', line: 3, column: 11, snippet: '  value = format("%d", local.n)' },
    values: [{ traversal: 'local.n', statement: 'is "x"' }],
    called: {
      calledAs: 'core::format',
      name: 'format',
      parameters: [{ name: 'format', type: 'string' }],
      rest: { name: 'args', type: 'dynamic' },
      returns: 'string',
    },
  };
  expect(reported(new DiagnosticsError([diagnostic]))).toContain(
    '\n  while calling core::format(format, args...)\n  local.n is "x"\n',
  );
  expect(diagnosticMessage(diagnostic).diagnostic).toMatchObject({
    snippet: {
      function_call: {
        called_as: 'core::format',
        signature: {
          name: 'format',
          params: [{ name: 'format', type: 'string' }],
          variadic_param: { name: 'args', type: 'dynamic' },
          return_type: 'string',
        },
      },
    },
  });
});
