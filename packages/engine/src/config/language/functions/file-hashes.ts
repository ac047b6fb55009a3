import { createHash } from 'node:crypto';
import { readBytes } from './files.js';
import { asText, FunctionFamily, FunctionSpec, parameter } from './function.js';

/** The digest of a file's bytes. */
function digest(algorithm: string, encoding: 'hex' | 'base64'): FunctionSpec {
  return {
    parameters: [parameter('path', 'string')],
    returns: 'string',
    run: ([path], surroundings) =>
      createHash(algorithm)
        .update(readBytes(asText(path), surroundings))
        .digest(encoding),
  };
}

export const FILE_HASHES: FunctionFamily = {
  filebase64sha256: digest('sha256', 'base64'),
  filebase64sha512: digest('sha512', 'base64'),
  filemd5: digest('md5', 'hex'),
  filesha1: digest('sha1', 'hex'),
  filesha256: digest('sha256', 'hex'),
  filesha512: digest('sha512', 'hex'),
};
