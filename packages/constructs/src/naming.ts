import { createHash } from 'node:crypto';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** The id of the resource within a construct. cdktf leaves this one out of addresses: `libvirt_domain.web`, as a person would say. */
export const RESOURCE_ID = 'Default';

/** The ids that lead from the stack to a construct. */
function idsBelowStack(construct: Construct): readonly string[] {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.findLastIndex((scope) => TerraformStack.isStack(scope)) + 1)
    .map((scope) => scope.node.id);
}

/** What a construct is called in libvirt unless the program names it: `web`; within another construct, `web-data`. */
export function defaultName(construct: Construct): string {
  return idsBelowStack(construct).join('-');
}

/**
 * A MAC address that stays the same as long as the construct stays where it is. `52:54:00` is QEMU's; lower case, because a
 * Terraform provider that reads libvirt's spelling back takes upper case for a difference.
 *
 * @param nic which of the construct's NICs
 */
export function stableMac(construct: Construct, nic: string): string {
  const digest = createHash('sha256').update(`${construct.node.path}|${nic}`).digest('hex');
  return ['52', '54', '00', digest.slice(0, 2), digest.slice(2, 4), digest.slice(4, 6)].join(':');
}

/** `vda`, `vdb`, … `vdz`, `vdaa`: how Linux and libvirt count virtio disks. */
export function diskTarget(index: number): string {
  const letters = (count: number): string => {
    const last = String.fromCharCode('a'.charCodeAt(0) + (count % 26));
    return count < 26 ? last : letters(Math.floor(count / 26) - 1) + last;
  };
  return `vd${letters(index)}`;
}
