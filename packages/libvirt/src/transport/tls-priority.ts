import tls from 'node:tls';

/** What a priority string asks for, in Node's words. */
export type TlsLimits = Pick<
  tls.SecureContextOptions,
  'minVersion' | 'maxVersion' | 'ciphers' | 'sigalgs' | 'ecdhCurve'
>;

/** 192 bits everywhere, as GnuTLS has it: ciphers, signatures and groups. It means the same by SECURE256. */
const SECURE_192: TlsLimits = {
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-CHACHA20-POLY1305',
    'AES256-GCM-SHA384',
  ].join(':'),
  sigalgs: [
    ...['RSA-PSS+SHA384', 'RSA+SHA384', 'ECDSA+SHA384', 'ed448'],
    ...['RSA-PSS+SHA512', 'RSA+SHA512', 'ECDSA+SHA512'],
  ].join(':'),
  ecdhCurve: 'P-384:P-521',
};

/** What a priority string begins with. OpenSSL's own choice is at least as strict as GnuTLS's NORMAL and SECURE128. */
const LEVELS: ReadonlyMap<string, TlsLimits> = new Map([
  ['NORMAL', {}],
  ['PERFORMANCE', {}],
  ['SECURE128', {}],
  ['SECURE192', SECURE_192],
  ['SECURE256', SECURE_192],
  // Without key exchange by RSA, which lets a stolen key read what was recorded.
  ['PFS', { ciphers: `${tls.DEFAULT_CIPHERS}:!kRSA` }],
]);

/** `@LIBVIRT,SYSTEM`: the first of these policies that this system has. OpenSSL has its own from the system. */
const SYSTEM_POLICY = /^@[A-Z0-9_-]+(,[A-Z0-9_-]+)*$/i;

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
type Version = (typeof VERSIONS)[number];

/** The versions that a name stands for, of those that are spoken here. */
const VERSION_NAMES: ReadonlyMap<string, readonly Version[]> = new Map<string, readonly Version[]>([
  ['TLS1.2', ['TLSv1.2']],
  ['TLS1.3', ['TLSv1.3']],
  ['ALL', VERSIONS],
  ['TLS-ALL', VERSIONS],
]);

/** Versions that are never spoken here: taking them away asks for nothing, adding them cannot be done. */
const NEVER_SPOKEN: ReadonlySet<string> = new Set([
  ...['SSL3.0', 'TLS1.0', 'TLS1.1'],
  ...['DTLS0.9', 'DTLS1.0', 'DTLS1.2', 'DTLS-ALL'],
]);

/**
 * Translates a priority string of GnuTLS, libvirt's language for `tls_priority=`: a level, then versions that are added or taken away.
 *
 * @param refuse makes the error for what cannot be translated; anything that is left out would be less than what was asked for
 */
export function translatePriority(text: string, refuse: (reason: string) => Error): TlsLimits {
  const [level = '', ...rules] = text.split(':');
  const limits = SYSTEM_POLICY.test(level) ? {} : LEVELS.get(level.toUpperCase());
  if (limits === undefined) {
    throw refuse(
      `"${level}" is no level that is known here; known are ${[...LEVELS.keys()].join(', ')} and @NAME,…`,
    );
  }
  const versions = rules.reduce<ReadonlySet<Version>>(
    (before, rule) => applyRule(before, rule, refuse),
    new Set(VERSIONS),
  );
  const spoken = VERSIONS.filter((version) => versions.has(version));
  const [lowest, highest] = [spoken.at(0), spoken.at(-1)];
  if (lowest === undefined || highest === undefined) {
    throw refuse('it leaves no version; TLS 1.2 and 1.3 are spoken here');
  }
  return {
    ...limits,
    ...(lowest === 'TLSv1.2' ? {} : { minVersion: lowest }),
    ...(highest === 'TLSv1.3' ? {} : { maxVersion: highest }),
  };
}

function applyRule(
  before: ReadonlySet<Version>,
  rule: string,
  refuse: (reason: string) => Error,
): ReadonlySet<Version> {
  const [, sign = '', name = ''] = /^([-+!])VERS-(.*)$/i.exec(rule) ?? [];
  const versions = VERSION_NAMES.get(name.toUpperCase());
  if (versions !== undefined) {
    return sign === '+'
      ? new Set([...before, ...versions])
      : new Set([...before].filter((v) => !versions.includes(v)));
  }
  if (NEVER_SPOKEN.has(name.toUpperCase())) {
    if (sign !== '+') return before;
    throw refuse(`"${rule}" asks for what is not spoken here; TLS 1.2 and 1.3 are`);
  }
  throw refuse(
    `"${rule}" cannot be translated for OpenSSL; rules like -VERS-TLS1.2 can, and node --tls-cipher-list restricts ciphers`,
  );
}
