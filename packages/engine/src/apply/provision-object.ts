import { join } from 'node:path';
import type { Diagnostic, Path } from '@virtform/values';
import { blockAt, everyModule, expand, scopeAt } from '../config/index.js';
import type { Configuration, Expansion, ProvisionerBlock } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import type { ResourceNode } from '../plan/plan.js';
import { provisioningScope } from '../plan/provisioners.js';
import type { Effects } from '../effects/effects.js';
import type { ProvisionSurroundings } from '../provision/surroundings.js';
import type { Saver } from '../state/saver.js';
import type { ApplyContext } from './context.js';
import type { TaskRun } from './task-run.js';

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
  const { address, instance } = node;
  const expansion = task.action === 'delete' ? undefined : expansionOf(context, node);
  const self = { attributes, sensitive, schema: kind.schema };
  return runProvisioners({
    blocks,
    scope: provisioningScope(context.scope, { instance, expansion, self }),
    subject: { address, ...(node.construct === undefined ? {} : { construct: node.construct }) },
    surroundings: context.provisioning,
    secrets: context.secrets,
    tell: context.emit,
  });
}

function expansionOf(
  { configuration, scope }: ApplyContext,
  { instance }: ResourceNode,
): Expansion | undefined {
  const block = blockAt(configuration, instance);
  const around = scopeAt(scope, instance.module);
  if (block === undefined || around === undefined || instance.key === undefined) return undefined;
  return expand(block, around).expansions.find(({ key }) => key === instance.key);
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
