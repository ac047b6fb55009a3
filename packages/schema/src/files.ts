import { Attributes, num, resource, str } from './dsl.js';
import { filled, readOnly, required, sensitive, unit } from './facts.js';

const told = (what: string): Attributes => ({
  id: str(undefined, 'First 16 hexadecimal digits of the SHA-256 of the content', readOnly, filled),
  path: str(undefined, `Path of the ${what} on the machine that applies`, readOnly, filled),
  size: num(undefined, `Size of the ${what}`, unit('bytes'), readOnly, filled),
});

const computed = ['id', 'path', 'size'];

/** An ISO 9660 image with the label `cidata`, from which cloud-init sets up a guest. */
export const cloudinitDisk = resource(
  'libvirt_cloudinit_disk',
  { description: 'An image from which cloud-init sets up a guest.', root: undefined, computed },
  () => ({
    name: str(undefined, 'Name of the image', required),
    user_data: str(undefined, 'user-data of cloud-init', sensitive, required),
    meta_data: str(undefined, 'meta-data of cloud-init', required),
    network_config: str(undefined, 'network-config of cloud-init'),
    ...told('image'),
  }),
);

const single = (type: string, program: string) =>
  resource(
    type,
    { description: `A file from which ${program} sets up a guest.`, root: undefined, computed },
    () => ({
      name: str(undefined, 'Name of the file', required),
      content: str(undefined, 'What the file holds', sensitive, required),
      ...told('file'),
    }),
  );

/** A file from which Ignition sets up a guest. */
export const ignition = single('libvirt_ignition', 'Ignition');

/** A script from which Combustion sets up a guest. */
export const combustion = single('libvirt_combustion', 'Combustion');
