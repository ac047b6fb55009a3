import { secret, uuid } from '../objects.js';
import { read, set } from '../procedure.js';
import { array, int, LIST_MAX, opaque, string, uint } from '../xdr.js';

/** Secrets. */
export const secretProcedures = {
  SECRET_LOOKUP_BY_UUID: read(141, { uuid: uuid }, { secret: secret }),
  SECRET_DEFINE_XML: set(142, { xml: string, flags: uint }, { secret: secret }),
  SECRET_GET_XML_DESC: read(143, { secret: secret, flags: uint }, { xml: string }),
  SECRET_SET_VALUE: set(144, { secret: secret, value: opaque(65_536), flags: uint }, {}),
  SECRET_GET_VALUE: read(145, { secret: secret, flags: uint }, { value: opaque(65_536) }),
  SECRET_UNDEFINE: set(146, { secret: secret }, {}),
  SECRET_LOOKUP_BY_USAGE: read(147, { usageType: int, usageID: string }, { secret: secret }),
  CONNECT_LIST_ALL_SECRETS: read(
    287,
    { needResults: int, flags: uint },
    { secrets: array(secret, LIST_MAX), ret: uint },
  ),
} as const;
