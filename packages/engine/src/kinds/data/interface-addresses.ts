import {
  type Domain,
  InterfaceAddressesSource,
  IpAddressType,
  isNotFound,
  libvirt,
  LibvirtError,
} from '@virtform/libvirt';
import { domainInterfaceAddresses } from '@virtform/schema';
import type { Diagnostic, Value } from '@virtform/values';
import { agreedLeases, type GuestInterface } from '../../guests/agreed-leases.js';
import { DataError, type DataKind } from '../data-kind.js';
import type { HostSource } from '../sources.js';
import { textAt } from '../shared/attributes.js';

/** Who can be asked for addresses. Only what a DHCP server knows is told to a read-only client. */
interface Witness {
  readonly name: 'lease' | 'agent';
  readonly source: number;
  readonly connection: 'read' | 'inspect';
}

const LEASE: Witness = { name: 'lease', source: InterfaceAddressesSource.LEASE, connection: 'read' };
const AGENT: Witness = { name: 'agent', source: InterfaceAddressesSource.AGENT, connection: 'inspect' };
/** Of `any`, the agent has the last word. */
const WITNESSES: Readonly<Record<string, readonly Witness[]>> = {
  lease: [LEASE],
  agent: [AGENT],
  any: [LEASE, AGENT],
};

/** Codes by which libvirt says that a guest has no addresses yet, or nobody who could tell them. */
const SILENT: ReadonlySet<string> = new Set([
  'VIR_ERR_AGENT_UNRESPONSIVE',
  'VIR_ERR_AGENT_UNSYNCED',
  // It has no channel for an agent.
  'VIR_ERR_ARGUMENT_UNSUPPORTED',
  // It is off.
  'VIR_ERR_OPERATION_INVALID',
  // Its network has no DHCP server of libvirt's.
  'VIR_ERR_OPERATION_UNSUPPORTED',
  'VIR_ERR_NO_SUPPORT',
]);

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** `libvirt_domain_interface_addresses`: the addresses that a guest has now. Having none is no error: it may get some later. */
export const interfaceAddressesKind: DataKind<HostSource> = {
  type: 'libvirt_domain_interface_addresses',
  schema: domainInterfaceAddresses,
  async read(wanted, source) {
    const domain = await findDomain(textAt(wanted, ['domain']) ?? '', source);
    const witnesses = WITNESSES[textAt(wanted, ['source']) ?? 'any'] ?? [];
    const { interfaces, silence } = await ask(domain, witnesses, source);
    return {
      attributes: { id: domain.uuid, interfaces: interfaces.map(describeInterface) },
      diagnostics: interfaces.length > 0 || silence === undefined ? [] : [silence],
    };
  },
};

async function findDomain(text: string, source: HostSource): Promise<Domain> {
  const { domains } = libvirt(await source.read());
  try {
    return await (UUID.test(text) ? domains.lookupByUuid(text) : domains.lookupByName(text));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new DataError(
      error instanceof Error ? error.message : `There is no domain ${text}.`,
      `Give the UUID or the name of one that virsh -c '${source.uri}' list --all shows; where this program makes it, refer to it: domain = libvirt_domain.NAME.uuid.`,
      { cause: error },
    );
  }
}

async function ask(
  domain: Domain,
  witnesses: readonly Witness[],
  source: HostSource,
): Promise<{ readonly interfaces: readonly GuestInterface[]; readonly silence: Diagnostic | undefined }> {
  let interfaces: readonly GuestInterface[] = [];
  let silence: Diagnostic | undefined;
  for (const witness of witnesses) {
    try {
      const caller = await source[witness.connection]();
      const told = await libvirt(caller).domains.interfaceAddresses(domain, witness.source);
      const agreed = agreedLeases(interfaces, told);
      interfaces = agreed.length > 0 ? agreed : told;
    } catch (error) {
      // Whoever is told leases need not be one who may ask the agent.
      if (interfaces.length > 0) continue;
      if (!isSilent(error)) throw error;
      silence = noAddresses(domain, witness, source, error);
    }
  }
  return { interfaces, silence };
}

function isSilent(error: unknown): error is LibvirtError {
  return error instanceof LibvirtError && error.codeName !== undefined && SILENT.has(error.codeName);
}

function noAddresses(
  { name }: Domain,
  witness: Witness,
  { uri }: HostSource,
  error: LibvirtError,
): Diagnostic {
  return {
    severity: 'warning',
    summary: `The guest ${name} has no addresses that ${uri} knows of`,
    detail: `Asked for those that the ${witness.name === 'lease' ? 'DHCP server' : 'agent in the guest'} knows, libvirt answered: ${error.message}`,
    action: `Plan again once it runs and has an address; virsh -c '${uri}' domifaddr ${name} --source ${witness.name} shows it.`,
    cause: error,
  };
}

function describeInterface({ name, hwaddr, addrs }: GuestInterface): Value {
  return {
    name,
    ...(hwaddr === undefined ? {} : { hwaddr }),
    addrs: addrs.map(({ type, addr, prefix }) => ({
      type: type === IpAddressType.IPV6 ? 'ipv6' : 'ipv4',
      addr,
      prefix,
    })),
  };
}
