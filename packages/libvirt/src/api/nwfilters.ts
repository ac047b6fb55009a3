import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { Nwfilter, NwfilterBinding } from './values.js';

/** Calls on network filters and on where they are bound; each is one procedure of libvirt, under libvirt's name. */
export interface Nwfilters {
  list(options?: CallOptions): Promise<readonly Nwfilter[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Nwfilter>;
  lookupByName(name: string, options?: CallOptions): Promise<Nwfilter>;
  xmlDesc(filter: Nwfilter, options?: CallOptions): Promise<string>;
  /** Guests that use it get the new rules at once. `flags`: NwfilterDefineFlags (since 7.7). */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<Nwfilter>;
  /** Refused as long as a guest uses it. */
  undefine(filter: Nwfilter, options?: CallOptions): Promise<void>;
  /** The interfaces that a filter is bound to. Since 4.5, as all of bindings. */
  listBindings(options?: CallOptions): Promise<readonly NwfilterBinding[]>;
  /** By the interface's device on the host: `vnet0`. */
  lookupBindingByPortDev(portDev: string, options?: CallOptions): Promise<NwfilterBinding>;
  bindingXmlDesc(binding: NwfilterBinding, options?: CallOptions): Promise<string>;
  /** `flags`: NwfilterBindingCreateFlags. */
  createBindingXml(xml: string, flags?: number, options?: CallOptions): Promise<NwfilterBinding>;
  deleteBinding(binding: NwfilterBinding, options?: CallOptions): Promise<void>;
}

/** The calls on network filters of one host. */
export function nwfilterCalls(caller: Caller): Nwfilters {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('CONNECT_LIST_ALL_NWFILTERS', [], ({ filters }) => filters, { needResults: 1, flags: 0 }),
    lookupByUuid: answer('NWFILTER_LOOKUP_BY_UUID', ['uuid'], ({ nwfilter }) => nwfilter),
    lookupByName: answer('NWFILTER_LOOKUP_BY_NAME', ['name'], ({ nwfilter }) => nwfilter),
    xmlDesc: answer('NWFILTER_GET_XML_DESC', ['nwfilter'], ({ xml }) => xml, { flags: 0 }),
    defineXml: async (xml, flags = 0, options) => {
      // Only the older of the two is known to all daemons.
      const { nwfilter } =
        flags === 0
          ? await caller.call('NWFILTER_DEFINE_XML', { xml }, options)
          : await caller.call('NWFILTER_DEFINE_XML_FLAGS', { xml, flags }, options);
      return nwfilter;
    },
    undefine: action('NWFILTER_UNDEFINE', ['nwfilter']),
    listBindings: answer('CONNECT_LIST_ALL_NWFILTER_BINDINGS', [], ({ bindings }) => bindings, {
      needResults: 1,
      flags: 0,
    }),
    lookupBindingByPortDev: answer(
      'NWFILTER_BINDING_LOOKUP_BY_PORT_DEV',
      ['name'],
      ({ nwfilter }) => nwfilter,
    ),
    bindingXmlDesc: answer('NWFILTER_BINDING_GET_XML_DESC', ['nwfilter'], ({ xml }) => xml, { flags: 0 }),
    createBindingXml: answer('NWFILTER_BINDING_CREATE_XML', ['xml', 'flags'], ({ nwfilter }) => nwfilter),
    deleteBinding: action('NWFILTER_BINDING_DELETE', ['nwfilter']),
  };
}
