import { resource, str } from './dsl.js';

/** What a `provider "libvirt"` block may say. */
export const provider = resource(
  'libvirt',
  { kind: 'provider', description: 'The host that resources live on.', root: undefined, computed: [] },
  () => ({
    uri: str(
      undefined,
      'Connection URI such as qemu:///system or qemu+ssh://root@host/system; if not given, LIBVIRT_DEFAULT_URI, then qemu:///system',
    ),
  }),
);
