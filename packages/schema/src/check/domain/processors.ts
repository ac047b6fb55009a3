import { parseNumberSet } from '../../compare/syntax.js';
import type { Diagnostic } from '@virtform/values';
import { elementsAt, hasAllElements, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import { doubted, refused, type Rule } from '../rule.js';
import { isQemu } from './machine.js';

/** Counts of processors that contradict each other. */
export const processorRules: Rule = (domain) => {
  const most = mostCpus(domain);
  return [
    ...current(domain, most),
    ...topology(domain, most),
    ...cells(domain, most),
    ...individual(domain, most),
    ...pins(domain, most),
  ];
};

/** The vCPUs that the guest can have; libvirt takes one where none are given (`virDomainVcpuParse`). */
function mostCpus(domain: Part): number | undefined {
  const vcpu = partAt(domain, 'vcpu');
  return isUnset(vcpu) ? 1 : numberAt(vcpu);
}

/** `virDomainDefSetVcpus`; where vCPUs are given one by one, `current` counts for nothing. */
function current(domain: Part, most: number | undefined): readonly Diagnostic[] {
  const place = partAt(domain, 'vcpu_current');
  const now = numberAt(place);
  if (now === undefined || most === undefined || now <= most) return [];
  if (!isUnset(partAt(domain, 'vcpus'))) return [];
  return [
    refused(place, {
      summary: `${now} vCPUs are more than the maximum of ${most}`,
      action: 'Raise vcpu, or lower vcpu_current.',
    }),
  ];
}

const FACTORS = ['sockets', 'dies', 'clusters', 'cores', 'threads'] as const;
/** `virCPUDefParseXML` wants these three; the others count as one where they are not given. */
const WANTED = ['sockets', 'cores', 'threads'] as const;

function topology(domain: Part, most: number | undefined): readonly Diagnostic[] {
  const place = partAt(domain, 'cpu', 'topology');
  if (!isSet(place)) return [];
  const missing = WANTED.filter((name) => isUnset(partAt(place, name)));
  if (missing.length > 0) {
    return missing.map((name) =>
      refused(partAt(place, name), {
        summary: `the topology does not say ${name}`,
        action: 'Give sockets, cores and threads together.',
      }),
    );
  }
  const factors = FACTORS.map((name) => {
    const part = partAt(place, name);
    return isUnset(part) ? 1 : numberAt(part);
  });
  const product = factors.reduce<number | undefined>(
    (all, factor) => (all === undefined || factor === undefined ? undefined : all * factor),
    1,
  );
  if (product === undefined || most === undefined || product === most || !isQemu(domain)) return [];
  // `qemuValidateDomainVCpuTopology`
  return [
    refused(place, {
      summary: `the topology makes ${product} vCPUs, and the guest has ${most}`,
      action: `Change the topology, or vcpu: the product of ${FACTORS.join(', ')} has to be vcpu.`,
    }),
  ];
}

/** `virDomainNumaDefParseXML`, and the check of the highest number after it. */
function cells(domain: Part, most: number | undefined): readonly Diagnostic[] {
  const all = elementsAt(domain, 'cpu', 'numa', 'cell');
  const complete = hasAllElements(domain, 'cpu', 'numa', 'cell');
  const taken = new Map<number, number>();
  return all.flatMap((cell, index): readonly Diagnostic[] => {
    const id = partAt(cell, 'id');
    const cpus = partAt(cell, 'cpus');
    const numbers = [...(parseNumberSet(textAt(cpus) ?? '') ?? [])];
    const shared = numbers.find((number) => taken.has(number));
    const beyond = most === undefined ? undefined : numbers.find((number) => number >= most);
    for (const number of numbers) taken.set(number, index);
    const distances = partAt(cell, 'distances');
    return [
      // libvirtd 9.0 dies of it.
      ...(isSet(distances) &&
      elementsAt(distances, 'siblings').length === 0 &&
      hasAllElements(distances, 'siblings')
        ? [
            refused(distances, {
              summary: 'a NUMA cell has distances to no other',
              action: 'Give siblings, or take distances out.',
            }),
          ]
        : []),
      ...(complete && (numberAt(id) ?? 0) >= all.length
        ? [
            refused(id, {
              summary: `a NUMA cell has the id ${numberAt(id) ?? ''}, and there are ${all.length} cells`,
              action: 'Count the cells from 0 on, without a gap.',
            }),
          ]
        : []),
      ...(shared === undefined
        ? []
        : [
            refused(cpus, {
              summary: `vCPU ${shared} is in two NUMA cells`,
              action: 'Give each vCPU to one cell.',
            }),
          ]),
      ...(beyond === undefined
        ? []
        : [
            refused(cpus, {
              summary: `a NUMA cell has vCPU ${beyond}, and the guest has ${most ?? ''}, counted from 0`,
              action: 'Raise vcpu, or take it out of the cell.',
            }),
          ]),
    ];
  });
}

/** `virDomainVcpuParse` */
function individual(domain: Part, most: number | undefined): readonly Diagnostic[] {
  return elementsAt(domain, 'vcpus', 'vcpu').flatMap((vcpu) => {
    const id = partAt(vcpu, 'id');
    const number = numberAt(id);
    if (number === undefined || most === undefined || number < most) return [];
    return [
      refused(id, {
        summary: `there is no vCPU ${number}: the guest has ${most}, counted from 0`,
        action: 'Raise vcpu, or take this one out.',
      }),
    ];
  });
}

/** libvirt drops such a pin without a word (`virDomainVcpuPinDefParseXML`), so that it never takes hold. */
function pins(domain: Part, most: number | undefined): readonly Diagnostic[] {
  return elementsAt(domain, 'cpu_tune', 'vcpu_pin').flatMap((pin) => {
    const vcpu = partAt(pin, 'vcpu');
    const number = numberAt(vcpu);
    if (number === undefined || most === undefined || number < most) return [];
    return [
      doubted(vcpu, {
        summary: `there is no vCPU ${number} to be pinned: the guest has ${most}, counted from 0`,
        detail: 'libvirt leaves the pin out.',
        action: 'Raise vcpu, or take the pin out.',
      }),
    ];
  });
}
