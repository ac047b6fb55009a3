import { createHash } from 'node:crypto';

const SUFFIX = '.virtform-parking';

/** The network that interfaces of a network are parked on. */
export function parkingName(network: string): string {
  return `${network}${SUFFIX}`;
}

/** The network that a parked interface belongs to; any other network's name stays. */
export function withoutParking(network: string): string {
  return network.endsWith(SUFFIX) ? network.slice(0, -SUFFIX.length) : network;
}

/** Its UUID, by which it is found without looking through all networks. */
export function parkingUuid(network: string): string {
  const hex = createHash('sha256').update(parkingName(network)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
