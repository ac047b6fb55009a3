import { diff, domain } from '@virtform/schema';
import type { JsonObject } from '@virtform/values';
import { driftLines, lineOf } from '../../../src/kinds/shared/lines.js';

const guest = (devices: JsonObject): JsonObject => ({ name: 'web', devices });
const display = (vnc: JsonObject): JsonObject => guest({ graphics: [{ vnc }] });
const disk = (source: JsonObject): JsonObject =>
  guest({ disks: [{ target: { dev: 'vda' }, source: { network: { protocol: 'https' }, ...source } }] });

/** What is there with a secret in it, and without; the program marks nothing, and says nothing of it any more. */
const SECRETS: Readonly<Record<string, readonly [from: JsonObject, to: JsonObject]>> = {
  'a password': [display({ passwd: 'hush' }), display({})],
  'another password': [display({ passwd: 'hush' }), display({ passwd: 'other' })],
  'a display with a password': [display({ passwd: 'hush' }), guest({ graphics: [] })],
  'all displays': [display({ passwd: 'hush' }), guest({})],
  'a disk with a cookie': [
    disk({ cookies: { cookies: [{ name: 'sid', value: 'hush' }] } }),
    guest({ disks: [] }),
  ],
  'a cookie': [disk({ cookies: { cookies: [{ name: 'sid', value: 'hush' }] } }), disk({})],
};

const PLAIN: Readonly<Record<string, readonly [from: JsonObject, to: JsonObject]>> = {
  'a display without a password': [display({ port: 5901 }), guest({ graphics: [] })],
  'a port': [display({ port: 5901 }), display({ port: 5902 })],
  'an end of a password': [
    display({ passwd: 'hush', passwd_valid_to: '2030-01-31T15:00:00' }),
    display({ passwd: 'hush' }),
  ],
};

function flags(from: JsonObject, to: JsonObject): readonly unknown[] {
  const context = { schema: domain, actual: from, wanted: to, sensitive: [] };
  const differences = diff(domain, from, to);
  expect(differences.length).toBeGreaterThan(0);
  return [
    ...differences.map((difference) => lineOf({ ...difference, event: 'change' }, context)),
    ...driftLines(differences, context, undefined),
  ].map(({ sensitive }) => sensitive);
}

test.each(Object.entries(SECRETS))(
  '%s is not for everybody to read, whether it goes or comes',
  (_, [from, to]) => {
    expect(new Set(flags(from, to))).toEqual(new Set([true]));
    expect(new Set(flags(to, from))).toEqual(new Set([true]));
  },
);

test.each(Object.entries(PLAIN))('%s is', (_, [from, to]) => {
  expect(new Set(flags(from, to))).toEqual(new Set([undefined]));
});
