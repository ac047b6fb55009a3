import { libvirt } from '@virtform/libvirt';
import { nodeInfo } from '@virtform/schema';
import type { DataKind } from '../data-kind.js';
import type { HostSource } from '../sources.js';
import { hashedId } from './hashed-id.js';

/** `libvirt_node_info`: the processors and the memory of the host. */
export const nodeInfoKind: DataKind<HostSource> = {
  type: 'libvirt_node_info',
  schema: nodeInfo,
  async read(_wanted, source) {
    const { node } = libvirt(await source.read());
    const { model, memory, cpus, nodes, sockets, cores, threads } = await node.info();
    return {
      attributes: {
        id: hashedId([model, memory, cpus, nodes, sockets, cores, threads].join('-')),
        cpu_model: model,
        memory_total_kb: Number(memory),
        cpu_cores_total: cpus,
        numa_nodes: nodes,
        cpu_sockets: sockets,
        cpu_cores_per_socket: cores,
        cpu_threads_per_core: threads,
      },
      diagnostics: [],
    };
  },
};
