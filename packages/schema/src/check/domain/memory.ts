import { formatBytes, type Diagnostic } from '@virtform/values';
import { parseNumberSet } from '../../compare/syntax.js';
import { duplicates } from '../duplicates.js';
import { elementsAt, hasAllElements, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import { doubted, refused, type Rule } from '../rule.js';
import { bytesAt, type Amount } from '../size.js';
import { isQemu } from './machine.js';

const kib = (amount: string, unit = `${amount}_unit`): Amount => ({ amount, unit, defaultUnit: 'KiB' });
const [MEMORY, CURRENT, MAXIMUM] = [kib('memory'), kib('current_memory'), kib('maximum_memory')] as const;

/** Amounts of memory that contradict each other: `virDomainDefPostParseMemory`. */
export const memoryRules: Rule = (domain) => {
  // The cells say how much memory there is, whatever `memory` says.
  const counted = isUnset(partAt(domain, 'cpu', 'numa'));
  const memory = counted ? bytesAt(domain, MEMORY) : undefined;
  return [
    ...balloon(domain, memory ?? ofCells(domain)),
    ...maximum(domain, memory),
    ...slots(domain),
    ...devices(domain, memory),
    ...nodes(domain),
    ...uuids(domain),
    ...cells(domain),
    ...hugePages(domain),
    ...(isQemu(domain) ? plugged(domain) : []),
  ];
};

/** The memory of all NUMA cells and devices together, where all of it is known. */
function ofCells(domain: Part): bigint | undefined {
  const cells = elementsAt(domain, 'cpu', 'numa', 'cell');
  const isWhole =
    hasAllElements(domain, 'cpu', 'numa', 'cell') && hasAllElements(domain, 'devices', 'memorydevs');
  if (!isWhole || cells.length === 0) return undefined;
  const devices = elementsAt(domain, 'devices', 'memorydevs').map((device) => partAt(device, 'target'));
  return [
    ...cells.map((cell) => bytesAt(cell, kib('memory', 'unit'))),
    ...devices.map((target) => bytesAt(target, kib('size'))),
  ].reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0n);
}

/** libvirt lowers it without a word to what there is, so that it never takes hold. */
function balloon(domain: Part, memory: bigint | undefined): readonly Diagnostic[] {
  const current = bytesAt(domain, CURRENT);
  if (current === undefined || memory === undefined || current <= memory) return [];
  return [
    refused(partAt(domain, 'current_memory'), {
      summary: `${formatBytes(current)} are more than the guest's memory of ${formatBytes(memory)}`,
      action: 'Raise memory, or lower current_memory.',
    }),
  ];
}

function maximum(domain: Part, memory: bigint | undefined): readonly Diagnostic[] {
  const most = bytesAt(domain, MAXIMUM);
  if (most === undefined || most === 0n || memory === undefined || most >= memory) return [];
  return [
    refused(partAt(domain, 'maximum_memory'), {
      summary: `the maximum of ${formatBytes(most)} is less than the guest's memory of ${formatBytes(memory)}`,
      action: 'Raise maximum_memory, or lower memory.',
    }),
  ];
}

/** A maximum without slots is taken since 10.1.0, for virtio memory, which needs none. */
function slots(domain: Part): readonly Diagnostic[] {
  const place = partAt(domain, 'maximum_memory_slots');
  if ((numberAt(place) ?? 0) === 0 || !isUnset(partAt(domain, 'maximum_memory'))) return [];
  return [
    refused(place, {
      summary: 'slots for DIMMs are given, and not how much memory there may be with them',
      action: 'Give maximum_memory with them.',
    }),
  ];
}

function devices(domain: Part, memory: bigint | undefined): readonly Diagnostic[] {
  const all = elementsAt(domain, 'devices', 'memorydevs');
  const sizes = all.map((device) => bytesAt(partAt(device, 'target'), kib('size')));
  const sum = sizes.reduce<bigint>((total, size) => total + (size ?? 0n), 0n);
  const place = partAt(domain, 'devices', 'memorydevs');
  if (memory === undefined || sum <= memory) return [];
  return [
    refused(place, {
      summary: `memory devices of ${formatBytes(sum)} are more than the guest's memory of ${formatBytes(memory)}`,
      action: 'Raise memory: it counts what is in DIMMs too.',
    }),
  ];
}

/** `virDomainMemoryDefValidate`: a device of memory belongs to a node of the guest that is there. */
function nodes(domain: Part): readonly Diagnostic[] {
  if (!isQemu(domain) || !hasAllElements(domain, 'cpu', 'numa', 'cell')) return [];
  const count = elementsAt(domain, 'cpu', 'numa', 'cell').length;
  return elementsAt(domain, 'devices', 'memorydevs').flatMap((device) => {
    const place = partAt(device, 'target', 'node');
    const node = numberAt(place);
    if (!isSet(place) || node === undefined || node < count) return [];
    return [
      refused(place, {
        summary: `there is no NUMA node ${node}: the guest has ${count}, counted from 0`,
        action: 'Give the guest the node in cpu.numa.cell, or name another.',
      }),
    ];
  });
}

