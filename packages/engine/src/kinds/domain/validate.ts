import { domain, sizeInBytes } from '@virtform/schema';
import { formatBytes, type Diagnostic, type Path } from '@virtform/values';
import type { HostView } from '../host-view.js';
import type { Attributes } from '../kind.js';
import { elementsAt, numberAt, textAt } from '../shared/attributes.js';
import { nameProblem } from '../shared/names.js';

/** What can be known wrong of a guest before anything is touched, and that its schema alone cannot say. */
export function validateDomain(wanted: Attributes, view: HostView | undefined): readonly Diagnostic[] {
  return [
    ...nameProblem('guest', textAt(wanted, ['name'])),
    ...tooManyCpus(wanted),
    ...tooMuchMemory(wanted),
    ...twice(wanted, ['devices', 'disks'], ['target', 'dev'], 'disks are called'),
    ...twice(wanted, ['devices', 'interfaces'], ['mac', 'address'], 'interfaces have the MAC'),
    ...takenMacs(wanted, view),
  ];
}

function tooManyCpus(wanted: Attributes): readonly Diagnostic[] {
  const [most, current] = [numberAt(wanted, ['vcpu']) ?? 1, numberAt(wanted, ['vcpu_current'])];
  if (current === undefined || current <= most || typeof wanted.vcpu === 'object') return [];
  return [
    problem(
      ['vcpu_current'],
      `${current} vCPUs are more than the maximum of ${most}`,
      'Raise vcpu, or lower vcpu_current.',
    ),
  ];
}

function tooMuchMemory(wanted: Attributes): readonly Diagnostic[] {
  const [most, current] = [bytesOf(wanted, 'memory'), bytesOf(wanted, 'current_memory')];
  if (most === undefined || current === undefined || current <= most) return [];
  return [
    problem(
      ['current_memory'],
      `${formatBytes(current)} are more than the guest's memory of ${formatBytes(most)}`,
      'Raise memory, or lower current_memory.',
    ),
  ];
}

function bytesOf(wanted: Attributes, name: string): bigint | undefined {
  const attribute = domain.attributes[name];
  return attribute?.kind === 'scalar' && attribute.meaning?.as === 'size'
    ? sizeInBytes(wanted[name], attribute.meaning, wanted)
    : undefined;
}

function twice(wanted: Attributes, list: Path, key: Path, what: string): readonly Diagnostic[] {
  const seen = new Set<string>();
  return elementsAt(wanted, list).flatMap((item, index): readonly Diagnostic[] => {
    const value = textAt(item, key)?.toLowerCase();
    if (value === undefined || !seen.has(value)) {
      if (value !== undefined) seen.add(value);
      return [];
    }
    return [problem([...list, index, ...key], `two ${what} ${value}`, 'Give each its own.')];
  });
}

/** Two guests with one MAC disturb each other on a network, and DHCP gives both one address. */
function takenMacs(wanted: Attributes, view: HostView | undefined): readonly Diagnostic[] {
  const name = textAt(wanted, ['name']);
  if (view === undefined) return [];
  return elementsAt(wanted, ['devices', 'interfaces']).flatMap((nic, index): readonly Diagnostic[] => {
    const mac = textAt(nic, ['mac', 'address']);
    const owner = mac === undefined ? undefined : view.domains.get(view.usage.macOwner(mac) ?? '');
    if (mac === undefined || owner === undefined || owner.name === name) return [];
    return [
      {
        ...problem(
          ['devices', 'interfaces', index, 'mac', 'address'],
          `the MAC ${mac} belongs to guest ${owner.name} already`,
          'Give each interface its own.',
        ),
        severity: 'warning',
      },
    ];
  });
}

function problem(path: Path, summary: string, action: string): Diagnostic {
  return { severity: 'error', summary, action, path };
}
