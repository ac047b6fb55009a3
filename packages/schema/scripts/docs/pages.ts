import {
  cloudinitDisk,
  combustion,
  domain,
  domainInterfaceAddresses,
  ignition,
  network,
  nodeDeviceInfo,
  nodeDevices,
  nodeInfo,
  pool,
  volume,
  type ResourceSchema,
} from '../../src/index.js';

/** A reference page: what stands on it of a schema. */
export interface PagePlan {
  /** Below docs/. */
  readonly file: string;
  readonly title: string;
  readonly schema: ResourceSchema;
  /** The attributes, by path, whose objects the page describes; undefined: all that no other page of the schema has. */
  readonly paths?: readonly string[];
  /** What a person has to know first. */
  readonly intro: string;
  /** Folders below docs/examples, each with a main.ts and a main.tf that say the same; by what they show. */
  readonly examples: Readonly<Record<string, string>>;
}

const ofDomain = (
  name: string,
  title: string,
  paths: readonly string[],
  intro: string,
  examples: PagePlan['examples'] = {},
): PagePlan => ({ file: `resources/domain/${name}.md`, title, schema: domain, paths, intro, examples });

const device = (name: string): string => `devices.${name}`;

/** What no other page of the guest has in one place: addresses, sources, labels. */
const SHARED = 'resources/domain/shared.md';

const DOMAIN: readonly PagePlan[] = [
  {
    file: 'resources/domain.md',
    title: 'libvirt_domain',
    schema: domain,
    intro:
      'A guest: a virtual machine or a container. It is defined, started where `running` says so, and changed in place: live where libvirt can, stored for the next boot where it cannot. Nothing is undefined in order to be changed, and no guest is restarted unless `-restart` asks for it. Of guests that restart, each stops after those that depend on it, and starts before them.',
    examples: {
      'domain/machine': 'A machine with a disk, on a network',
      'domain/room': 'Room for vCPUs and memory that are given while it runs',
    },
  },
  ofDomain(
    'cpu',
    'Processors and threads',
    ['vcpus', 'cpu', 'cpu_tune', 'numa_tune', 'io_thread_i_ds', 'default_io_thread'],
    'The model of the processor that a guest sees, which processors of the host it may use, and its I/O threads.',
    { 'domain/cpu': "The host's processor, pinned" },
  ),
  ofDomain(
    'memory',
    'Memory',
    [
      ...['memory_tune', 'memory_backing', device('memorydevs'), device('mem_balloon')],
      ...[device('shmems'), device('pstore')],
    ],
    'What the memory of a guest is made of, its limits, and devices that are memory. How much it has stands at `memory` and `current_memory` of the guest itself.',
  ),
  ofDomain(
    'boot',
    'Firmware and boot',
    ['os', 'sys_info', device('nvram')],
    'The machine, its firmware, what it boots from, and what it tells the guest about itself.',
    { 'domain/uefi': 'UEFI, and a CD that is booted from' },
  ),
  ofDomain(
    'features',
    'Features and clock',
    ['features', 'clock', 'pm', 'perf'],
    'What hypervisor and firmware offer to the guest, and how it keeps time.',
  ),
  ofDomain(
    'disks',
    'Disks',
    [device('disks'), 'throttle_groups', 'block_io_tune', device('leases')],
    'Disks, drives for CDs and floppies, and their limits. A disk is known by the name of its target: with another `dev` it is another disk.',
    { 'domain/disks': 'A disk from a pool, one from a block device, and a CD' },
  ),
  ofDomain(
    'interfaces',
    'Network interfaces',
    [device('interfaces')],
    'NICs and what they are plugged into. An interface is known by its MAC address where one is given, by its place otherwise.',
    { 'domain/interfaces': 'One NIC on a network, one on a bridge' },
  ),
  ofDomain(
    'filesystems',
    'Shared folders',
    [device('filesystems')],
    'Folders of the host that the guest mounts; of a container, its file systems.',
  ),
  ofDomain(
    'controllers',
    'Controllers',
    [device('controllers'), device('iommu')],
    'Buses that devices hang on. libvirt adds those that a guest needs. On the machine q35 each PCI device that is plugged in while the guest runs takes a `pcie-root-port` of its own, which has to be there from its start.',
  ),
  ofDomain(
    'display',
    'Display and input',
    [device('graphics'), device('videos'), device('inputs'), device('hubs')],
    'Screens of the guest, ways to see them, keyboards and pointers.',
    { 'domain/display': 'A screen by VNC' },
  ),
  ofDomain(
    'sound',
    'Sound',
    [device('sounds'), device('audios')],
    'Sound cards, and where on the host their sound goes.',
  ),
  ofDomain(
    'character',
    'Serial ports, consoles and channels',
    [
      ...['serials', 'parallels', 'consoles', 'channels', 'smartcards', 'redir_devs', 'redir_filters'].map(
        device,
      ),
    ],
    "Devices that carry characters between the guest and something on the host: a terminal, a file, a socket. The guest's agent answers on a channel.",
  ),
  ofDomain(
    'hostdevs',
    "The host's own devices",
    [device('hostdevs')],
    'PCI, USB and SCSI devices of the host that are handed to the guest.',
  ),
  ofDomain(
    'security',
    'Security and randomness',
    ['sec_label', 'key_wrap', 'launch_security', device('tpms'), device('rngs'), device('crypto')],
    'Labels that keep guests apart, encrypted memory, TPMs, sources of randomness.',
  ),
  ofDomain(
    'other-devices',
    'Other devices',
    [device('watchdogs'), device('panics'), device('vsock')],
    'Watchdogs, notice of a crash, sockets between host and guest.',
  ),
  ofDomain(
    'hypervisors',
    'What one hypervisor alone knows',
    [
      ...['qemu_commandline', 'qemu_capabilities', 'qemu_override', 'lxc_namespace'],
      ...['bhyve_commandline', 'xen_commandline', 'id_map'],
    ],
    'Arguments and settings past libvirt, for QEMU, LXC, bhyve and Xen. libvirt does not check them.',
  ),
  ofDomain(
    'shared',
    'Shapes that recur',
    [],
    'Objects that several devices have: the source of a disk or of a character device, the address of a device in the guest. What a change costs is told here where it is the same everywhere.',
  ),
];

