/** What a parameter's value is. */
type Kind = 'text' | 'switch';

/** The parameters that say how to connect, and are not passed on to the daemon. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...[
    'name',
    'socket',
    'mode',
    'proxy',
    'command',
    'netcat',
    'keyfile',
    'known_hosts',
    'known_hosts_verify',
    'sshauth',
    'pkipath',
    'tls_priority',
    'auth',
    'authfile',
  ].map((name): [string, Kind] => [name, 'text']),
  ...['no_tty', 'no_verify', 'no_sanity'].map((name): [string, Kind] => [name, 'switch']),
]);

/** Other spellings, as dmacvicar's Terraform provider has them. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['knownhosts', 'known_hosts'],
  ['knownhosts_verify', 'known_hosts_verify'],
]);

/** The parameters of a URI by libvirt's spelling. */
export type Parameters = ReadonlyMap<string, string>;

/** A query taken apart: what says how to connect, and what is the daemon's business, as it was written. */
export interface Query {
  readonly known: Parameters;
  readonly foreign: string;
}

/**
 * Takes a query apart as libvirt does: names in any case, the last of several counts, a part without a name says nothing, and `;` separates
 * where no `&` follows any more.
 *
 * @param decode undoes URI escapes
 * @param refuse makes the error for a value that cannot be
 */
export function parseQuery(
  query: string,
  decode: (part: string) => string,
  refuse: (reason: string) => Error,
): Query {
  const known = new Map<string, string>();
  const foreign: string[] = [];
  for (const part of split(query)) {
    const [rawName = '', ...rest] = part.split('=');
    const spelled = decode(rawName).toLowerCase();
    const name = SPELLINGS.get(spelled) ?? spelled;
    const kind = KINDS.get(name);
    if (kind === undefined) foreign.push(part);
    else known.set(name, checked(name, kind, decode(rest.join('=')), refuse));
  }
  return { known, foreign: foreign.join('&') };
}

/** Whether a parameter that turns something on does so: any number but 0. */
export function isOn(parameters: Parameters, name: 'no_tty' | 'no_verify' | 'no_sanity'): boolean {
  const value = parameters.get(name);
  return value !== undefined && Number(value) !== 0;
}

function split(query: string): readonly string[] {
  const parts = query.split('&');
  const last = parts.pop() ?? '';
  return [...parts, ...last.split(';')].filter((part) => part !== '' && !part.startsWith('='));
}

function checked(name: string, kind: Kind, value: string, refuse: (reason: string) => Error): string {
  if (kind === 'switch' && !/^[+-]?\d+$/.test(value)) throw refuse(`${name}=${value} is neither 0 nor 1`);
  // An empty name asks the daemon to choose.
  if (kind === 'text' && value === '' && name !== 'name') throw refuse(`${name}= says nothing`);
  if (value.startsWith('-') && kind === 'text') {
    throw refuse(`${name}=${value} begins with a -, as options of programs do`);
  }
  return value;
}
