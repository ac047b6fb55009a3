import { type Caller, type Domain, InterfaceAddressesSource, libvirt } from '@virtform/libvirt';
import { decode, domain as domainSchema, parseXml } from '@virtform/schema';
import { isList, isObject } from '@virtform/values';
import type { ClockEffects } from '../effects/effects.js';
import { AgentError, runInGuest } from './agent.js';
import { type Check, checkGuest, type SeenInside } from './checks.js';
import { type GuestHost, readGuests } from './status.js';

/** What a guest is, from outside and inside. */
export interface Evidence {
  readonly guest: string;
  /** File names and what they hold. */
  readonly files: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}

/** What is asked inside, and the file that keeps the answer. */
const COMMANDS = {
  'lspci.txt': ['lspci'],
  'dmidecode.txt': ['dmidecode', '-t', 'system'],
  'cpuinfo.txt': ['cat', '/proc/cpuinfo'],
} as const;

/**
 * Gathers what a running guest is: its definition, what its own tools say, its addresses; and holds the two against each other.
 *
 * @param host a connection that may use the agent
 * @throws AgentError where a tool is missing in the guest; nothing is half gathered
 */
export async function gatherEvidence(host: Caller, domain: Domain, clock: ClockEffects): Promise<Evidence> {
  const guestHost: GuestHost = { read: host, inspect: () => Promise.resolve(host) };
  const { domains } = libvirt(host);
  const [xml, statuses, interfaces] = await Promise.all([
    domains.xmlDesc(domain),
    readGuests(guestHost, [domain.uuid], clock),
    domains.interfaceAddresses(domain, InterfaceAddressesSource.AGENT),
  ]);
  const said: Record<string, string> = {};
  for (const [file, command] of Object.entries(COMMANDS)) {
    const { exitCode, stdout, stderr } = await runInGuest(host, domain, command, clock);
    if (exitCode !== 0) {
      throw new AgentError(
        `"${command.join(' ')}" in guest ${domain.name} ended with ${exitCode}: ${stderr.trim()}`,
        'Evidence is written whole or not at all. Install the tool in the guest, or leave the guest out.',
      );
    }
    said[file] = stdout;
  }
  const seen: SeenInside = {
    dmidecode: said['dmidecode.txt'] ?? '',
    cpuinfo: said['cpuinfo.txt'] ?? '',
    macs: interfaces.map(({ hwaddr }) => (hwaddr ?? '').toLowerCase()).filter((mac) => mac !== ''),
  };
  const status = statuses[0];
  const addresses = interfaces.flatMap(({ name, hwaddr, addrs }) =>
    addrs.map(({ addr, prefix }) => `${name} ${hwaddr ?? '-'} ${addr}/${prefix}`),
  );
  const checks = checkGuest({ uuid: domain.uuid, vcpus: status?.vcpus ?? 0, macs: macsIn(xml) }, seen);
  return {
    guest: domain.name,
    files: {
      'domain.xml': xml,
      ...said,
      'addresses.txt': addresses.map((line) => `${line}\n`).join(''),
      'checks.txt': checks
        .map(
          ({ what, declared, seen: found, holds }) =>
            `${holds ? 'ok  ' : 'FAIL'} ${what}: declared ${declared}, seen ${found}\n`,
        )
        .join(''),
    },
    checks,
  };
}

/** The MAC addresses of the definition's NICs, lower case. */
function macsIn(xml: string): readonly string[] {
  const devices = decode(domainSchema, parseXml(xml)).devices;
  const interfaces = isObject(devices) ? devices.interfaces : undefined;
  if (interfaces === undefined || !isList(interfaces)) return [];
  return interfaces.flatMap((nic) => {
    const mac = isObject(nic) ? nic.mac : undefined;
    const address = isObject(mac) ? mac.address : undefined;
    return typeof address === 'string' ? [address.toLowerCase()] : [];
  });
}
