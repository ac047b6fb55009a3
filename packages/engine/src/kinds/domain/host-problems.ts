import { childElements, childNamed, domain, sizeInBytes, textOf, type XmlElement } from '@virtform/schema';
import { formatBytes, isObject, type Diagnostic, type Path, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, elementsAt, numberAt, textAt } from '../shared/attributes.js';

/** What a host is, as far as it limits guests. */
export interface HostLimits {
  /** `<domainCapabilities>` for the guest's hypervisor, architecture, machine and emulator. */
  readonly capabilities: XmlElement;
  /** Bytes. */
  readonly memory: bigint;
  /** Whether the guest runs, or is to: a processor or a firmware that it cannot have libvirt misses only when it starts it (seen). */
  readonly runs: boolean;
}

/** A choice that a host may not offer: an attribute, and where its capabilities list what there is. */
interface Choice {
  /** `devices.disks[].target.bus`. */
  readonly at: string;
  readonly within: readonly string[];
  readonly list: string;
  readonly what: string;
  readonly missedAt?: 'start';
}

const device = (at: string, element: string, list: string, what: string): Choice => ({
  at: `devices.${at}`,
  within: ['devices', element],
  list,
  what,
});

const CHOICES: readonly Choice[] = [
  { at: 'os.firmware', within: ['os'], list: 'firmware', what: 'firmware', missedAt: 'start' },
  {
    at: 'memory_backing.memory_source.type',
    within: ['memoryBacking'],
    list: 'sourceType',
    what: 'source of memory',
  },
  device('disks[].device', 'disk', 'diskDevice', 'kind of disk'),
  device('disks[].target.bus', 'disk', 'bus', 'disk bus'),
  device('videos[].model.type', 'video', 'modelType', 'video card'),
  device('rngs[].model', 'rng', 'model', 'random number generator'),
  device('filesystems[].driver.type', 'filesystem', 'driverType', 'driver of shared folders'),
  device('tpms[].model', 'tpm', 'model', 'TPM'),
  device('redir_devs[].bus', 'redirdev', 'bus', 'bus of redirected devices'),
];

/** Choices that an attribute's name makes: `{ vnc: { … } }`. */
const BRANCHES: readonly Choice[] = [
  device('graphics[]', 'graphics', 'type', 'display'),
  device('tpms[].backend', 'tpm', 'backendModel', 'back end of a TPM'),
];

/** What of a guest this host cannot do, before anything is touched. */
export function hostProblems(wanted: Attributes, limits: HostLimits): readonly Diagnostic[] {
  return [
    ...CHOICES.filter(({ missedAt }) => missedAt !== 'start' || limits.runs).flatMap((choice) =>
      missing(wanted, choice, limits.capabilities, saidAt),
    ),
    ...BRANCHES.flatMap((choice) => missing(wanted, choice, limits.capabilities, branchesAt)),
    ...(limits.runs ? cpuProblems(wanted, limits.capabilities) : []),
    ...tooManyCpus(wanted, limits.capabilities),
    ...tooMuchMemory(wanted, limits.memory),
  ];
}

interface Said {
  readonly path: Path;
  readonly value: string;
}

function missing(
  wanted: Attributes,
  { at, within, list, what }: Choice,
  capabilities: XmlElement,
  find: (wanted: Attributes, at: string) => readonly Said[],
): readonly Diagnostic[] {
  const offered = offeredAt(capabilities, within, list);
  // A daemon lists what it knows how to list: older ones have fewer lists.
  if (offered === undefined) return [];
  return find(wanted, at).flatMap(({ path, value }): readonly Diagnostic[] =>
    offered.includes(value) ? [] : [notOffered(what, value, offered, path)],
  );
}

function notOffered(what: string, value: string, offered: readonly string[], path: Path): Diagnostic {
  return {
    severity: 'error',
    summary: `this host has no ${what} "${value}"`,
    detail: offered.length === 0 ? 'It has none at all.' : `It has ${offered.join(', ')}.`,
    action:
      offered.length === 0
        ? 'Install what brings it on the host, or leave it out.'
        : 'Take one of these, or install what brings it on the host.',
    path,
  };
}

function offeredAt(
  capabilities: XmlElement,
  within: readonly string[],
  list: string,
): readonly string[] | undefined {
  let at: XmlElement | undefined = capabilities;
  for (const name of within) at = at === undefined ? undefined : childNamed(at, name);
  if (at === undefined) return undefined;
  if (at.attributes.get('supported') === 'no') return [];
  const values = childElements(at, 'enum').find(({ attributes }) => attributes.get('name') === list);
  return values === undefined ? undefined : childElements(values, 'value').map(textOf);
}

