import { type Caller, type Domain, libvirt } from '@virtform/libvirt';

/** The guest of that UUID, as it is now. */
export function findGuest(host: Caller, uuid: string): Promise<Domain> {
  return libvirt(host).domains.lookupByUuid(uuid);
}