/** `virDomainMemoryDefParseXML` reads one of NVDIMMs alone, and QEMU takes that on POWER alone. */
function uuids(domain: Part): readonly Diagnostic[] {
  const arch = textAt(domain, 'os', 'type_arch') ?? '';
  return elementsAt(domain, 'devices', 'memorydevs').flatMap((device) => {
    const place = partAt(device, 'uuid');
    const model = textAt(device, 'model');
    if (isUnset(place) || model === undefined) return [];
    if (model === 'nvdimm' && (arch === '' || arch.startsWith('ppc64'))) return [];
    return [
      refused(place, {
        summary:
          model === 'nvdimm'
            ? `an NVDIMM has no UUID on ${arch}`
            : `libvirt keeps no UUID of memory of model ${model}`,
        action: 'Take it out: NVDIMMs of POWER machines have one.',
      }),
    ];
  });
}

/**
 * Where there are cells, libvirt takes their sum, with what is in memory devices, and drops what `memory` says. Whether that counts
 * the devices is no matter: nothing else can be meant.
 */
function cells(domain: Part): readonly Diagnostic[] {
  if (!hasAllElements(domain, 'cpu', 'numa', 'cell')) return [];
  const inCells = sumOf(elementsAt(domain, 'cpu', 'numa', 'cell'), { ...kib('memory'), unit: 'unit' });
  const devices = elementsAt(domain, 'devices', 'memorydevs').map((device) => partAt(device, 'target'));
  const inDevices = sumOf(devices, kib('size'));
  const memory = bytesAt(domain, MEMORY);
  if (inCells === undefined || inCells === 0n || inDevices === undefined || memory === undefined) return [];
  if (memory === inCells || memory === inCells + inDevices) return [];
  return [
    doubted(partAt(domain, 'memory'), {
      summary: `memory says ${formatBytes(memory)}, and the NUMA cells sum up to ${formatBytes(inCells)}: the guest gets that`,
      action: 'Let both say the same.',
    }),
  ];
}

/** undefined where some of the amounts is not known. */
function sumOf(parts: readonly Part[], amount: Amount): bigint | undefined {
  return parts.reduce<bigint | undefined>((sum, part) => {
    const bytes = bytesAt(part, amount);
    return sum === undefined || bytes === undefined ? undefined : sum + bytes;
  }, 0n);
}

/** `virDomainDefMemtuneValidate`: each node has pages of one size. */
function hugePages(domain: Part): readonly Diagnostic[] {
  const pages = elementsAt(domain, 'memory_backing', 'memory_huge_pages', 'hugepages');
  const taken = new Set<number>();
  const [, second] = pages.filter((page) => isUnset(partAt(page, 'nodeset')));
  const shared = pages.flatMap((page) => {
    const place = partAt(page, 'nodeset');
    const nodes = [...(parseNumberSet(textAt(place) ?? '') ?? [])];
    const node = nodes.find((number) => taken.has(number));
    for (const number of nodes) taken.add(number);
    if (node === undefined) return [];
    return [
      refused(place, {
        summary: `node ${node} has huge pages of two sizes`,
        action: 'Give each node to one size.',
      }),
    ];
  });
  if (second === undefined) return shared;
  return [
    ...shared,
    refused(partAt(second, 'nodeset'), {
      summary: 'two sizes of huge pages are for all of the guest',
      action: 'Keep one, or say in nodeset which nodes get the other.',
    }),
  ];
}

/** `qemuDomainDefValidateMemoryHotplug` */
function plugged(domain: Part): readonly Diagnostic[] {
  const dimms = elementsAt(domain, 'devices', 'memorydevs').filter((device) =>
    ['dimm', 'nvdimm'].includes(textAt(device, 'model') ?? ''),
  );
  const [first] = dimms;
  if (first === undefined) return [];
  const slots = numberAt(domain, 'maximum_memory_slots');
  return [
    ...(isUnset(partAt(domain, 'maximum_memory'))
      ? [
          refused(first, {
            summary: 'a DIMM is plugged in, and nothing says how much memory there may be with it',
            action: 'Give maximum_memory and maximum_memory_slots.',
          }),
        ]
      : []),
    ...(slots !== undefined && dimms.length > slots
      ? [
          refused(partAt(domain, 'maximum_memory_slots'), {
            summary: `${dimms.length} DIMMs are plugged into ${slots} slots`,
            action: 'Raise maximum_memory_slots.',
          }),
        ]
      : []),
    ...duplicates({
      parts: dimms,
      key: (device) => numberAt(device, 'address', 'dimm', 'slot')?.toString(),
      place: (device) => partAt(device, 'address', 'dimm', 'slot'),
      finding: (device) => ({
        summary: `two DIMMs are in slot ${numberAt(device, 'address', 'dimm', 'slot') ?? ''}`,
        action: 'Give each its own.',
      }),
    }),
  ];
}
