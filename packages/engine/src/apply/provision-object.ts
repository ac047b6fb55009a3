import { join } from 'node:path';
import { createResourceValues } from '../plan/resource-values.js';
import type { Diagnostic, Path, Value } from '@virtform/values';
import { blockAt, everyModule, expand, instanceScope, scopeAt, scopeLeftAt } from '../config/index.js';
import type {
  Configuration,
  Expansion,
  ModuleScope,
  ProvisionerBlock,
  ResourceBlock,
} from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import type { ResourceNode } from '../plan/plan.js';
import { removedBlockOf, removedIn } from '../plan/refactoring/removed.js';
import type { Effects } from '../effects/effects.js';
import type { ProvisionSurroundings } from '../provision/surroundings.js';
import type { Saver } from '../state/saver.js';
import type { ApplyContext } from './context.js';
import type { TaskRun } from './task-run.js';

/**
 * The provisioners of an object: what its block says now, or the `removed` block that stands in its place. What is not configured
 * any more has none, as in Terraform.
 */
export function provisionersOf(
  { configuration }: Pick<ApplyContext, 'configuration'>,
  node: ResourceNode,
  when: ProvisionerBlock['when'],
): readonly ProvisionerBlock[] {
  const block = blockOf(configuration, node) ?? removedBlockOf(removedIn(configuration), node.instance);
  return (block?.provisioners ?? []).filter((provisioner) => provisioner.when === when);
}

function blockOf(configuration: Configuration, node: ResourceNode): ResourceBlock | undefined {
  return blockAt(configuration, node.instance);
}

/** An object as its provisioners see it. */
export interface Self {
  readonly attributes: Attributes;
  readonly sensitive: readonly Path[];
}

/** Runs provisioners for an object. Never rejects; errors among the diagnostics mean that one failed. */
export async function provisionObject(
  context: ApplyContext,
  { node, kind, task }: TaskRun,
  blocks: readonly ProvisionerBlock[],
  { attributes, sensitive }: Self,
): Promise<readonly Diagnostic[]> {
  const { runProvisioners } = await import('../provision/run.js');
  const { address } = node;
  const values = createResourceValues();
  values.declare(address, 'single', kind.schema);
  values.set(address, undefined, attributes, sensitive);
  const { module, key } = node.instance;
  const around = scopeAt(context.scope, module);
  const scope = around ?? scopeLeftAt(context.scope, module);
  const expansion =
    task.action === 'delete' || around === undefined ? { key } : expansionOf(context, around, node);
  const self: Value | undefined = values.value(address);
  return runProvisioners({
    blocks,
    scope: instanceScope(scope, expansion, self),
    subject: { address, ...(node.construct === undefined ? {} : { construct: node.construct }) },
    surroundings: context.provisioning,
    secrets: context.secrets,
    tell: context.emit,
  });
}

function expansionOf({ configuration }: ApplyContext, scope: ModuleScope, node: ResourceNode): Expansion {
  const block = blockOf(configuration, node);
  const { key } = node.instance;
  const found = block === undefined || key === undefined ? [] : expand(block, scope).expansions;
  return found.find((expansion) => expansion.key === key) ?? { key };
}

/** What an apply knows of the outside. */
interface ProvisionSources extends Pick<ProvisionSurroundings, 'environment'> {
  readonly configuration: Configuration;
  readonly dataFolder: string;
  readonly effects: Effects;
  readonly saver: Saver;
  readonly stop?: AbortSignal;
}

/** What the provisioners of an apply are run with. */
export function provisionSurroundings(
  { configuration, dataFolder, effects, environment, saver, stop }: ProvisionSources,
  kill: AbortSignal,
): ProvisionSurroundings {
  const { files, clock, random, processes } = effects;
  return {
    files,
    clock,
    random,
    processes,
    environment,
    folder: configuration.folder,
    secretsFolder: join(dataFolder, `ssh-${saver.state.lineage}`),
    stop: stop ?? new AbortController().signal,
    kill,
  };
}

/**
 * Takes away the keys and passwords that an apply which was killed has left for ssh, before the first provisioner and behind the
 * last. The lock of the state is held, so nobody else uses what lies in the folder of its lineage.
 */
export async function removeSshSecrets(
  configuration: Configuration,
  { files, secretsFolder }: ProvisionSurroundings,
): Promise<void> {
  const blocks = everyModule(configuration).flatMap(({ resources, removed }) => [
    ...resources.values(),
    ...removed,
  ]);
  if (blocks.some(({ provisioners }) => provisioners.length > 0)) await files.removeFolder(secretsFolder);
}
