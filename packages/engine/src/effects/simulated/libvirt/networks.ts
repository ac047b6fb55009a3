import { writeXml } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import {
  type ArgsOf,
  type Network,
  NetworkListFlags,
  NetworkUpdateCommand,
  NetworkUpdateSection,
  NetworkXmlFlags,
} from '@virtform/libvirt';
import type { Handlers } from './handlers.js';
import { refuse } from './refusals.js';
import { affected, selected } from './select.js';
import { at, attribute, children, ensure, fill, read, setText, text } from './tree.js';
import { randomMac, randomUuid } from './world.js';
import type { SimulatedNetwork, World } from './world.js';
import { thaw } from '@virtform/schema';

/** The networks of a host. */
export function networkHandlers(world: World): Handlers {
  const { networks } = world;
  const find = ({ uuid, name }: Network): SimulatedNetwork => {
    const found = networks.get(uuid);
    if (found === undefined) {
      throw refuse('noNetwork', `Network not found: no network with matching uuid '${uuid}' (${name})`);
    }
    return found;
  };
  /** Reads a definition whose name and UUID are nobody else's. */
  const readNew = (
    xml: string,
  ): { readonly document: XmlBuilder; readonly name: string; readonly uuid: string } => {
    const document = read(xml, 'network');
    const name = text(document, 'name') ?? '';
    if (name === '') throw refuse('xml', 'XML error: missing name element');
    const same = [...networks.values()].find((network) => network.name === name);
    const uuid = text(document, 'uuid') ?? randomUuid(world.random);
    if (same !== undefined && same.uuid !== uuid) {
      throw refuse(
        'operationFailed',
        `operation failed: network '${name}' already exists with uuid ${same.uuid}`,
      );
    }
    const known = networks.get(uuid);
    if (known !== undefined && known.name !== name) {
      throw refuse(
        'operationFailed',
        `operation failed: network '${known.name}' is already defined with uuid ${uuid}`,
      );
    }
    return { document, name, uuid };
  };
  const define = (xml: string): { readonly net: Network } => {
    const { document, name, uuid } = readNew(xml);
    const known = networks.get(uuid);
    const stored = filled(world, document, uuid);
    if (known === undefined) networks.set(uuid, { uuid, name, stored, running: undefined, autostart: false });
    else known.stored = stored;
    return { net: { uuid, name } };
  };
  const bringUp = (definition: XmlBuilder): XmlBuilder => {
    const bridge = attribute(definition, ['bridge'], 'name');
    const isTaken = ({ running }: SimulatedNetwork): boolean =>
      running !== undefined && attribute(running, ['bridge'], 'name') === bridge;
    if (bridge !== undefined && [...networks.values()].some(isTaken))
      throw refuse('system', `Unable to create bridge ${bridge}: File exists`);
    return started(definition);
  };
  const stop = (network: SimulatedNetwork): void => {
    network.running = undefined;
    if (network.stored === undefined) networks.delete(network.uuid);
  };
  return {
    CONNECT_LIST_ALL_NETWORKS: ({ flags }) => {
      const nets = [...networks.values()]
        .filter(({ running, stored, autostart }) =>
          selected(flags, [
            {
              [NetworkListFlags.INACTIVE]: running === undefined,
              [NetworkListFlags.ACTIVE]: running !== undefined,
            },
            {
              [NetworkListFlags.PERSISTENT]: stored !== undefined,
              [NetworkListFlags.TRANSIENT]: stored === undefined,
            },
            { [NetworkListFlags.AUTOSTART]: autostart, [NetworkListFlags.NO_AUTOSTART]: !autostart },
          ]),
        )
        .map(({ uuid, name }) => ({ uuid, name }));
      return { nets, ret: nets.length };
    },
    NETWORK_LOOKUP_BY_UUID: ({ uuid }) => ({ net: handleOf(find({ uuid, name: '' })) }),
    NETWORK_LOOKUP_BY_NAME: ({ name }) => {
      const found = [...networks.values()].find((network) => network.name === name);
      if (found === undefined) {
        throw refuse('noNetwork', `Network not found: no network with matching name '${name}'`);
      }
      return { net: handleOf(found) };
    },
    NETWORK_GET_XML_DESC: ({ net, flags }) => {
      const { running, stored } = find(net);
      const shown = (flags & NetworkXmlFlags.INACTIVE) !== 0 ? (stored ?? running) : (running ?? stored);
      return { xml: shown === undefined ? '' : writeXml(shown) };
    },
    NETWORK_IS_ACTIVE: ({ net }) => ({ active: find(net).running === undefined ? 0 : 1 }),
    NETWORK_IS_PERSISTENT: ({ net }) => ({ persistent: find(net).stored === undefined ? 0 : 1 }),
    NETWORK_GET_AUTOSTART: ({ net }) => ({ autostart: find(net).autostart ? 1 : 0 }),
    NETWORK_SET_AUTOSTART: ({ net, autostart }) => {
      find(net).autostart = autostart !== 0;
      return {};
    },
    NETWORK_DEFINE_XML: ({ xml }) => define(xml),
    NETWORK_DEFINE_XML_FLAGS: ({ xml }) => define(xml),
    NETWORK_CREATE: ({ net }) => {
      const network = find(net);
      if (network.running !== undefined || network.stored === undefined) {
        throw refuse('invalidOperation', 'Requested operation is not valid: network is already active');
      }
      network.running = bringUp(network.stored);
      return {};
    },
    // It is there as long as it runs.
    NETWORK_CREATE_XML: ({ xml }) => {
      const { document, name, uuid } = readNew(xml);
      if (networks.has(uuid))
        throw refuse(
          'invalidOperation',
          `Requested operation is not valid: network '${name}' is already active`,
        );
      const running = bringUp(filled(world, document, uuid));
      networks.set(uuid, { uuid, name, stored: undefined, running, autostart: false });
      return { net: { uuid, name } };
    },
    NETWORK_DESTROY: ({ net }) => {
      const network = find(net);
      if (network.running === undefined) {
        throw refuse(
          'invalidOperation',
          `Requested operation is not valid: network '${network.name}' is not active`,
        );
      }
      stop(network);
      return {};
    },
    NETWORK_UNDEFINE: ({ net }) => {
      const network = find(net);
      if (network.stored === undefined) {
        throw refuse(
          'invalidOperation',
          "Requested operation is not valid: can't undefine transient network",
        );
      }
      network.stored = undefined;
      network.autostart = false;
      if (network.running === undefined) networks.delete(network.uuid);
      return {};
    },
    NETWORK_UPDATE: (args) => {
      const network = find(args.net);
      const sides = affected('network', network, args.flags);
      // Both are tried before either is kept, as libvirt does with copies of its definitions.
      const [live, stored] = [
        sides.live && network.running !== undefined ? updated(network.running, args) : network.running,
        sides.stored && network.stored !== undefined ? updated(network.stored, args) : network.stored,
      ];
      network.running = live;
      network.stored = stored;
      return {};
    },
  };
}

