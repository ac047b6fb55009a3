import { nwfilter, nwfilterBinding, uuid } from '../objects.js';
import { read, set } from '../procedure.js';
import { array, int, LIST_MAX, string, uint } from '../xdr.js';

/** Network filters and where they are bound. */
export const nwfilterProcedures = {
  NWFILTER_LOOKUP_BY_NAME: read(175, { name: string }, { nwfilter: nwfilter }),
  NWFILTER_LOOKUP_BY_UUID: read(176, { uuid: uuid }, { nwfilter: nwfilter }),
  NWFILTER_GET_XML_DESC: read(177, { nwfilter: nwfilter, flags: uint }, { xml: string }),
  NWFILTER_DEFINE_XML: set(180, { xml: string }, { nwfilter: nwfilter }),
  NWFILTER_UNDEFINE: set(181, { nwfilter: nwfilter }, {}),
  CONNECT_LIST_ALL_NWFILTERS: read(
    286,
    { needResults: int, flags: uint },
    { filters: array(nwfilter, LIST_MAX), ret: uint },
  ),
  NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: read(397, { name: string }, { nwfilter: nwfilterBinding }),
  NWFILTER_BINDING_GET_XML_DESC: read(398, { nwfilter: nwfilterBinding, flags: uint }, { xml: string }),
  NWFILTER_BINDING_CREATE_XML: set(399, { xml: string, flags: uint }, { nwfilter: nwfilterBinding }),
  NWFILTER_BINDING_DELETE: set(400, { nwfilter: nwfilterBinding }, {}),
  CONNECT_LIST_ALL_NWFILTER_BINDINGS: read(
    401,
    { needResults: int, flags: uint },
    { bindings: array(nwfilterBinding, LIST_MAX), ret: uint },
  ),
  NWFILTER_DEFINE_XML_FLAGS: set(431, { xml: string, flags: uint }, { nwfilter: nwfilter }),
} as const;
