import { gzipSync } from 'node:zlib';
import { fromBase64 } from './encoding.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** Names that browsers know and the registry of IANA does not, which Terraform goes by. */
const NOT_REGISTERED = /^(?:utf8|unicode-1-1-utf-8|ascii|x-.*)$/i;

/** Encodings with characters of one byte and of two. */
const TWO_BYTES: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'euc-kr', 'big5', 'gbk', 'gb18030']);

/** The bytes of a text in one of the encodings that browsers know. */
function encode(text: string, encoding: string): Buffer {
  if (/^utf-16$/i.test(encoding)) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  const name = decoderOf(encoding).encoding;
  if (name === 'utf-8') return Buffer.from(text, 'utf8');
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const table = tableOf(encoding, name);
  const bytes = Array.from(text, (character) => {
    const found = table.get(character);
    if (found === undefined)
      throw new FunctionProblem(
        `the given string contains characters that cannot be represented in ${encoding}`,
        0,
      );
    return found;
  });
  return Buffer.from(bytes.flat());
}

const TABLES = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The bytes of each character: what a decoder makes of all there are, read the other way round. */
function tableOf(encoding: string, name: string): ReadonlyMap<string, readonly number[]> {
  const key = encoding.toLowerCase();
  const known = TABLES.get(key);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const add = (...bytes: readonly number[]): void => {
    const character = decoded(Uint8Array.from(bytes), encoding);
    if (character !== undefined && Array.from(character).length === 1 && !table.has(character))
      table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) add(byte);
  if (TWO_BYTES.has(name))
    for (let lead = 0x81; lead < 0xff; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) add(lead, trail);
  TABLES.set(key, table);
  return table;
}

function decode(text: string, encoding: string): string {
  const bytes = fromBase64(text);
  const found = decoded(bytes, /^utf-16$/i.test(encoding) ? byteOrder(bytes) : encoding);
  if (found === undefined)
    throw new FunctionProblem(`the given string contains bytes that are no ${encoding}`, 0);
  return (/^utf-16$/i.test(encoding) ? found.replace(/^\ufeff/, '') : found).normalize('NFC');
}

/** Without a mark that tells, the greater byte comes first. */
function byteOrder(bytes: Uint8Array): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'UTF-16LE' : 'UTF-16BE';
}

/** What windows-1252 has where ISO 8859-1 has control characters; Node's decoder takes the one for the other. Five have no meaning. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function isWindows1252(encoding: string): boolean {
  return /^(?:windows-|cp)1252$/i.test(encoding);
}

function isAscii(encoding: string): boolean {
  return /^(?:us-ascii|iso646-us|us|ansi_x3\.4-1968)$/i.test(encoding);
}

/** undefined where the bytes mean nothing in that encoding. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  const decoder = decoderOf(encoding);
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return undefined;
  }
  if (isAscii(encoding) && bytes.some((byte) => byte > 127)) return undefined;
  if (!isWindows1252(encoding)) return text;
  const replaced = text.replace(
    /[\u0080-\u009f]/g,
    (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control,
  );
  return /[\u0080-\u009f]/.test(replaced) ? undefined : replaced;
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> {
  const unsupported = `${JSON.stringify(encoding)} is not a supported IANA encoding name`;
  if (NOT_REGISTERED.test(encoding)) throw new FunctionProblem(unsupported, 1);
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw new FunctionProblem(unsupported, 1);
  }
}

export const TEXT_ENCODING: FunctionFamily = {
  base64gzip: {
    parameters: [parameter('str', 'string')],
    returns: 'string',
    run: ([text]) => gzipSync(asText(text), { level: 9 }).toString('base64'),
  },
  textencodebase64: {
    parameters: [parameter('string', 'string'), parameter('encoding', 'string')],
    returns: 'string',
    run: ([text, encoding]) => encode(asText(text), asText(encoding)).toString('base64'),
  },
  textdecodebase64: {
    parameters: [parameter('source', 'string'), parameter('encoding', 'string')],
    returns: 'string',
    run: ([text, encoding]) => decode(asText(text), asText(encoding)),
  },
};