function handleOf({ uuid, name }: SimulatedNetwork): Network {
  return { uuid, name };
}

/** What libvirt adds to a definition: UUID, bridge, MAC. */
function filled(world: World, document: XmlBuilder, uuid: string): XmlBuilder {
  setText(ensure(document, 'uuid'), uuid);
  const mode =
    at(document, 'forward') === undefined ? 'none' : (attribute(document, ['forward'], 'mode') ?? 'nat');
  if (at(document, 'forward') !== undefined) fill(ensure(document, 'forward'), { mode });
  if (!['none', 'nat', 'route', 'open'].includes(mode)) return document;
  const bridge = ensure(document, 'bridge');
  if (!bridge.attributes.has('name')) bridge.attributes.set('name', `virbr${world.next('bridge')}`);
  fill(bridge, { stp: 'on', delay: '0' });
  if (at(document, 'mac') === undefined)
    ensure(document, 'mac').attributes.set('address', randomMac(world.random));
  return document;
}

/** The running side of a definition: translated traffic gets the ports that it leaves by. */
function started(stored: XmlBuilder): XmlBuilder {
  const running = thaw(stored);
  if (attribute(running, ['forward'], 'mode') !== 'nat') return running;
  if (at(running, 'forward', 'nat', 'port') === undefined) {
    fill(ensure(running, 'forward', 'nat', 'port'), { start: '1024', end: '65535' });
  }
  return running;
}

/** Sections, as far as they can be updated: the element, where its list stands, and by what two are the same. */
const SECTIONS: Readonly<
  Record<
    number,
    {
      readonly what: string;
      readonly list: readonly string[];
      readonly name: string;
      readonly keys: readonly string[];
    }
  >
> = {
  [NetworkUpdateSection.IP_DHCP_HOST]: {
    what: 'dhcp host entry',
    list: ['dhcp'],
    name: 'host',
    keys: ['mac', 'ip', 'name'],
  },
  [NetworkUpdateSection.IP_DHCP_RANGE]: {
    what: 'dhcp range',
    list: ['dhcp'],
    name: 'range',
    keys: ['start', 'end'],
  },
  [NetworkUpdateSection.DNS_HOST]: { what: 'DNS HOST record', list: ['dns'], name: 'host', keys: ['ip'] },
};
const { MODIFY, DELETE, ADD_FIRST } = NetworkUpdateCommand;

/** The document with one element of a list added, changed or taken out. */
function updated(
  document: XmlBuilder,
  { command, section, parentIndex, xml }: ArgsOf<'NETWORK_UPDATE'>,
): XmlBuilder {
  const kind = SECTIONS[section];
  if (kind === undefined) {
    throw refuse('operationFailed', `can't update section ${section} of network`);
  }
  const result = thaw(document);
  const parent =
    kind.list[0] === 'dns' ? result : (children(result, 'ip')[Math.max(parentIndex, 0)] ?? result);
  const list = ensure(parent, ...kind.list);
  const wanted = read(xml, kind.name);
  const same = (other: XmlBuilder): boolean =>
    kind.keys.some(
      (key) => wanted.attributes.has(key) && wanted.attributes.get(key) === other.attributes.get(key),
    );
  const place = list.children.findIndex(
    (child) => typeof child !== 'string' && child.name === kind.name && same(child),
  );
  if (command === MODIFY || command === DELETE) {
    if (place < 0) {
      throw refuse(
        'invalidOperation',
        `Requested operation is not valid: couldn't locate a matching ${kind.what} in network`,
      );
    }
    list.children.splice(place, 1, ...(command === MODIFY ? [wanted] : []));
  } else {
    if (place >= 0) {
      throw refuse(
        'invalidOperation',
        `Requested operation is not valid: there is an existing ${kind.what} in network that matches`,
      );
    }
    if (command === ADD_FIRST) list.children.unshift(wanted);
    else list.children.push(wanted);
  }
  return result;
}
