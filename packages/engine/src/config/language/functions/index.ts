/* eslint-disable @typescript-eslint/no-require-imports --
   Families are loaded when one of their functions is first called, and evaluation cannot wait for import(). */
import { type FunctionFamily, type FunctionSpec, parameter, type Signature } from './function.js';

interface Family {
  readonly names: readonly string[];
  readonly load: () => FunctionFamily;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Which file holds which functions, so that asking for a name loads one file only. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  conversion: {
    names: words(`tobool tolist tomap tonumber toset tostring sensitive nonsensitive issensitive
      ephemeralasnull`),
    load: () => (require('./conversion.js') as typeof import('./conversion.js')).CONVERSION,
  },
  strings: {
    names:
      words(`chomp endswith indent join lower replace split startswith strcontains strrev substr title trim
      trimprefix trimspace trimsuffix upper`),
    load: () => (require('./strings.js') as typeof import('./strings.js')).STRINGS,
  },
  formatting: {
    names: words('format formatlist'),
    load: () => (require('./formatting.js') as typeof import('./formatting.js')).FORMATTING,
  },
  numeric: {
    names: words('abs ceil floor log max min parseint pow range signum sum'),
    load: () => (require('./numeric.js') as typeof import('./numeric.js')).NUMERIC,
  },
  collections: {
    names: words('alltrue anytrue coalesce coalescelist contains index length one'),
    load: () => (require('./collections.js') as typeof import('./collections.js')).COLLECTIONS,
  },
  sequences: {
    names: words('chunklist compact concat distinct element flatten reverse slice sort'),
    load: () => (require('./sequences.js') as typeof import('./sequences.js')).SEQUENCES,
  },
  maps: {
    names: words('keys lookup matchkeys merge transpose values zipmap'),
    load: () => (require('./maps.js') as typeof import('./maps.js')).MAPS,
  },
  sets: {
    names: words('setintersection setproduct setsubtract setunion'),
    load: () => (require('./sets.js') as typeof import('./sets.js')).SETS,
  },
  encoding: {
    names: words('base64decode base64encode jsondecode jsonencode urlencode'),
    load: () => (require('./encoding.js') as typeof import('./encoding.js')).ENCODING,
  },
  hashes: {
    names: words('base64sha256 base64sha512 md5 sha1 sha256 sha512 uuidv5'),
    load: () => (require('./hashes.js') as typeof import('./hashes.js')).HASHES,
  },
  bcrypt: {
    names: words('bcrypt'),
    load: () => (require('./bcrypt.js') as typeof import('./bcrypt.js')).BCRYPT,
  },
  network: {
    names: words('cidrhost cidrnetmask cidrsubnet cidrsubnets'),
    load: () => (require('./network.js') as typeof import('./network.js')).NETWORK,
  },
  regex: {
    names: words('regex regexall'),
    load: () => (require('./regex.js') as typeof import('./regex.js')).REGEX,
  },
  times: {
    names: words('formatdate plantimestamp timeadd timecmp timestamp'),
    load: () => (require('./times.js') as typeof import('./times.js')).TIMES,
  },
  csv: {
    names: words('csvdecode'),
    load: () => (require('./csv.js') as typeof import('./csv.js')).CSV,
  },
  yaml: {
    names: words('yamldecode yamlencode'),
    load: () => (require('./yaml.js') as typeof import('./yaml.js')).YAML,
  },
  textEncoding: {
    names: words('base64gzip textdecodebase64 textencodebase64'),
    load: () => (require('./text-encoding.js') as typeof import('./text-encoding.js')).TEXT_ENCODING,
  },
  fileSets: {
    names: words('fileset'),
    load: () => (require('./file-sets.js') as typeof import('./file-sets.js')).FILE_SETS,
  },
  fileHashes: {
    names: words('filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256 filesha512'),
    load: () => (require('./file-hashes.js') as typeof import('./file-hashes.js')).FILE_HASHES,
  },
  secrets: {
    names: words('rsadecrypt uuid'),
    load: () => (require('./secrets.js') as typeof import('./secrets.js')).SECRETS,
  },
  files: {
    names: words('abspath basename dirname file filebase64 fileexists pathexpand'),
    load: () => (require('./files.js') as typeof import('./files.js')).FILES,
  },
};

const FAMILY_OF: ReadonlyMap<string, Family> = new Map(
  Object.values(FAMILIES).flatMap((family) => family.names.map((name) => [name, family] as const)),
);

/** Functions that decide themselves what of their arguments is evaluated: special-forms.ts has what they do. */
export const SPECIAL_SIGNATURES: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['can', { parameters: [parameter('expression', 'any')], returns: 'bool' }],
  ['templatefile', { parameters: [parameter('path', 'string'), parameter('vars', 'any')], returns: 'any' }],
  [
    'templatestring',
    { parameters: [parameter('template', 'string'), parameter('vars', 'any')], returns: 'string' },
  ],
  ['try', { parameters: [], rest: parameter('expressions', 'any'), returns: 'any' }],
]);

/** Every name that can be called. */
export const FUNCTION_NAMES: readonly string[] = [...FAMILY_OF.keys(), ...SPECIAL_SIGNATURES.keys()].sort();

/** The function of that name; its family is loaded with the first of its functions. */
export function findFunction(name: string): FunctionSpec | undefined {
  return FAMILY_OF.get(name)?.load()[name];
}

/** What the function of that name takes and returns. */
export function findSignature(name: string): Signature | undefined {
  return SPECIAL_SIGNATURES.get(name) ?? findFunction(name);
}