const single = (
  folder: 'resources' | 'data-sources',
  schema: ResourceSchema,
  intro: string,
  examples: PagePlan['examples'],
): PagePlan => ({
  file: `${folder}/${schema.type.replace(/^libvirt_/, '')}.md`,
  title: schema.type,
  schema,
  intro,
  examples,
});

/** Said of each file from which a guest is set up. */
const A_FILE =
  'It is a file on the machine that applies; a volume with its `path` as content brings it to the host. `virtform` keeps it in `.virtform/files` beside the app or the configuration, readable by its owner alone, makes it again where it is missing or does not hold what was written, and removes it when the resource is destroyed. One that Terraform made is used, and in the end removed, where Terraform put it. Like the state, the folder may hold secrets: keep it out of version control.';

/** All pages, in the order of the index. */
export const PAGES: readonly PagePlan[] = [
  ...DOMAIN,
  single(
    'resources',
    network,
    'A virtual network: a bridge with addresses, DHCP and DNS of its own, or a way for guests to the interfaces of the host. It is defined and started. DHCP hosts and ranges, DNS entries and port groups change while it is active; everything else is stored and counts from its next start, because a restart would unplug every guest.',
    {
      'network/nat': 'A network behind the host, with DHCP and DNS',
      'network/bridge': "The host's own bridge",
    },
  ),
  single(
    'resources',
    pool,
    'A place for volumes: a folder, a volume group, a share. It is built, started, and starts with the host, unless `create` says otherwise.',
    { 'pool/dir': 'A folder', 'pool/logical': 'A volume group that exists' },
  ),
  single(
    'resources',
    volume,
    'A disk image or a block device in a pool. libvirt changes nothing of a volume but its size: what would throw its content away is refused unless `-allow-data-loss=ADDRESS` permits it.',
    {
      'volume/empty': 'An empty disk',
      'volume/overlay': 'An image, and a disk that stores only what differs from it',
    },
  ),
  single(
    'resources',
    cloudinitDisk,
    'An ISO image with the label `cidata`, from which cloud-init sets up a guest at its first boot. ' +
      A_FILE,
    { 'cloudinit-disk/user': 'A user with a key' },
  ),
  single(
    'resources',
    combustion,
    'A script from which Combustion sets up a guest at its first boot (openSUSE MicroOS, SLE Micro). ' +
      A_FILE,
    { 'combustion/script': 'A script that sets a host name' },
  ),
  single(
    'resources',
    ignition,
    'A file from which Ignition sets up a guest at its first boot (Fedora CoreOS, Flatcar). ' + A_FILE,
    { 'ignition/user': 'A user with a key' },
  ),
  single(
    'data-sources',
    domainInterfaceAddresses,
    'The addresses that a guest has now, as its DHCP leases or the agent in it tell them.',
    { 'data/domain-interface-addresses': 'The address of a guest, as an output' },
  ),
  single('data-sources', nodeInfo, 'The processors and the memory of the host.', {
    'data/node-info': 'What the host has, as outputs',
  }),
  single('data-sources', nodeDevices, "The names of the host's devices, all or those of one kind.", {
    'data/node-devices': 'The network interfaces of the host',
  }),
  single('data-sources', nodeDeviceInfo, 'One device of the host.', {
    'data/node-device-info': 'Where a device hangs',
  }),
];

/** The page of a schema for shapes that several of its pages have. */
export function sharedPageOf(schema: ResourceSchema): string | undefined {
  return schema === domain ? SHARED : undefined;
}

/** What recurring shapes are called, by the path of the place that describes them best. */
export const SHARED_TITLES: Readonly<Record<string, string>> = {
  'devices.disks.source': 'Source of a disk',
  'devices.disks.backing_store': 'Image below a disk',
  'devices.serials.source': 'Source of a character device',
  'devices.serials.log': 'Log of a character device',
  'devices.disks.address': 'Address of a device',
  'devices.disks.boot': 'Boot order',
  'devices.disks.driver.io_threads': 'I/O threads of queues',
  'devices.inputs.driver': 'Options of virtio',
  'devices.interfaces.rom': 'Option ROM',
  'devices.interfaces.teaming': 'Teaming',
};
