import { Marked, SENSITIVE } from '@virtform/values';
import type { Path, Value } from '@virtform/values';
import type { ResourceSchema } from '@virtform/schema';
import { formatAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import {
  blockAt,
  CONNECTION_ARGUMENTS,
  evaluateArguments,
  instanceScope,
  PROVISIONER_ARGUMENTS,
  scopeAt,
  scopeLeftAt,
} from '../config/index.js';
import type { Configuration, Expansion, ModuleScope, ProvisionerBlock, Scope } from '../config/index.js';
import type { Attributes, Proposal } from '../kinds/kind.js';
import type { StateInstance } from '../state/state.js';
import type { PlannedProvisioner } from './plan.js';
import { removedBlockOf, removedIn } from './refactoring/removed.js';
import { createResourceValues } from './resource-values.js';

/**
 * The provisioners of an object: what its block says now, or the `removed` block that stands in its place. What is not configured
 * any more has none, as in Terraform.
 */
export function provisionersOf(
  configuration: Configuration,
  instance: InstanceAddress,
  when: ProvisionerBlock['when'],
): readonly ProvisionerBlock[] {
  const block = blockAt(configuration, instance) ?? removedBlockOf(removedIn(configuration), instance);
  return (block?.provisioners ?? []).filter((provisioner) => provisioner.when === when);
}

/**
 * What is run before an object goes: nothing for one that is tainted, or was set aside for its successor, as in Terraform.
 *
 * @param prior what the state has of it
 * @param isSetAside its successor is there by then
 */
export function provisionersBefore(
  configuration: Configuration,
  instance: InstanceAddress,
  prior: Pick<StateInstance, 'tainted'> | undefined,
  isSetAside: boolean,
): readonly ProvisionerBlock[] {
  return prior === undefined || prior.tainted || isSetAside
    ? []
    : provisionersOf(configuration, instance, 'destroy');
}

/** An object as its provisioners see it. */
export interface Self {
  readonly attributes: Attributes;
  readonly sensitive: readonly Path[];
  readonly schema: ResourceSchema;
}

/** Whose provisioners are asked. */
export interface Provisioned {
  readonly instance: InstanceAddress;
  /** Which of the instances of its block it is; of one that goes, its key is all that is known. */
  readonly expansion: Expansion | undefined;
  readonly self: Self;
}

/** What the expressions of an object's provisioners mean. */
export function provisioningScope(root: ModuleScope, { instance, expansion, self }: Provisioned): Scope {
  const { module, key } = instance;
  const values = createResourceValues();
  const address = formatAddress(instance);
  values.declare(address, 'single', self.schema);
  values.set(address, undefined, self.attributes, self.sensitive);
  const around = scopeAt(root, module) ?? scopeLeftAt(root, module);
  return instanceScope(around, expansion ?? { key }, values.value(address));
}

/** What `plannedProvisioners` rests on. */
export interface ProvisionedChange {
  readonly configuration: Configuration;
  /** Of the root module. */
  readonly scope: ModuleScope;
  readonly instance: InstanceAddress;
  readonly expansion: Expansion | undefined;
  readonly action: Proposal['action'];
  readonly createBeforeDestroy: boolean;
  /** What the state has; undefined where it has none. */
  readonly prior: StateInstance | undefined;
  /** The object as it goes and as it will be; unknown values are allowed. */
  readonly before: Self;
  readonly after: Self;
}

/** The provisioners that a change will run, in their order: those of what goes, then those of what is made. */
export function plannedProvisioners(change: ProvisionedChange): readonly PlannedProvisioner[] {
  const { configuration, scope: root, instance, expansion, action, createBeforeDestroy, prior } = change;
  const goes = action === 'delete' || action === 'replace';
  const comes = action === 'create' || action === 'replace';
  const isSetAside = prior?.deposed !== undefined || (action === 'replace' && createBeforeDestroy);
  const halves = [
    {
      blocks: goes ? provisionersBefore(configuration, instance, prior, isSetAside) : [],
      self: change.before,
    },
    { blocks: comes ? provisionersOf(configuration, instance, 'create') : [], self: change.after },
  ];
  return halves.flatMap(({ blocks, self }) => {
    if (blocks.length === 0) return [];
    const scope = provisioningScope(root, { instance, expansion, self });
    return blocks.map(({ type, when, onFailure, ...block }): PlannedProvisioner => {
      const where = whereOf({ type, ...block }, scope);
      return { type, when, onFailure, ...(where === undefined ? {} : { where }) };
    });
  });
}

function whereOf(
  { type, body, connection }: Pick<ProvisionerBlock, 'type' | 'body' | 'connection'>,
  scope: Scope,
): string | undefined {
  if (type === 'local-exec')
    return shown(evaluateArguments(body, PROVISIONER_ARGUMENTS[type], scope, {}).values.working_dir);
  if (connection === undefined) return undefined;
  return shown(evaluateArguments(connection, CONNECTION_ARGUMENTS, scope, {}).values.host);
}

function shown(value: Value | undefined): string | undefined {
  if (value instanceof Marked) return SENSITIVE;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
