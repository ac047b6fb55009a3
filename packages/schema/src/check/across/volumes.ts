import { elementsAt, isSet, isUnset, partAt, textAt, textOr, type Part } from '../part.js';
import type { Finding } from '../rule.js';
import { about, ofType, type AcrossRule } from './object.js';

/** Pools of files: only there do volumes have formats (`virStorageBackendVolBuildLocal`). */
const FILES = ['dir', 'fs', 'netfs'];

/** What cannot be made in the pool that a volume belongs to. */
export const volumeRules: AcrossRule = (objects) => {
  const types = new Map(
    ofType(objects, 'libvirt_pool').map(({ object }) => [textAt(object, 'name'), textAt(object, 'type')]),
  );
  return ofType(objects, 'libvirt_volume').flatMap((among) => {
    const type = types.get(textAt(among.object, 'pool'));
    if (type === undefined || !FILES.includes(type)) return [];
    return CONTRADICTIONS.flatMap(({ place, holds, says }) => {
      const at = partAt(among.object, ...place);
      return holds(among.object, at) ? [about('error', among, at, says(among.object))] : [];
    });
  });
};

interface Contradiction {
  readonly place: readonly string[];
  readonly holds: (volume: Part, at: Part) => boolean;
  readonly says: (volume: Part) => Finding;
}

/** The format of a volume, raw where none is given; undefined where it is not known. */
function formatOf(volume: Part): string | undefined {
  return textOr(volume, 'raw', 'target', 'format', 'type');
}

const isOther = (format: string | undefined, ...formats: readonly string[]): boolean =>
  format !== undefined && !formats.includes(format);

/** `virStorageBackendCreateQemuImgSetInfo` and what it calls, `createRaw`: the same in 9.0 and 11.3. */
const CONTRADICTIONS: readonly Contradiction[] = [
  {
    place: ['backing_store'],
    holds: (volume, at) => isSet(at) && formatOf(volume) === 'raw',
    says: (volume) => ({
      summary: `a raw volume cannot lie over another image${isUnset(partAt(volume, 'target', 'format')) ? ', and without target.format it is raw' : ''}`,
      action: 'Give target.format.type qcow2.',
    }),
  },
  {
    // Of a raw volume nothing looks at it.
    place: ['target', 'compat'],
    holds: (volume, at) => isSet(at) && isOther(formatOf(volume), 'qcow2', 'raw'),
    says: (volume) => ({
      summary: `compat is for qcow2, and the volume is ${formatOf(volume) ?? ''}`,
      action: 'Take it out, or give target.format.type qcow2.',
    }),
  },
  {
    place: ['target', 'features'],
    holds: (volume, at) => elementsAt(at).length > 0 && isOther(formatOf(volume), 'qcow2', 'raw'),
    says: (volume) => ({
      summary: `features are for qcow2, and the volume is ${formatOf(volume) ?? ''}`,
      action: 'Take them out, or give target.format.type qcow2.',
    }),
  },
  {
    place: ['target', 'features'],
    holds: (volume, at) =>
      formatOf(volume) === 'qcow2' &&
      textAt(volume, 'target', 'compat') === '0.10' &&
      elementsAt(at).some((features) =>
        ['lazy_refcounts', 'extended_l2'].some((name) => partAt(features, name).value === true),
      ),
    says: () => ({
      summary: 'the features are newer than the format of compat 0.10',
      action: 'Give compat 1.1, or take the features out.',
    }),
  },
  {
    place: ['target', 'encryption'],
    holds: (volume, at) => isSet(at) && isOther(formatOf(volume), 'qcow2', 'raw'),
    says: (volume) => ({
      summary: `a volume of the format ${formatOf(volume) ?? ''} cannot be encrypted`,
      action: 'Give target.format.type qcow2 or raw.',
    }),
  },
  {
    place: ['target', 'encryption', 'format'],
    holds: (volume, at) => isOther(textAt(at), 'luks') && ['qcow2', 'raw'].includes(formatOf(volume) ?? ''),
    says: () => ({
      summary: 'volumes are made with the encryption luks alone',
      action: 'Give encryption.format luks.',
    }),
  },
  {
    place: ['target', 'encryption', 'secret'],
    holds: (volume, at) =>
      isUnset(at) &&
      textAt(volume, 'target', 'encryption', 'format') === 'luks' &&
      ['qcow2', 'raw'].includes(formatOf(volume) ?? ''),
    says: () => ({
      summary: 'nothing says which secret holds the passphrase',
      action: 'Give encryption.secret.',
    }),
  },
];
