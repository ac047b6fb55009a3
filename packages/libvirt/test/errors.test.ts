import { isNotFound, LibvirtError, readRemoteError } from '../src/errors.js';
import { remoteError } from '../src/wire/objects.js';
import type { TypeOf } from '../src/wire/xdr.js';
import { XdrReader } from '../src/wire/xdr-reader.js';
import { XdrWriter } from '../src/wire/xdr-writer.js';

function answered(code: number, message?: string): LibvirtError {
  const error: TypeOf<typeof remoteError> = { code, domain: 10, level: 2, int1: -1, int2: -1 };
  const writer = new XdrWriter();
  remoteError.write(writer, message === undefined ? error : { ...error, message });
  return readRemoteError(new XdrReader(writer.finish()), 'DOMAIN_LOOKUP_BY_NAME');
}

describe('not found', () => {
  test.each([42, 43, 49, 50, 53, 62, 66, 72, 103])("libvirt's code %d is", (code) => {
    expect(isNotFound(answered(code))).toBe(true);
  });

  test.each([1, 38, 55, 68, 80, 84, 38])('code %d is not', (code) => {
    expect(isNotFound(answered(code))).toBe(false);
  });

  test('what did not come from libvirt never is', () => {
    const lost = new LibvirtError('gone', { fault: 'unknown-outcome', code: 42 });
    for (const error of [lost, new Error('Domain not found'), 'VIR_ERR_NO_DOMAIN', undefined]) {
      expect(isNotFound(error)).toBe(false);
    }
  });
});

describe('whose fault', () => {
  test.each([
    [3, 'this function is not supported by the connection driver', 'unsupported'],
    [39, 'unknown procedure: 437', 'unsupported'],
    [39, 'Cannot find program 536903814 version 1', 'unsupported'],
    [39, 'Unable to encode message payload', 'host'],
    [55, 'domain is not running', 'host'],
  ])('code %d with "%s" is %s', (code, message, fault) => {
    expect(answered(code, message).fault).toBe(fault);
  });
});

test.each([
  [42, 'VIR_ERR_NO_DOMAIN'],
  [110, 'VIR_ERR_MULTIPLE_DOMAINS'],
  [113, 'VIR_ERR_AGENT_COMMAND_FAILED'],
])('code %d is %s', (code, codeName) => {
  expect(answered(code)).toMatchObject({ code, codeName });
});

test('a code that is newer than this package has a name, too', () => {
  expect(answered(9_999)).toMatchObject({ codeName: 'VIR_ERR_9999', message: 'libvirt gave no reason' });
});
