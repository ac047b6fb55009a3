import type { AttributeChange, Plan, ResourceNode } from '@virtform/engine';
import { ValueObject } from '@virtform/values';

/** A plan with these nodes; what is not given says that nothing happens. */
export function samplePlan(nodes: Plan['nodes'], more: Partial<Plan> = {}): Plan {
  return {
    lineage: '3f0c1a52-0000-4000-8000-000000000000',
    serial: 1,
    configuration: 'aa',
    created: '2026-01-01T00:00:00.000Z',
    options: {
      destroy: false,
      targets: [],
      excludes: [],
      replace: [],
      refresh: true,
      refreshOnly: false,
      restart: [],
      allowDataLoss: [],
      parallelism: 10,
    },
    variables: {},
    told: {},
    relevant: [],
    hosts: [{ uri: 'qemu:///system', objects: 6, elapsed: 41.3 }],
    moves: [],
    nodes,
    outputs: [],
    checks: [],
    diagnostics: [],
    ...more,
  };
}

/** One resource of the plan. */
export function sampleNode(
  type: string,
  name: string,
  action: ResourceNode['action'],
  more: Partial<ResourceNode> = {},
): ResourceNode {
  return {
    node: 'resource',
    address: `${type}.${name}`,
    instance: { module: [], mode: 'managed', type, name },
    provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
    dependencies: [],
    host: 'qemu:///system',
    identity: {},
    action,
    before: undefined,
    after: undefined,
    wanted: undefined,
    sensitive: { before: [], after: [] },
    marked: [],
    changes: [],
    steps: [],
    createBeforeDestroy: false,
    impact: 'none',
    data: 'kept',
    waiting: [],
    drift: [],
    resumes: false,
    ...more,
  };
}

/** A guest that changes. */
export function changingGuest(
  name: string,
  changes: readonly AttributeChange[],
  impact: ResourceNode['impact'],
): ResourceNode {
  const attributes: ValueObject = { name, memory: 1, memory_unit: 'GiB', vcpu: 2 };
  return sampleNode('libvirt_domain', name, 'update', {
    before: attributes,
    after: attributes,
    wanted: attributes,
    changes,
    impact,
  });
}
