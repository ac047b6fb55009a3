import type { Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { isoImage } from './iso.js';

/** What tells the three sorts of files apart. */
export interface FileForm {
  /** How names of its files begin. */
  readonly prefix: string;
  readonly extension: string;
  /** What it is called in messages. */
  readonly what: string;
  /** The attributes whose text, in this order, its id is made from; some may be unset. */
  readonly from: readonly string[];
  /** What the file holds. */
  content(wanted: Attributes): Buffer;
}

const text = (attributes: Attributes, name: string): Buffer => Buffer.from(textAt(attributes, [name]) ?? '');

const single = (what: string, prefix: string, extension: string): FileForm => ({
  what,
  prefix,
  extension,
  from: ['content'],
  content: (wanted) => text(wanted, 'content'),
});

/** The volume label by which cloud-init knows its image (data source NoCloud). */
const LABEL = 'cidata';

/** The forms of the files that guests are set up from, by resource type. */
export const FILE_FORMS: Readonly<
  Record<'libvirt_cloudinit_disk' | 'libvirt_ignition' | 'libvirt_combustion', FileForm>
> = {
  libvirt_cloudinit_disk: {
    what: 'cloud-init image',
    prefix: 'cloudinit',
    extension: 'iso',
    from: ['user_data', 'meta_data', 'network_config'],
    content: (wanted) =>
      isoImage(LABEL, [
        { name: 'meta-data', content: text(wanted, 'meta_data') },
        { name: 'user-data', content: text(wanted, 'user_data') },
        // An empty one would be a network configuration without a network.
        ...[{ name: 'network-config', content: text(wanted, 'network_config') }].filter(
          ({ content }) => content.length > 0,
        ),
      ]),
  },
  libvirt_ignition: single('Ignition file', 'ignition', 'ign'),
  libvirt_combustion: single('Combustion script', 'script', 'sh'),
};
