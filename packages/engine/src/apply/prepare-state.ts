import { equalValues } from '@virtform/values';
import type { InstanceAddress } from '../address.js';
import { formatAddress } from '../address.js';
import type { Plan, ResourceNode } from '../plan/plan.js';
import {
  addIntents,
  clearIntent,
  deposeInstance,
  findInstance,
  findResource,
  intentsOf,
  isIntent,
  removeInstance,
  upsertInstance,
} from '../state/index.js';
import type { State, StateInstance } from '../state/state.js';
import { intentOf } from './intents.js';
import { wantedJson } from './record.js';
import { recordReadings } from './record-reading.js';
import { takeOver } from './take-over.js';
import { deposedName } from './task-run.js';

/**
 * The state as it has to be on disk before the first change: what moved and what is taken over is where the plan has it,
 * everything that is about to be made is announced, what is gone or given up is taken out, what was set aside has its name, and what did not change is up to date. One write, however much there is.
 */
export function prepareState(state: State, plan: Plan): State {
  const makes = plan.nodes.filter(
    (node) => node.node === 'resource' && (node.action === 'create' || node.action === 'replace'),
  );
  return [
    takeOver,
    forgetGone,
    bringUpToDate,
    clearStaleIntents,
    keepHalfMade,
    setAside,
    refreshUnchanged,
    announceUpdates,
    recordReadings,
    (current: State) => addIntents(current, makes.map(resourceOnly).map(intentOf)),
  ].reduce((current, pass) => pass(current, plan), state);
}

function resourceOnly(node: Plan['nodes'][number]): ResourceNode {
  if (node.node !== 'resource') throw new TypeError(`${node.address} is no managed resource`);
  return node;
}

/** What the host does not have any more: orphans, and what is to be created anew. */
function forgetGone(state: State, plan: Plan): State {
  return plan.nodes
    .filter((node) => node.node === 'forget' || (node.node === 'resource' && node.action === 'create'))
    .reduce((current, node) => removeInstance(current, node.instance, node.deposed), state);
}

/** What a plan that only refreshes found: everything else that is kept of an object stays. */
function bringUpToDate(state: State, plan: Plan): State {
  return plan.nodes
    .filter((node) => node.node === 'refresh')
    .reduce((current, { instance, deposed, provider, after }) => {
      const prior = findInstance(current, instance, deposed);
      if (prior === undefined) return current;
      if (after === undefined) return removeInstance(current, instance, deposed);
      return equalValues(after, prior.attributes)
        ? current
        : upsertInstance(current, instance, provider, { ...prior, attributes: after });
    }, state);
}

/** Intents of earlier applies that came to nothing. Those that this plan completes in place stay until it has. */
function clearStaleIntents(state: State, plan: Plan): State {
  const current = plan.nodes.filter(({ deposed }) => deposed === undefined);
  const planned = new Map(current.map((node) => [node.address, node] as const));
  return intentsOf(state).reduce((cleared, { address, instance }) => {
    const node = planned.get(formatAddress(address));
    if (node?.node !== 'resource') return cleared;
    const completes = instance.deposed === undefined && node.resumes && node.action !== 'create';
    return completes ? cleared : removeInstance(cleared, address, instance.deposed);
  }, state);
}

/** What an intent left half made and is to be replaced is an object to be destroyed from now on, beside the new intent. */
function keepHalfMade(state: State, plan: Plan): State {
  return replacements(plan).reduce((current, node) => {
    const instance = findInstance(current, node.instance);
    if (instance === undefined || !isIntent(instance) || instance.bookkeeping === undefined) return current;
    const bookkeeping = { ...instance.bookkeeping, intent: false };
    return upsertInstance(current, node.instance, node.provider, { ...instance, bookkeeping });
  }, state);
}

/** The old objects of replacements that make the new one first. */
function setAside(state: State, plan: Plan): State {
  return replacements(plan).reduce((current, node) => {
    const deposed = deposedName(node);
    return deposed === undefined ? current : deposeInstance(current, node.instance, deposed);
  }, state);
}

function replacements(plan: Plan): readonly ResourceNode[] {
  return plan.nodes.filter((node) => node.node === 'resource').filter(({ action }) => action === 'replace');
}

