import { Attributes, list, num, obj, resource, ResourceSchema, str, strings } from './dsl.js';
import { Fact, oneOf, readOnly, required, unit } from './facts.js';
import { terraformRemoteState } from './terraform-data.js';

const about = (description: string, computed: readonly string[] = ['id']) =>
  ({ kind: 'data', description, root: undefined, computed }) as const;

const text = (description: string, ...facts: readonly Fact[]) =>
  str(undefined, description, readOnly, ...facts);
const count = (description: string, ...facts: readonly Fact[]) =>
  num(undefined, description, readOnly, ...facts);
const id = (): Attributes => ({ id: text('Identity of what was read') });

/** The addresses that a guest has now. */
export const domainInterfaceAddresses = resource(
  'libvirt_domain_interface_addresses',
  about('The addresses that a guest has now.', ['id', 'interfaces']),
  () => ({
    domain: str(undefined, 'UUID or name of the domain', required),
    source: str(
      undefined,
      'Who is asked: DHCP leases, the agent in the guest, or both in turn',
      oneOf('lease', 'agent', 'any'),
    ),
    ...id(),
    interfaces: list(
      undefined,
      'The NICs',
      () => ({
        name: text('Name of the NIC'),
        hwaddr: text('MAC address'),
        addrs: list(
          undefined,
          'Its addresses',
          () => ({
            type: text('ipv4 or ipv6'),
            addr: text('The address'),
            prefix: count('Prefix length'),
          }),
          readOnly,
        ),
      }),
      readOnly,
    ),
  }),
);

/** The processors and the memory of the host. */
export const nodeInfo = resource(
  'libvirt_node_info',
  about('The processors and the memory of the host.'),
  () => ({
    ...id(),
    cpu_model: text('Model of the processors'),
    memory_total_kb: count('Memory', unit('KiB')),
    cpu_cores_total: count('Processors that are in use'),
    numa_nodes: count('NUMA nodes'),
    cpu_sockets: count('Sockets in a node'),
    cpu_cores_per_socket: count('Cores in a socket'),
    cpu_threads_per_core: count('Threads in a core'),
  }),
);

/** The names of the host's devices. */
export const nodeDevices = resource(
  'libvirt_node_devices',
  about("The names of the host's devices.", ['id', 'devices']),
  () => ({
    capability: str(undefined, 'Only devices with this capability, such as pci'),
    ...id(),
    devices: strings(undefined, 'Names of the devices', readOnly, { unordered: true }),
  }),
);

const capability = (): Attributes => ({
  type: text('Kind of device; it decides which of the others are set'),
  address: text('MAC address'),
  block: text('Path of the block device'),
  bus: count('Bus'),
  class: text('Class'),
  device_number: count('Number on the bus'),
  domain: count('PCI domain'),
  drive_type: text('Kind of drive'),
  function: count('PCI function'),
  host: count('SCSI host'),
  interface: text('Name of the network interface'),
  iommu_group: count('IOMMU group'),
  link_speed: text('Speed of the link'),
  link_state: text('State of the link'),
  logical_block_size: count('Size of a block', unit('bytes')),
  lun: count('SCSI unit'),
  model: text('Model'),
  num_blocks: count('Blocks'),
  product_id: text('Identifier of the product'),
  product_name: text('Name of the product'),
  scsi_type: text('Kind of SCSI device'),
  serial: text('Serial number'),
  size: count('Size', unit('bytes')),
  slot: count('PCI slot'),
  target: count('SCSI target'),
  vendor_id: text('Identifier of the vendor'),
  vendor_name: text('Name of the vendor'),
});

/** One device of the host. */
export const nodeDeviceInfo = resource(
  'libvirt_node_device_info',
  about('One device of the host.', ['id', 'path', 'parent', 'capability']),
  () => ({
    name: str(undefined, 'Name of the device, such as pci_0000_00_1f_2', required),
    ...id(),
    path: text('Path in sysfs'),
    parent: text('Name of the device that it hangs on'),
    capability: obj(undefined, 'What the device is', capability, readOnly),
  }),
);

/** Every data source of the provider by name. */
export const dataSources: Readonly<Record<DataSourceType, ResourceSchema>> = {
  libvirt_domain_interface_addresses: domainInterfaceAddresses,
  libvirt_node_device_info: nodeDeviceInfo,
  libvirt_node_devices: nodeDevices,
  libvirt_node_info: nodeInfo,
};

/** The data sources that are known. */
export type DataSourceType =
  | 'libvirt_domain_interface_addresses'
  | 'libvirt_node_device_info'
  | 'libvirt_node_devices'
  | 'libvirt_node_info';

/** Data sources of Terraform's own, built-in provider. */
export const builtinDataSources: Readonly<Record<'terraform_remote_state', ResourceSchema>> = {
  terraform_remote_state: terraformRemoteState,
};
