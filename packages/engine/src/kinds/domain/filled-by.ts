import type { Value } from '@virtform/values';
import { attributeAt } from '../shared/attributes.js';
import type { editArgs } from '../shared/edits.js';
import type { JudgedChange } from '../shared/judge.js';
import type { LineContext } from '../shared/lines.js';
import { patternOf } from '../shared/rules.js';
import { devicePath } from './by-device.js';
import type { DomainRule } from './rules.js';

const AUDIO_KINDS = [
  'none',
  'alsa',
  'core_audio',
  'jack',
  'oss',
  'pulse_audio',
  'sdl',
  'spice',
  'dbus',
  'file',
];

/** Ways that begin in the device, or, of what is said of no device, in the guest. */
type Filled = readonly (readonly string[])[];

/** What libvirt filled in by what says a bus or a kind: it refuses it beside another one. */
const FILLED_BY: Readonly<Record<string, Filled>> = {
  'devices.disks[].target.bus': [['address']],
  'devices.serials[].target.type': [['address'], ['target', 'model']],
  // An Intel IOMMU and an ISA watchdog have no place on the PCI bus.
  'devices.iommu.model': [['address']],
  'devices.watchdogs[].model': [['address']],
  // Firmware that stores nothing has no file for variables.
  'os.loader_stateless': [['os', 'nv_ram']],
  // libvirt keeps an empty `<settings>` beside settings that are fixed, and refuses it beside others (seen).
  ...Object.fromEntries(
    AUDIO_KINDS.flatMap((kind) =>
      ['input', 'output'].map((way) => [
        `devices.audios[].${kind}.${way}.fixed_settings`,
        [[kind, way, 'settings']],
      ]),
    ),
  ),
};

/** What libvirt filled in beside what goes: without the text of its element it refuses the element. */
const FILLED_BESIDE: Readonly<Record<string, Filled>> = {
  vcpu: [['vcpu_placement'], ['vcpu_current']],
  'os.loader': [
    ['os', 'loader_type'],
    ['os', 'loader_readonly'],
    ['os', 'loader_secure'],
    ['os', 'nv_ram'],
  ],
};

/** What libvirt filled in by what changes, and the program does not say: libvirt fills it in anew. */
export function filledAlongside(
  changes: readonly JudgedChange<DomainRule>[],
  { wanted }: LineContext,
): ReturnType<typeof editArgs> {
  return changes.flatMap(({ change: { path, after, stored } }) => {
    const [edit] = stored?.edits ?? [];
    if (edit === undefined) return [];
    const pattern = patternOf(path);
    const filled = [
      ...(FILLED_BY[pattern] ?? []),
      ...(after === undefined ? (FILLED_BESIDE[pattern] ?? []) : []),
    ];
    const isOfDevice = path[0] === 'devices';
    return filled
      .filter((way) => attributeAt(wanted, [...(isOfDevice ? devicePath(path) : []), ...way]) === undefined)
      .map((way) => ({
        path: [...(isOfDevice ? devicePath(edit.path) : []), ...way].map((step): Value => step),
        value: null,
      }));
  });
}