/** The places of a pattern, with its lists gone through. */
function placesAt(wanted: Attributes, at: string): readonly Path[] {
  let places: readonly Path[] = [[]];
  for (const part of at.split('.')) {
    const name = part.replace('[]', '');
    places = places.flatMap((place): readonly Path[] => {
      const here = [...place, name];
      return part === name ? [here] : elementsAt(wanted, here).map((_item, index) => [...here, index]);
    });
  }
  return places;
}

function saidAt(wanted: Attributes, at: string): readonly Said[] {
  return placesAt(wanted, at).flatMap((path) => {
    const value = textAt(wanted, path);
    return value === undefined ? [] : [{ path, value }];
  });
}

/** `egl_headless` is `egl-headless` to libvirt. */
function branchesAt(wanted: Attributes, at: string): readonly Said[] {
  return placesAt(wanted, at).flatMap((path) => {
    const value: Value | undefined = attributeAt(wanted, path);
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, branch]) =>
      isObject(branch) ? [{ path: [...path, name], value: name.replaceAll('_', '-') }] : [],
    );
  });
}

function cpuProblems(wanted: Attributes, capabilities: XmlElement): readonly Diagnostic[] {
  const cpu = childNamed(capabilities, 'cpu');
  const modes = cpu === undefined ? [] : childElements(cpu, 'mode');
  const mode = textAt(wanted, ['cpu', 'mode']) ?? 'custom';
  const path = ['cpu', 'mode'];
  const offered = modes.filter(({ attributes }) => attributes.get('supported') === 'yes');
  const here = offered.find(({ attributes }) => attributes.get('name') === mode);
  if (modes.length === 0 || wanted.cpu === undefined) return [];
  if (here === undefined)
    return [
      notOffered(
        'CPU mode',
        mode,
        offered.map(({ attributes }) => attributes.get('name') ?? ''),
        path,
      ),
    ];
  const model = textAt(wanted, ['cpu', 'model']);
  if (mode !== 'custom' || model === undefined) return [];
  const models = childElements(here, 'model');
  const known = models.find((each) => textOf(each) === model);
  if (known === undefined) {
    return [
      {
        severity: 'error',
        summary: `this host knows no CPU model "${model}"`,
        detail: `It knows ${models.map(textOf).join(', ')}.`,
        action: 'Take one of these.',
        path: ['cpu', 'model'],
      },
    ];
  }
  if (known.attributes.get('usable') !== 'no') return [];
  const usable = models.filter(({ attributes }) => attributes.get('usable') !== 'no').map(textOf);
  return [
    {
      severity: 'warning',
      summary: `this host's processor lacks what the CPU model "${model}" has`,
      detail: `libvirt may refuse to start the guest, or take features away. It has all of ${usable.join(', ')}.`,
      action: 'Take one of these, or the mode host-model.',
      path: ['cpu', 'model'],
    },
  ];
}

function tooManyCpus(wanted: Attributes, capabilities: XmlElement): readonly Diagnostic[] {
  const most = Number(childNamed(capabilities, 'vcpu')?.attributes.get('max') ?? Infinity);
  const vcpus = numberAt(wanted, ['vcpu']) ?? 1;
  if (vcpus <= most) return [];
  return [
    {
      severity: 'error',
      summary: `${vcpus} vCPUs are more than the ${most} that such a guest can have on this host`,
      action: `Give it ${most} at most, or another machine.`,
      path: ['vcpu'],
    },
  ];
}

/** Memory can be promised twice, and swapped: libvirt would not refuse it, and the host would not be glad. */
function tooMuchMemory(wanted: Attributes, memory: bigint): readonly Diagnostic[] {
  const { memory: attribute } = domain.attributes;
  const bytes =
    attribute?.kind === 'scalar' && attribute.meaning?.as === 'size'
      ? sizeInBytes(wanted.memory, attribute.meaning, wanted)
      : undefined;
  if (bytes === undefined || bytes <= memory) return [];
  return [
    {
      severity: 'warning',
      summary: `${formatBytes(bytes)} of memory are more than the ${formatBytes(memory)} that this host has`,
      action: 'Give it less, or be sure that the host can swap.',
      path: ['memory'],
    },
  ];
}
