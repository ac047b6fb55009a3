import { Attributes, knownBy, list, obj, ObjectAttribute, once, str } from '../dsl.js';
import { oneOf, only, required, since } from '../facts.js';

const QEMU = '@xmlns:qemu=http://libvirt.org/schemas/domain/qemu/1.0';
const LXC = '@xmlns:lxc=http://libvirt.org/schemas/domain/lxc/1.0';
const BHYVE = '@xmlns:bhyve=http://libvirt.org/schemas/domain/bhyve/1.0';
const XEN = '@xmlns:xen=http://libvirt.org/schemas/domain/xen/1.0';
const VMWARE = '@xmlns:vmware=http://libvirt.org/schemas/domain/vmware/1.0';

const args = (prefix: string) =>
  list(`${prefix}:arg`, 'Arguments, in this order', () => ({
    value: str('@value', 'The argument', required),
  }));
const envs = (prefix: string) =>
  list(
    `${prefix}:env`,
    'Environment',
    () => ({
      name: str('@name', 'Name', required),
      value: str('@value', 'Value'),
    }),
    knownBy('name'),
  );
const capability = (element: string, description: string) =>
  list(
    `qemu:${element}`,
    description,
    () => ({
      name: str('@capability', 'Name', required),
    }),
    knownBy('name'),
  );
const share = (element: string, what: string, ...whose: readonly string[]): ObjectAttribute =>
  obj(`lxc:${element}`, `${what} that is shared`, () => ({
    type: str('@type', 'What tells whose it is', oneOf(...whose), required),
    value: str('@value', 'Its name or number', required),
  }));

/** What stands in namespaces of its own: settings past libvirt, for one hypervisor each. */
export const namespaces = once((): Attributes => ({
  qemu_commandline: obj(
    'qemu:commandline',
    'Arguments and environment of QEMU past libvirt',
    () => ({
      args: args('qemu'),
      envs: envs('qemu'),
    }),
    { when: QEMU },
    only('qemu', 'kvm'),
  ),
  qemu_capabilities: obj(
    'qemu:capabilities',
    'What libvirt is to believe of QEMU',
    () => ({
      add: capability('add', 'It can'),
      del: capability('del', 'It cannot'),
    }),
    { when: QEMU },
    only('qemu', 'kvm'),
  ),
  qemu_deprecation: obj(
    'qemu:deprecation',
    'What QEMU does at outdated settings',
    () => ({
      behavior: str('@behavior', 'Behaviour', oneOf('none', 'omit', 'reject', 'crash')),
    }),
    { when: QEMU },
    only('qemu', 'kvm'),
    since('6.9.0'),
  ),
  qemu_override: obj(
    'qemu:override',
    'Properties of devices of QEMU past libvirt',
    () => ({
      devices: list(
        'qemu:device',
        'A device',
        () => ({
          alias: str('@alias', 'Its alias', required),
          frontend: obj('qemu:frontend', 'The device in the guest', () => ({
            properties: list(
              'qemu:property',
              'A property',
              () => ({
                name: str('@name', 'Name', required),
                type: str(
                  '@type',
                  'Type of the value',
                  oneOf('string', 'signed', 'unsigned', 'bool', 'remove'),
                ),
                value: str('@value', 'Value'),
              }),
              knownBy('name'),
            ),
          })),
        }),
        knownBy('alias'),
      ),
    }),
    { when: QEMU },
    only('qemu', 'kvm'),
    since('8.2.0'),
  ),
  lxc_namespace: obj(
    'lxc:namespace',
    'Namespaces that a container shares with another',
    () => ({
      share_net: share('sharenet', 'Network', 'netns', 'name', 'pid'),
      share_ipc: share('shareipc', 'IPC', 'name', 'pid'),
      share_uts: share('shareuts', 'Host name', 'name', 'pid'),
    }),
    { when: LXC },
    only('lxc'),
  ),
  bhyve_commandline: obj(
    'bhyve:commandline',
    'Arguments and environment of bhyve past libvirt',
    () => ({
      args: args('bhyve'),
      envs: envs('bhyve'),
    }),
    { when: BHYVE },
    only('bhyve'),
    since('5.6.0'),
  ),
  vmware_data_center_path: str('vmware:datacenterpath', 'Data center', { when: VMWARE }, only('vmware')),
  xen_commandline: obj(
    'xen:commandline',
    'Arguments of the device model past libvirt',
    () => ({
      args: args('xen'),
    }),
    { when: XEN },
    only('xen'),
    since('6.7.0'),
  ),
}));
