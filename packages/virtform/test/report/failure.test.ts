import { LibvirtError, type Fault } from '@virtform/libvirt';
import { reportFailure } from '../../src/report/failure.js';
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
