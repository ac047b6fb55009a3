import type { Diagnostic } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import {
  elementsAt,
  hasAllElements,
  isSet,
  isUnset,
  numberAt,
  partAt,
  shown,
  textAt,
  textOr,
  type Part,
} from '../part.js';
import { refused, type Rule } from '../rule.js';
import { addressAt } from '../subnet.js';

/** What goes with which way out: `virNetworkDefParseXML`, `virNetworkForwardDefParseXML`, `networkValidate`, the same in 9.0 and 11.3. */
export const forwardRules: Rule = (network) => [
  ...withoutAddress(network),
  ...belongings(network),
  ...devices(network),
  ...nat(network),
];

/** Ways out over a bridge that libvirt makes; `none` stands for an isolated network. */
const ROUTED = ['nat', 'route', 'open'];
const OWN_BRIDGE = ['none', ...ROUTED];

/** The way out; undefined where it is not known. */
function modeOf(network: Part): string | undefined {
  const forward = partAt(network, 'forward');
  if (isUnset(forward)) return 'none';
  return isSet(forward) ? textOr(forward, 'nat', 'mode') : undefined;
}

function withoutAddress(network: Part): readonly Diagnostic[] {
  const mode = modeOf(network);
  if (mode === undefined || !ROUTED.includes(mode)) return [];
  if (!hasAllElements(network, 'ips') || elementsAt(network, 'ips').length > 0) return [];
  return [
    refused(partAt(network, 'forward'), {
      summary: `the way out is ${mode}, and the network has no address`,
      action: 'Give the host an address in ips, or leave forward out.',
    }),
  ];
}

