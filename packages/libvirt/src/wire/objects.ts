import {
  array,
  double,
  fixedOpaque,
  flag,
  hyper,
  int,
  mapped,
  optional,
  string,
  struct,
  type TypeOf,
  uhyper,
  uint,
  type Xdr,
} from './xdr.js';
import { XdrError } from './xdr-error.js';

// The values that stand for libvirt's objects on the wire: names and UUIDs, never handles.

/** A UUID as its canonical lower-case string. */
export const uuid: Xdr<string> = mapped(fixedOpaque(16), formatUuid, parseUuid);

/** A guest. `id` is -1 while it is shut off; calls go by the UUID. */
export const domain = struct({ name: string, uuid, id: int });
export const network = struct({ name: string, uuid });
export const networkPort = struct({ net: network, uuid });
export const nwfilter = struct({ name: string, uuid });
export const nwfilterBinding = struct({ portdev: string, filtername: string });
/** A network interface of the host itself. */
export const iface = struct({ name: string, mac: string });
export const storagePool = struct({ name: string, uuid });
/** A volume; `pool` is the pool's name, `key` unique on the host (a path, mostly). */
export const storageVol = struct({ pool: string, name: string, key: string });
export const nodeDevice = struct({ name: string });
export const secret = struct({ uuid, usageType: int, usageID: string });
export const domainCheckpoint = struct({ name: string, dom: domain });
export const domainSnapshot = struct({ name: string, dom: domain });

/** virTypedParameterType, from libvirt-common.h. */
const typedValues = {
  int: { tag: 1, type: int },
  uint: { tag: 2, type: uint },
  llong: { tag: 3, type: hyper },
  ullong: { tag: 4, type: uhyper },
  double: { tag: 5, type: double },
  boolean: { tag: 6, type: flag },
  string: { tag: 7, type: string },
} as const;

type TypedValues = typeof typedValues;

/** A named value with its type, libvirt's answer to structs that must grow: `{field: 'cpu.time', type: 'ullong', value: 1n}`. */
export type TypedParameter = {
  [K in keyof TypedValues]: {
    readonly field: string;
    readonly type: K;
    readonly value: TypeOf<TypedValues[K]['type']>;
  };
}[keyof TypedValues];

export const typedParameter: Xdr<TypedParameter> = {
  read: (reader) => {
    const field = string.read(reader);
    const tag = int.read(reader);
    switch (tag) {
      case 1:
        return { field, type: 'int', value: int.read(reader) };
      case 2:
        return { field, type: 'uint', value: uint.read(reader) };
      case 3:
        return { field, type: 'llong', value: hyper.read(reader) };
      case 4:
        return { field, type: 'ullong', value: uhyper.read(reader) };
      case 5:
        return { field, type: 'double', value: double.read(reader) };
      case 6:
        return { field, type: 'boolean', value: flag.read(reader) };
      case 7:
        return { field, type: 'string', value: string.read(reader) };
      default:
        throw new XdrError(`the typed parameter ${field} has the unknown type ${tag}`);
    }
  },
  write: (writer, parameter) => {
    string.write(writer, parameter.field);
    const { tag, type }: { tag: number; type: Xdr<unknown> } = typedValues[parameter.type];
    int.write(writer, tag);
    type.write(writer, parameter.value);
  },
};

/** Typed parameters, up to a limit. */
export function typedParameters(limit: number): Xdr<readonly TypedParameter[]> {
  return array(typedParameter, limit);
}

/** remote_error: what a reply with status ERROR carries. */
export const remoteError = struct({
  code: int,
  domain: int,
  message: optional(string),
  level: int,
  dom: optional(domain),
  str1: optional(string),
  str2: optional(string),
  str3: optional(string),
  int1: int,
  int2: int,
  net: optional(network),
});

function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function parseUuid(text: string): Uint8Array {
  const bytes = Buffer.from(hexOf(text), 'hex');
  // Decoding stops at what is no digit.
  if (bytes.length !== 16) throw new XdrError(`"${text}" is not a UUID`);
  return bytes;
}

/** Its digits; nothing where there are not 32, or lines in other places than libvirt writes them. Faster than an expression. */
function hexOf(text: string): string {
  if (text.length === 32) return text;
  const lines =
    text.length === 36 && text[8] === '-' && text[13] === '-' && text[18] === '-' && text[23] === '-';
  return lines
    ? text.slice(0, 8) + text.slice(9, 13) + text.slice(14, 18) + text.slice(19, 23) + text.slice(24)
    : '';
}