/** What the plan found up to date: sizes that the host reports, our bookkeeping where Terraform wrote the state last. */
function refreshUnchanged(state: State, plan: Plan): State {
  return plan.nodes.reduce((current, node) => {
    if (node.node !== 'resource' || node.action !== 'no-op') return current;
    const instance = findInstance(current, node.instance);
    const next = instance === undefined ? undefined : refreshed(instance, node);
    return next === undefined ? current : upsertInstance(current, node.instance, node.provider, next);
  }, state);
}

/**
 * What is about to be put into objects that are there: should the apply be killed meanwhile, what of it has come to be is known to be
 * ours. What an apply that was killed earlier had done counts as applied from now on. Until the update is over, the object may depend on
 * what it depended on before and on what it will: nothing of both is destroyed before it has let go of it.
 */
function announceUpdates(state: State, plan: Plan): State {
  return plan.nodes.reduce((current, node) => {
    const resource = findResource(current, node.instance);
    const instance = findInstance(current, node.instance);
    if (node.node !== 'resource' || node.action !== 'update') return current;
    if (resource === undefined || instance === undefined) return current;
    const { identity, applied, wanted = {} } = node;
    const bookkeeping =
      applied === undefined
        ? instance.bookkeeping
        : { identity, intent: false, ...instance.bookkeeping, wanted: wantedJson(applied) };
    const trying = wantedJson(wanted);
    const dependencies = [...new Set([...instance.dependencies, ...node.dependencies])].sort();
    const begun: StateInstance = {
      ...instance,
      bookkeeping,
      trying,
      ...(node.stop?.restarts === true ? { restarting: true } : {}),
      dependencies,
    };
    return upsertInstance(current, node.instance, resource.provider, begun);
  }, state);
}

/** undefined where nothing differs. */
function refreshed(instance: StateInstance, node: ResourceNode): StateInstance | undefined {
  const attributes = node.after ?? instance.attributes;
  const wanted = wantedJson(node.wanted ?? {});
  const { bookkeeping } = instance;
  if (
    equalValues(attributes, instance.attributes) &&
    equalValues(node.marked, instance.sensitive) &&
    equalValues(wanted, bookkeeping?.wanted) &&
    bookkeeping?.intent === false &&
    instance.trying === undefined &&
    instance.restarting === undefined &&
    instance.createBeforeDestroy === node.createBeforeDestroy &&
    equalValues(node.identity, bookkeeping.identity)
  ) {
    return undefined;
  }
  return {
    ...instance,
    attributes,
    tainted: false,
    sensitive: node.marked,
    dependencies: node.dependencies,
    createBeforeDestroy: node.createBeforeDestroy,
    bookkeeping: { identity: node.identity, wanted, intent: false },
    trying: undefined,
    restarting: undefined,
  };
}

/** The state once the old object of a replacement is gone: the intent for the new one is all that the address has. */
export function promoteIntent(state: State, address: InstanceAddress): State {
  const resource = findResource(state, address);
  const intent = resource?.instances.find(
    (instance) => instance.key === address.key && instance.deposed !== undefined && isIntent(instance),
  );
  const without = removeInstance(clearIntent(state, address), address);
  if (intent === undefined || resource === undefined) return without;
  return upsertInstance(without, address, resource.provider, { ...intent, deposed: undefined });
}

/** The state without the note of a task that will not be begun. */
export function withdraw(state: State, node: ResourceNode): State {
  return node.action === 'update' ? withoutTrying(state, node) : withdrawIntent(state, node);
}

function withoutTrying(state: State, { instance: address, prior, stop }: ResourceNode): State {
  const resource = findResource(state, address);
  const instance = findInstance(state, address);
  if (resource === undefined || instance?.trying === undefined) return state;
  const dependencies = prior?.dependencies ?? instance.dependencies;
  // That it is off since an earlier apply stays to be known.
  const restarting = stop?.restarts === true ? undefined : instance.restarting;
  return upsertInstance(state, address, resource.provider, {
    ...instance,
    trying: undefined,
    restarting,
    dependencies,
  });
}

/**
 * The state without the intent of what was never made. Where an object was set aside for it, that is what the address has again, as
 * in Terraform.
 */
export function withdrawIntent(state: State, node: ResourceNode): State {
  const without = clearIntent(state, node.instance);
  const name = node.deposed === undefined ? deposedName(node) : undefined;
  const aside = name === undefined ? undefined : findInstance(without, node.instance, name);
  if (aside === undefined || findInstance(without, node.instance) !== undefined) return without;
  return upsertInstance(removeInstance(without, node.instance, name), node.instance, node.provider, {
    ...aside,
    deposed: undefined,
  });
}
