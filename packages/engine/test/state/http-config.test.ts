import type { Value } from '@virtform/values';
import { readHttpConfig } from '../../src/state/http-config.js';

const address = 'https://example.test/state';

describe('a backend "http" block', () => {
  it('needs nothing but an address', () => {
    expect(readHttpConfig({ address }, {})).toEqual({ backend: { address }, trust: { insecure: false } });
  });

  it('is read with its numbers, its waits in seconds, and its certificates', () => {
    const block = {
      address,
      lock_address: `${address}/lock`,
      unlock_address: `${address}/lock`,
      lock_method: 'POST',
      unlock_method: 'DELETE',
      username: 'me',
      password: 's3cret',
      retry_max: 5,
      retry_wait_min: 2,
      skip_cert_verification: true,
      client_ca_certificate_pem: 'PEM',
    };
    expect(readHttpConfig(block, {})).toEqual({
      backend: {
        address,
        lockAddress: `${address}/lock`,
        unlockAddress: `${address}/lock`,
        lockMethod: 'POST',
        unlockMethod: 'DELETE',
        username: 'me',
        password: 's3cret',
        retryMax: 5,
        retryWaitMin: 2000,
      },
      trust: { authorities: 'PEM', insecure: true },
    });
  });

  it('leaves to the environment what it does not say', () => {
    const environment = {
      TF_HTTP_ADDRESS: 'https://other.test/',
      TF_HTTP_USERNAME: 'me',
      TF_HTTP_RETRY_MAX: '0',
    };
    expect(readHttpConfig({ address, username: null }, environment).backend).toEqual({
      address,
      username: 'me',
      retryMax: 0,
    });
  });

  it.each<[Readonly<Record<string, Value>>, string]>([
    [{}, 'address is missing'],
    [{ address: 'ftp://example.test' }, 'address is no URL of http or https'],
    [{ address, lock_address: 'lock' }, 'lock_address is no URL of http or https'],
    [{ address, retry_max: 'often' }, 'retry_max is no whole number'],
    [{ address, username: ['me'] }, 'username is no text'],
    [{ address, adress: 'x' }, 'knows nothing called adress'],
  ])('%j is refused', (block, message) => {
    expect(() => readHttpConfig(block, {})).toThrow(message);
  });
});