/** What a network cannot say, by its way out. */
const BELONGS: readonly {
  readonly path: readonly string[];
  readonly modes: readonly string[];
  readonly to: string;
}[] = [
  { path: ['mac', 'address'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['ips'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['domain', 'name'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['dns', 'host'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['dns', 'sr_vs'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['dns', 'tx_ts'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['mtu'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['bridge', 'stp'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['bridge', 'zone'], modes: OWN_BRIDGE, to: 'nat, route, open and isolated networks' },
  { path: ['bridge', 'name'], modes: [...OWN_BRIDGE, 'bridge'], to: 'networks with a bridge' },
  { path: ['bridge', 'mac_table_manager'], modes: [...OWN_BRIDGE, 'bridge'], to: 'networks with a bridge' },
  { path: ['bandwidth'], modes: [...OWN_BRIDGE, 'bridge'], to: 'networks with a bridge' },
  { path: ['forward', 'nat'], modes: ['nat'], to: 'the mode nat' },
  { path: ['forward', 'addresses'], modes: ['hostdev'], to: 'the mode hostdev' },
];

function belongings(network: Part): readonly Diagnostic[] {
  const mode = modeOf(network);
  if (mode === undefined) return [];
  return BELONGS.flatMap(({ path, modes, to }) => {
    const place = partAt(network, ...path);
    const given = Array.isArray(place.value)
      ? elementsAt(place).length > 0
      : isSet(place) && place.value !== '';
    if (!given || modes.includes(mode)) return [];
    return [
      refused(place, {
        summary: `${path.join('.')} is only for ${to}, and the way out is ${mode}`,
        action: 'Take it out, or choose another forward.mode.',
      }),
    ];
  });
}

/** The interfaces of the host that traffic leaves by. */
function devices(network: Part): readonly Diagnostic[] {
  const mode = modeOf(network);
  const forward = partAt(network, 'forward');
  const dev = partAt(forward, 'dev');
  const interfaces = elementsAt(forward, 'interfaces');
  const [first, second] = interfaces;
  const functions = elementsAt(forward, 'pfs');
  const named = textAt(dev) === undefined ? first : dev;
  const found: Diagnostic[] = [];
  if (textAt(dev) !== undefined && (elementsAt(forward, 'addresses').length > 0 || functions.length > 0)) {
    found.push(
      refused(dev, {
        summary: 'forward.dev is for a single interface, and addresses or pfs are given too',
        action: 'Take forward.dev out.',
      }),
    );
  }
  const firstName = first === undefined ? undefined : textAt(first, 'dev');
  if (firstName !== undefined && textAt(dev) !== undefined && textAt(dev) !== firstName) {
    found.push(
      refused(dev, {
        summary: 'forward.dev is not the first of forward.interfaces',
        action: 'Take forward.dev out: the first of the interfaces counts.',
      }),
    );
  }
  if (second !== undefined && mode !== undefined && ROUTED.includes(mode)) {
    found.push(
      refused(second, {
        summary: `a network of the mode ${mode} leaves by one interface, and ${interfaces.length} are given`,
        action: 'Keep one.',
      }),
    );
  }
  if (named !== undefined && mode === 'open') {
    found.push(
      refused(named, {
        summary: 'a network of the mode open leaves by whatever the host says, and an interface is given',
        action: 'Take it out, or choose the mode route.',
      }),
    );
  }
  if (named !== undefined && mode === 'hostdev') {
    found.push(
      refused(named, {
        summary: 'a network of the mode hostdev names its devices by address',
        action: 'Give them in forward.addresses, or their physical function in forward.pfs.',
      }),
    );
  }
  if (
    mode === 'bridge' &&
    textAt(network, 'bridge', 'name') !== undefined &&
    (named ?? functions[0]) !== undefined
  ) {
    found.push(
      refused(partAt(network, 'bridge', 'name'), {
        summary: 'a network of the mode bridge is either a bridge or interfaces, and both are given',
        action: 'Take out bridge.name, or the interfaces.',
      }),
    );
  }
  return [...found, ...repeatedDevices(interfaces), ...repeatedFunctions(functions)];
}

function repeatedDevices(interfaces: readonly Part[]): readonly Diagnostic[] {
  return duplicates({
    parts: interfaces,
    key: (one) => textAt(one, 'dev'),
    place: (one) => partAt(one, 'dev'),
    finding: (one) => ({
      summary: `the interface ${shown(partAt(one, 'dev'))} is given twice`,
      action: 'Keep one of the two.',
    }),
  });
}

function repeatedFunctions([, second]: readonly Part[]): readonly Diagnostic[] {
  if (second === undefined) return [];
  return [
    refused(second, {
      summary: 'a network has one physical function, and several are given',
      action: 'Keep one.',
    }),
  ];
}

/** Addresses and ports that guests appear as. */
function nat(network: Part): readonly Diagnostic[] {
  const place = partAt(network, 'forward', 'nat');
  return [
    ...['addresses', 'ports'].flatMap((name) => {
      const [, second] = elementsAt(place, name);
      if (second === undefined) return [];
      return [
        refused(second, {
          summary: `nat has one range of ${name}, and several are given`,
          action: 'Keep one.',
        }),
      ];
    }),
    ...elementsAt(place, 'addresses').flatMap(natAddresses),
    ...elementsAt(place, 'ports').flatMap(natPorts),
  ];
}

function natAddresses(range: Part): readonly Diagnostic[] {
  const [start, end] = [partAt(range, 'start'), partAt(range, 'end')];
  const [first, last] = [addressAt(start), addressAt(end)];
  const sixth = [start, end].filter((place) => addressAt(place)?.version === 6);
  if (sixth.length > 0) {
    return sixth.map((place) =>
      refused(place, {
        summary: 'guests appear as IPv4 addresses alone',
        action: 'Give IPv4 addresses, or leave them out.',
      }),
    );
  }
  if (first === undefined || last === undefined) return [];
  if (first.value > last.value) {
    return [
      refused(start, {
        summary: `the range begins at ${shown(start)}, after its end ${shown(end)}`,
        action: 'Exchange the two.',
      }),
    ];
  }
  return first.value >> 16n === last.value >> 16n
    ? []
    : [
        refused(end, {
          summary: 'the range is too large: its addresses differ in more than their last 16 bits',
          action: 'Give fewer.',
        }),
      ];
}

function natPorts(range: Part): readonly Diagnostic[] {
  const [start, end] = [partAt(range, 'start'), partAt(range, 'end')];
  const [first, last] = [numberAt(start), numberAt(end)];
  if (first === undefined || last === undefined || first <= last) return [];
  return [
    refused(start, {
      summary: `the range begins at port ${shown(start)}, after its end ${shown(end)}`,
      action: 'Exchange the two.',
    }),
  ];
}
