import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { Secret } from './values.js';

/** Calls on secrets: passwords and keys that guests and pools need. Each is one procedure of libvirt, under libvirt's name. */
export interface Secrets {
  /** `flags`: SecretListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly Secret[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Secret>;
  /** `usageType`: SecretUsageType; the id is what the secret's XML says of it: a volume's path, a name. */
  lookupByUsage(usageType: number, usageId: string, options?: CallOptions): Promise<Secret>;
  /** `flags`: SecretDefineFlags. */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<Secret>;
  /** Its value goes with it. */
  undefine(secret: Secret, options?: CallOptions): Promise<void>;
  /** Without its value. */
  xmlDesc(secret: Secret, options?: CallOptions): Promise<string>;
  /** Up to 64 KiB. */
  setValue(secret: Secret, value: Uint8Array, options?: CallOptions): Promise<void>;
  /** Refused to read-only connections, and to all where the secret is private (VIR_ERR_INVALID_SECRET). */
  value(secret: Secret, options?: CallOptions): Promise<Uint8Array>;
}

/** The calls on secrets of one host. */
export function secretCalls(caller: Caller): Secrets {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('CONNECT_LIST_ALL_SECRETS', ['flags'], ({ secrets }) => secrets, { needResults: 1 }),
    lookupByUuid: answer('SECRET_LOOKUP_BY_UUID', ['uuid'], ({ secret }) => secret),
    lookupByUsage: answer('SECRET_LOOKUP_BY_USAGE', ['usageType', 'usageID'], ({ secret }) => secret),
    defineXml: answer('SECRET_DEFINE_XML', ['xml', 'flags'], ({ secret }) => secret),
    undefine: action('SECRET_UNDEFINE', ['secret']),
    xmlDesc: answer('SECRET_GET_XML_DESC', ['secret'], ({ xml }) => xml, { flags: 0 }),
    setValue: action('SECRET_SET_VALUE', ['secret', 'value'], { flags: 0 }),
    value: answer('SECRET_GET_VALUE', ['secret'], ({ value }) => value, { flags: 0 }),
  };
}
