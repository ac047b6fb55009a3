import type { Diagnostic } from '@virtform/values';

/** An object that stands where another is to be made. */
export interface Occupant {
  readonly what: 'domain' | 'network' | 'pool' | 'volume';
  readonly name: string;
  /** Its UUID; of what has none, its name or `pool/name`. */
  readonly id: string;
}

/** The name is taken by something that is not ours. libvirt would redefine it silently if it were given its UUID too. */
export function nameClash(address: string, { what, name, id }: Occupant): Diagnostic {
  const known = id === name || id.endsWith(`/${name}`) ? `as ${id}` : `with UUID ${id}`;
  return {
    severity: 'error',
    summary: `${what} ${name} exists already and is not ours`,
    detail: `${address} was to be made under the name ${name}; libvirt has a ${what} of that name already, ${known}.`,
    action: `Give yours another name, or take the other one over as it is: an "import" block with its id, or virtform import '${address}' '${id}'`,
    address,
    path: ['name'],
  };
}
