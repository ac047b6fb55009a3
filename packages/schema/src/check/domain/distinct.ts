import type { Diagnostic } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import { elementsAt, isUnset, partAt, shown, textAt, type Part } from '../part.js';
import { doubted, type Rule } from '../rule.js';

/** A value that tells the elements of one list apart. */
interface Identifier {
  readonly list: readonly string[];
  readonly key: readonly string[];
  /** `two disks are called`, before the value. */
  readonly says: string;
  readonly action: string;
  /** Elements without this are let alone. */
  readonly among?: (part: Part) => boolean;
}

const OWN = 'Give each its own.';
const ONE = 'Keep one of the two.';

/** What libvirt refuses to find twice, with the function that refuses it; the same in 9.0 and 11.3. */
const IDENTIFIERS: readonly Identifier[] = [
  // `virDomainDiskDefCheckDuplicateInfo`
  { list: ['devices', 'disks'], key: ['target', 'dev'], says: 'two disks are called', action: OWN },
  // `virDomainDefRejectDuplicatePanics`
  { list: ['devices', 'panics'], key: ['model'], says: 'two panic devices have the model', action: ONE },
  // `virDomainAudioDefValidate`
  { list: ['devices', 'audios'], key: ['id'], says: 'two audio backends have the id', action: OWN },
  // `virDomainDefParseIOThreads`
  {
    list: ['io_thread_i_ds', 'io_threads'],
    key: ['id'],
    says: 'two I/O threads have the id',
    action: OWN,
  },
  // `virDomainVcpuPinDefParseXML`
  { list: ['cpu_tune', 'vcpu_pin'], key: ['vcpu'], says: 'two pins are for vCPU', action: ONE },
  // `virDomainIOThreadPinDefParseXML`
  {
    list: ['cpu_tune', 'io_thread_pin'],
    key: ['io_thread'],
    says: 'two pins are for I/O thread',
    action: ONE,
  },
  // `virDomainDefParseBootFirmwareFeatures` keeps one of them without a word.
  {
    list: ['os', 'firmware_info', 'features'],
    key: ['name'],
    says: 'firmware is asked twice for',
    action: ONE,
  },
  // `virDomainNumaDefParseXML`
  { list: ['cpu', 'numa', 'cell'], key: ['id'], says: 'two NUMA cells have the id', action: OWN },
  // `virDomainNumatuneNodeParseXML`
  { list: ['numa_tune', 'mem_nodes'], key: ['cell_id'], says: 'two settings are for NUMA node', action: ONE },
  // `virDomainDefTunablesValidate`
  { list: ['block_io_tune', 'device'], key: ['path'], says: 'two limits are for the device', action: ONE },
  // `virDomainDefFSValidate`
  {
    list: ['devices', 'filesystems'],
    key: ['target', 'dir'],
    says: 'two virtiofs filesystems have the tag',
    action: OWN,
    among: (part) => textAt(part, 'driver', 'type') === 'virtiofs',
  },
];

/** Identifiers that stand twice. */
export const distinctRules: Rule = (domain) => [
  ...IDENTIFIERS.flatMap((identifier): readonly Diagnostic[] => repeated(domain, identifier)),
  ...controllers(domain),
  ...macs(domain),
];

function repeated(
  domain: Part,
  { list, key, says, action, among = () => true }: Identifier,
): readonly Diagnostic[] {
  return duplicates({
    parts: elementsAt(domain, ...list).filter(among),
    key: (part) => {
      const { value } = partAt(part, ...key);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
        return undefined;
      return value === '' ? undefined : String(value);
    },
    place: (part) => partAt(part, ...key),
    finding: (part) => ({ summary: `${says} ${shown(partAt(part, ...key))}`, action }),
  });
}

/** `virDomainDefRejectDuplicateControllers`; companions of a USB controller share its index. */
function controllers(domain: Part): readonly Diagnostic[] {
  return duplicates({
    parts: elementsAt(domain, 'devices', 'controllers').filter(
      (part) => !['usb', undefined].includes(textAt(part, 'type')),
    ),
    key: (part) => {
      const { value } = partAt(part, 'index');
      return typeof value === 'number' ? `${textAt(part, 'type') ?? ''} ${value}` : undefined;
    },
    place: (part) => partAt(part, 'index'),
    finding: (part) => ({
      summary: `two ${textAt(part, 'type') ?? ''} controllers have the index ${shown(partAt(part, 'index'))}`,
      action: OWN,
    }),
  });
}

/** libvirt takes it, and the guest's own network stands still; only the two NICs of a team are meant to share a MAC. */
function macs(domain: Part): readonly Diagnostic[] {
  return duplicates({
    parts: elementsAt(domain, 'devices', 'interfaces').filter((nic) => isUnset(partAt(nic, 'teaming'))),
    key: (nic) => textAt(nic, 'mac', 'address')?.toLowerCase(),
    place: (nic) => partAt(nic, 'mac', 'address'),
    say: doubted,
    finding: (nic) => ({
      summary: `two interfaces have the MAC ${shown(partAt(nic, 'mac', 'address'))}`,
      action: OWN,
    }),
  });
}
