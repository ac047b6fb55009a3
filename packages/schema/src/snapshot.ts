import { Attributes, flag, innerXml, knownBy, list, num, obj, resource, str, xml } from './dsl.js';
import { atLeast, filePath, filled, known, oneOf, required, runtime, since, unit } from './facts.js';
import { metadataCache, snapshotSource } from './shapes/disk-source.js';

const snapshotDisk = (): Attributes => ({
  name: str('@name', 'Name of its target (vda) or path of its image', required),
  snapshot: str(
    '@snapshot',
    'How its content is kept: not at all, inside its image, in an overlay, or by the caller while the guest is paused',
    oneOf('no', 'internal', 'external', 'manual'),
    filled,
  ),
  driver: obj('driver', 'Format of the overlay', () => ({
    type: str('@type', 'Format', known('qcow2', 'qed', 'raw', 'vmdk'), filled),
    metadata_cache: metadataCache(),
  })),
  snapshot_delete_in_progress: flag(
    'snapshotDeleteInProgress',
    'It was being deleted when libvirt ended',
    since('9.0.0'),
    runtime,
    filled,
  ),
  source: obj('.', 'The overlay; libvirt names one beside the image', snapshotSource, filled),
});

const snapshotDisks = (at: string, description: string) =>
  obj(
    at,
    description,
    () => ({ disks: list('disk', 'A disk of the guest', snapshotDisk, knownBy('name')) }),
    filled,
  );

/**
 * A snapshot of a guest. The guest as it was then and libvirt's cookie are kept to the letter, so that the snapshot can be
 * redefined: whatever it holds, nobody but libvirt has a say in it.
 */
export const snapshot = resource(
  'snapshot',
  {
    kind: 'document',
    description: 'A snapshot of a guest: its disks, its memory, or both.',
    root: 'domainsnapshot',
    computed: ['creation_time', 'state'],
  },
  () => ({
    name: str('name', 'Name, unique in the guest; by default the time', filled),
    description: str('description', 'What it is for'),
    state: str(
      'state',
      'What the guest was doing; disk-snapshot: its memory is not kept',
      oneOf('running', 'blocked', 'paused', 'shutdown', 'shutoff', 'crashed', 'disk-snapshot'),
      filled,
    ),
    parent: obj(
      'parent',
      'The snapshot before it',
      () => ({ name: str('name', 'Its name', required) }),
      filled,
    ),
    creation_time: num('creationTime', 'When it was made, since 1970', unit('s'), atLeast(0), filled),
    memory: obj(
      'memory',
      'The memory of the guest',
      () => ({
        snapshot: str(
          '@snapshot',
          'Where it is kept: nowhere, inside an image of the guest, or in a file',
          oneOf('no', 'internal', 'external'),
          filled,
        ),
        file: str('@file', 'The file that holds it', filePath),
      }),
      since('1.0.1'),
      filled,
    ),
    disks: snapshotDisks('disks', 'What is done for each disk'),
    revert_disks: snapshotDisks('revertDisks', 'Overlays that were made when the guest went back to it'),
    domain: xml('domain', 'The guest as it was then', { meaning: { as: 'xml' } }, filled),
    inactive_domain: xml(
      'inactiveDomain',
      'The guest as it was to start the next time, where that differed',
      { meaning: { as: 'xml' } },
      filled,
    ),
    cookie: innerXml('cookie', "libvirt's own notes", { meaning: { as: 'xml' } }, filled),
  }),
);
