import { suggest, type Value } from '@virtform/values';
import type { HttpTrust } from '../effects/http.js';
import { StateError } from './errors.js';
import type { HttpBackendOptions } from './http.js';

/** A `backend "http"` block, read. */
export interface HttpConfig {
  readonly backend: Omit<HttpBackendOptions, 'send' | 'clock'>;
  readonly trust: HttpTrust;
}

/** What the block may say. Each may come from the environment instead: `TF_HTTP_` and its name in capitals. */
const NAMES = [
  'address',
  'update_method',
  'lock_address',
  'lock_method',
  'unlock_address',
  'unlock_method',
  'username',
  'password',
  'skip_cert_verification',
  'retry_max',
  'retry_wait_min',
  'retry_wait_max',
  'client_ca_certificate_pem',
  'client_certificate_pem',
  'client_private_key_pem',
] as const;
type Name = (typeof NAMES)[number];

/**
 * Reads a `backend "http"` block with Terraform's names and variables.
 *
 * @throws StateError `format` where the address is missing, or something stands there that means nothing
 */
export function readHttpConfig(
  block: Readonly<Record<string, Value>>,
  environment: Readonly<Record<string, string | undefined>>,
): HttpConfig {
  for (const name of Object.keys(block)) {
    if (!NAMES.some((known) => known === name)) throw unknownName(name);
  }
  const text = (name: Name): string | undefined => {
    const value = block[name] ?? undefined;
    if (value === undefined) return environment[`TF_HTTP_${name.toUpperCase()}`];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
    throw misread(name, 'is no text');
  };
  const count = (name: Name): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    return /^\d+$/.test(value) ? Number(value) : misreadAs(name, 'is no whole number');
  };
  const address = text('address') ?? misreadAs('address', 'is missing');
  for (const name of ['address', 'lock_address', 'unlock_address'] as const) requireUrl(name, text(name));
  return {
    backend: {
      address,
      ...given('updateMethod', text('update_method')),
      ...given('lockAddress', text('lock_address')),
      ...given('lockMethod', text('lock_method')),
      ...given('unlockAddress', text('unlock_address')),
      ...given('unlockMethod', text('unlock_method')),
      ...given('username', text('username')),
      ...given('password', text('password')),
      ...given('retryMax', count('retry_max')),
      ...given('retryWaitMin', inMilliseconds(count('retry_wait_min'))),
      ...given('retryWaitMax', inMilliseconds(count('retry_wait_max'))),
    },
    trust: {
      ...given('authorities', text('client_ca_certificate_pem')),
      ...given('certificate', text('client_certificate_pem')),
      ...given('key', text('client_private_key_pem')),
      insecure: text('skip_cert_verification') === 'true',
    },
  };
}

function given<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  const members: Partial<Record<Name, T>> = {};
  if (value !== undefined) members[name] = value;
  return members;
}

function inMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function requireUrl(name: Name, value: string | undefined): void {
  if (value === undefined) return;
  const isHttp = URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
  if (!isHttp) misreadAs(name, 'is no URL of http or https');
}

function misreadAs(name: Name, what: string): never {
  throw misread(name, what);
}

function misread(name: Name, what: string): StateError {
  return new StateError(
    'format',
    `The backend "http" cannot be used: ${name} ${what}.`,
    `Set ${name} in the block, or TF_HTTP_${name.toUpperCase()} in the environment.`,
  );
}

function unknownName(name: string): StateError {
  const meant = suggest(name, NAMES);
  return new StateError(
    'format',
    `The backend "http" knows nothing called ${name}.`,
    meant === undefined ? `It knows ${NAMES.join(', ')}.` : `Did you mean ${meant}?`,
  );
}
