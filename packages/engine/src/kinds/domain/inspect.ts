import { type Caller, libvirt, LibvirtError } from '@virtform/libvirt';
import { parseXml } from '@virtform/schema';
import { isUnknown, type Diagnostic } from '@virtform/values';
import { identityText, type Attributes, type Identity, type InspectedObject } from '../kind.js';
import type { HostSource } from '../sources.js';
import type { HostView } from '../host-view.js';
import { flagAt, textAt } from '../shared/attributes.js';
import { hostProblems } from './host-problems.js';
import { machineProblems } from './machine-change.js';
import { changingGuests, takenDevices } from './taken-devices.js';

type CapabilitiesQuery = NonNullable<Parameters<ReturnType<typeof libvirt>['node']['domainCapabilities']>[0]>;

/**
 * What a host cannot do of guests that are to be made or changed: their machine, CPU, firmware, devices. It is asked once for each
 * kind of guest, and over the second connection, which libvirt tells more than read-only ones.
 */
export async function inspectDomains(
  objects: readonly InspectedObject[],
  source: HostSource,
  view: HostView,
): Promise<readonly Diagnostic[]> {
  const host = await source.inspect();
  const answers = new Map<string, Promise<CapabilitiesAnswer>>();
  const capabilitiesFor = (query: CapabilitiesQuery): Promise<CapabilitiesAnswer> => {
    const key = JSON.stringify(query);
    const answer = answers.get(key) ?? askCapabilities(host, query);
    answers.set(key, answer);
    return answer;
  };
  const memory = await hostMemory(host);
  const changing = changingGuests(objects, view);
  const found = objects.map(async (object) => {
    const { address, wanted, identity } = object;
    if (wanted === undefined) return [];
    const query = queryOf(wanted);
    const answer = query === undefined || memory === undefined ? undefined : await capabilitiesFor(query);
    const problems =
      answer === undefined || memory === undefined
        ? []
        : 'diagnostic' in answer
          ? [answer.diagnostic]
          : hostProblems(wanted, {
              capabilities: answer.capabilities,
              memory,
              runs: flagAt(wanted, ['running']) === true || runsNow(identity, view),
            });
    const capabilities = answer !== undefined && 'capabilities' in answer ? answer.capabilities : undefined;
    return [
      ...problems,
      ...machineProblems(object, view, capabilities),
      ...takenDevices(object, view, changing),
    ].map((problem) => ({ ...problem, address }));
  });
  return (await Promise.all(found)).flat();
}

function runsNow(identity: Identity, view: HostView): boolean {
  return view.domains.get(identityText(identity, 'uuid') ?? '')?.running !== undefined;
}

/** Bytes; undefined where the hypervisor does not tell. */
async function hostMemory(host: Caller): Promise<bigint | undefined> {
  try {
    return (await libvirt(host).node.info()).memory * 1024n;
  } catch (error) {
    if (error instanceof LibvirtError && error.fault === 'unsupported') return undefined;
    throw error;
  }
}

/** undefined where it is not known yet what to ask about. */
function queryOf(wanted: Attributes): CapabilitiesQuery | undefined {
  const { os, devices } = wanted;
  if ([wanted.type, os, devices].some(isUnknown)) return undefined;
  const said = {
    virtType: textAt(wanted, ['type']),
    arch: textAt(wanted, ['os', 'type_arch']),
    machine: textAt(wanted, ['os', 'type_machine']),
    emulator: textAt(wanted, ['devices', 'emulator']),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

type CapabilitiesAnswer =
  { readonly capabilities: ReturnType<typeof parseXml> } | { readonly diagnostic: Diagnostic } | undefined;

/** What such a guest can have there. A hypervisor that has no such question has answered nothing. */
async function askCapabilities(host: Caller, query: CapabilitiesQuery): Promise<CapabilitiesAnswer> {
  try {
    return { capabilities: parseXml(await libvirt(host).node.domainCapabilities(query)) };
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    if (error.fault === 'unsupported') return undefined;
    if (error.fault !== 'host') throw error;
    return { diagnostic: refused(query, error) };
  }
}

/** What libvirt's message is about, by a word in it. */
const BLAMED: readonly (readonly [word: string, path: readonly string[]])[] = [
  ['machine', ['os', 'type_machine']],
  ['architecture', ['os', 'type_arch']],
  ['binary', ['devices', 'emulator']],
];

/** libvirt says which of them it does not have: "the machine 'foo' is not supported by emulator '…'". */
function refused({ machine, arch, emulator, virtType }: CapabilitiesQuery, cause: LibvirtError): Diagnostic {
  const { message } = cause;
  const [, path = ['type']] = BLAMED.find(([word]) => message.includes(word)) ?? [];
  const guest = [virtType, arch, machine, emulator].filter((part) => part !== undefined).join(', ');
  return {
    severity: 'error',
    summary: `this host cannot run such a guest (${guest})`,
    detail: `libvirt said: ${message}`,
    action: 'Ask the host what it has: virsh capabilities; virsh domcapabilities.',
    path,
    cause,
  };
}
