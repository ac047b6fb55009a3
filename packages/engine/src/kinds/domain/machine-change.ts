import { applyEdits, childElements, childNamed, domain, textOf, type XmlElement } from '@virtform/schema';
import { isUnknown, type Diagnostic } from '@virtform/values';
import type { HostView } from '../host-view.js';
import { identityText, type InspectedObject } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { editsFrom } from '../shared/edits.js';

/** The bus that all of PCI hangs on, by the machine; of others libvirt takes what there is. */
const ROOTS: readonly (readonly [machine: RegExp, root: string])[] = [
  [/^(pc-)?q35(-|$)/, 'pcie-root'],
  [/^pc(-i440fx)?(-\d|-rhel|$)/, 'pci-root'],
];

/**
 * A machine for which the definition has the wrong PCI controllers: those that libvirt put in stay there, as the places of devices
 * do, and it refuses them: "The PCI controller with index='0' must be model='pci-root' for this machine type, but
 * model='pcie-root' was found instead".
 *
 * @param capabilities what the host says of such a guest: it names the machine that is taken where none is said
 */
export function machineProblems(
  { address, there, wanted, steps }: InspectedObject,
  view: HostView,
  capabilities: XmlElement | undefined,
): readonly Diagnostic[] {
  const stored = view.domains.get(identityText(there ?? {}, 'uuid') ?? '')?.stored;
  const edits = steps
    .filter(({ effect }) => effect === 'redefine')
    .flatMap(({ args }) => editsFrom(args.edits, wanted))
    .filter(({ path: [first, second] }) => first === 'os' || second === 'controllers');
  const isAbout = edits.some(({ path: [first] }) => first === 'os');
  if (stored === undefined || !isAbout || edits.some(({ value }) => isUnknown(value))) return [];
  const edited = applyEdits(domain, stored.element, edits);
  const before = machineOf(stored.element);
  const after = machineOf(edited);
  if (after === before) return [];
  const machine = after ?? namedBy(capabilities);
  const needed = ROOTS.find(([pattern]) => machine !== undefined && pattern.test(machine))?.[1];
  const root = rootOf(edited);
  if (machine === undefined || needed === undefined || root === undefined || root === needed) return [];
  const name = textAt(wanted, ['name']) ?? address;
  return [
    {
      severity: 'error',
      summary: `guest ${name} cannot become one of the machine ${machine} where it is`,
      detail: `Its definition has the PCI controllers of ${before ?? 'another machine'}, with a ${root}; ${machine} has a ${needed}, and libvirt refuses one with the other.`,
      action: `Keep its machine, or have it made anew: -replace=${address}, which stops it; what is on its disks stays.`,
      path: ['os', 'type_machine'],
    },
  ];
}

function machineOf(definition: XmlElement): string | undefined {
  const os = childNamed(definition, 'os');
  return os === undefined ? undefined : childNamed(os, 'type')?.attributes.get('machine');
}

function namedBy(capabilities: XmlElement | undefined): string | undefined {
  const machine = capabilities === undefined ? undefined : childNamed(capabilities, 'machine');
  return machine === undefined ? undefined : textOf(machine);
}

function rootOf(definition: XmlElement): string | undefined {
  const devices = childNamed(definition, 'devices');
  const controllers = devices === undefined ? [] : childElements(devices, 'controller');
  return controllers
    .find(({ attributes }) => attributes.get('type') === 'pci' && attributes.get('index') === '0')
    ?.attributes.get('model');
}
