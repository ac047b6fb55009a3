import { elaborate } from '../src/elaborate.js';
import { LibvirtError } from '../src/errors.js';

test('an error that is elaborated stays the same one', () => {
  const error = new LibvirtError('authentication failed', {
    fault: 'host',
    code: 45,
    domain: 'VIR_FROM_RPC',
    level: 2,
    procedure: 'AUTH_SASL_STEP',
    str1: 'authentication failed: %s',
    int1: -1,
  });
  expect(elaborate(error, 'it is the password')).toMatchObject({
    message: 'it is the password',
    fault: 'host',
    codeName: 'VIR_ERR_AUTH_FAILED',
    domain: 'VIR_FROM_RPC',
    level: 2,
    procedure: 'AUTH_SASL_STEP',
    str1: 'authentication failed: %s',
    int1: -1,
    cause: error,
  });
});
