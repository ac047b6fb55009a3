import { TextDecoder } from 'node:util';
import { gzipSync } from 'node:zlib';
import { fromBase64 } from './encoding.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** The bytes of a text in one of the encodings that browsers know; those above all that have one byte a character. */
function encode(text: string, encoding: string): Buffer {
  const name = decoderOf(encoding).encoding;
  if (name === 'utf-8') return Buffer.from(text, 'utf8');
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const table = new Map(
    Array.from({ length: 256 }, (_, byte) => [fromBytes(Uint8Array.of(byte), encoding), byte] as const),
  );
  const bytes = Array.from(text, (character) => {
    const byte = table.get(character);
    if (byte === undefined)
      throw new FunctionProblem(
        `the given string contains characters that cannot be represented in ${encoding}`,
        0,
      );
    return byte;
  });
  return Buffer.from(bytes);
}

function decode(text: string, encoding: string): string {
  try {
    return fromBytes(fromBase64(text), encoding).normalize('NFC');
  } catch (error) {
    if (error instanceof FunctionProblem) throw error;
    throw new FunctionProblem(`the given string contains bytes that are no ${encoding}`, 0);
  }
}

/** What windows-1252 has where ISO 8859-1 has control characters; Node's decoder takes the one for the other. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function fromBytes(bytes: Uint8Array, encoding: string): string {
  const text = decoderOf(encoding).decode(bytes);
  if (!/^(?:windows-|cp)1252$/i.test(encoding)) return text;
  return text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control);
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    throw new FunctionProblem(`${JSON.stringify(encoding)} is not a supported IANA encoding name`, 1);
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
