import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, partAt, type Part } from './part.js';
import { refused, type Rule } from './rule.js';

/** Secrets by which the disks of a guest are reached or read. */
export const diskSecretRules: Rule = (domain) =>
  elementsAt(domain, 'devices', 'disks').flatMap((disk) => [
    ...login(partAt(disk, 'auth')),
    ...elementsAt(disk, 'encryption', 'secrets').flatMap(knownSecret),
  ]);

/** How somebody logs in to storage: `virStorageAuthDefParse`, the same in 9.0 and 11.3. */
export function login(auth: Part): readonly Diagnostic[] {
  if (!isSet(auth)) return [];
  const secret = partAt(auth, 'secret');
  return isUnset(secret)
    ? [
        refused(secret, {
          summary: 'a login without the secret that holds the password',
          action: 'Give auth.secret.',
        }),
      ]
    : knownSecret(secret);
}

/** A secret is known by its usage or its UUID: `virSecretLookupParseSecret`. */
function knownSecret(secret: Part): readonly Diagnostic[] {
  const [usage, uuid] = [partAt(secret, 'usage'), partAt(secret, 'uuid')];
  if (isUnset(usage) && isUnset(uuid)) {
    return [
      refused(secret, {
        summary: 'nothing says which secret is meant',
        action: 'Give its usage or its uuid.',
      }),
    ];
  }
  return isSet(usage) && isSet(uuid)
    ? [
        refused(uuid, {
          summary: 'usage and uuid of a secret exclude each other',
          action: 'Keep one of the two.',
        }),
      ]
    : [];
}
