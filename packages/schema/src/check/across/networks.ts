import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, partAt, shown, textAt, textOr, type Part } from '../part.js';
import { overlap, subnetAt, type Subnet } from '../subnet.js';
import { about, ofType, type AcrossRule, type Among } from './object.js';

/** Networks with a bridge that libvirt makes, which are all started by apply. */
const OWN_BRIDGE = ['none', 'nat', 'route', 'open'];

/** What two networks of one host cannot both be. */
export const networkRules: AcrossRule = (objects) => {
  const networks = ofType(objects, 'libvirt_network').filter(({ object }) => hasOwnBridge(object));
  return [...bridges(networks), ...subnets(networks)];
};

function hasOwnBridge(network: Part): boolean {
  const forward = partAt(network, 'forward');
  if (isUnset(forward)) return true;
  return isSet(forward) && OWN_BRIDGE.includes(textOr(forward, 'nat', 'mode') ?? '');
}

/** `networkBridgeNameValidate`; `virbr%d` stands for a name that is free. */
function bridges(networks: readonly Among[]): readonly Diagnostic[] {
  const seen = new Map<string, Among>();
  return networks.flatMap((among) => {
    const place = partAt(among.object, 'bridge', 'name');
    const name = textAt(place);
    if (name === undefined || name.includes('%d')) return [];
    const first = seen.get(name);
    seen.set(name, first ?? among);
    if (first === undefined) return [];
    return [
      about('error', among, place, {
        summary: `two networks have the bridge ${shown(place)}`,
        detail: `${first.address} has it too.`,
        action: 'Give each its own, or leave bridge.name out: libvirt finds one.',
      }),
    ];
  });
}

interface Claim {
  readonly among: Among;
  readonly place: Part;
  readonly subnet: Subnet;
}

/** Two networks of the same addresses: libvirt does not start the second (`networkCheckRouteCollision`); others it takes. */
function subnets(networks: readonly Among[]): readonly Diagnostic[] {
  const claims = networks.flatMap((among) =>
    elementsAt(among.object, 'ips').flatMap((ip): readonly Claim[] => {
      const subnet = subnetAt(ip);
      return subnet === undefined ? [] : [{ among, place: partAt(ip, 'address'), subnet }];
    }),
  );
  return claims.flatMap((claim, index) => {
    const other = claims
      .slice(0, index)
      .find(({ among, subnet }) => among !== claim.among && overlap(subnet, claim.subnet));
    if (other === undefined) return [];
    const same = other.subnet.value === claim.subnet.value && other.subnet.prefix === claim.subnet.prefix;
    // The kernel keeps no route to a network of one address, and libvirt looks at routes of IPv4 alone.
    const refused = same && claim.subnet.version === 4 && claim.subnet.prefix < 31;
    return [
      about(refused ? 'error' : 'warning', claim.among, claim.place, {
        summary: `the network of ${shown(claim.place)} ${same ? 'is' : 'overlaps'} that of ${other.among.address}`,
        detail: refused
          ? 'libvirt does not start the second of the two.'
          : 'The host reaches guests of one of the two only.',
        action: 'Choose addresses that no other network has.',
      }),
    ];
  });
}
