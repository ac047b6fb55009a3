import { knownBy, list, num, obj, resource, str, xml } from './dsl.js';
import { atLeast, byDefault, filled, oneOf, required, runtime, unit } from './facts.js';

/** A checkpoint of a guest's disks: the point from which an incremental backup starts. */
export const checkpoint = resource(
  'checkpoint',
  {
    kind: 'document',
    description: "A checkpoint of a guest's disks, from which an incremental backup starts.",
    root: 'domaincheckpoint',
    computed: ['creation_time'],
  },
  () => ({
    name: str('name', 'Name, unique in the guest; by default the time', filled),
    description: str('description', 'What it is for'),
    creation_time: num('creationTime', 'When it was made, since 1970', unit('s'), atLeast(0), filled),
    parent: obj(
      'parent',
      'The checkpoint before it',
      () => ({ name: str('name', 'Its name', required) }),
      filled,
    ),
    disks: obj(
      'disks',
      'What is done for each disk',
      () => ({
        disks: list(
          'disk',
          'A disk of the guest',
          () => ({
            name: str('@name', 'Name of its target (vda) or path of its image', required),
            checkpoint: str(
              '@checkpoint',
              'Whether its changes are noted',
              oneOf('no', 'bitmap'),
              byDefault('bitmap'),
              filled,
            ),
            bitmap: str('@bitmap', 'Bitmap in the image that notes the changes', filled),
            size: num(
              '@size',
              'How much a backup from here would copy, as far as the host is asked',
              unit('bytes'),
              atLeast(0),
              runtime,
              filled,
            ),
          }),
          knownBy('name'),
        ),
      }),
      filled,
    ),
    domain: xml('domain', 'The guest as it was then', { meaning: { as: 'xml' } }, filled),
  }),
);
