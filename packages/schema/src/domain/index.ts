import { resource, str } from '../dsl.js';
import { required } from '../facts.js';

/** A domain: a virtual machine or a container. */
export const domain = resource(
  'libvirt_domain',
  {
    description: 'A domain: a virtual machine or a container.',
    root: 'domain',
    computed: ['id', 'uuid'],
  },
  () => ({
    type: str('@type', 'Hypervisor', required),
    name: str('name', 'Name, unique on the host', required),
  }),
);
