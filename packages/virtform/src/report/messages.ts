import {
  type ApplyAction,
  type ApplyEvent,
  type ApplyListener,
  type ApplyResult,
  formatModule,
  type InstanceAddress,
  isUpToDate,
  parseAddress,
  type Plan,
  type PlanNode,
  type ResourceNode,
  secretsOfPlan,
  summarize,
} from '@virtform/engine';
import { type Conceal, concealing } from '@virtform/values';
import { formatDuration } from '../duration.js';
import type { Output } from '../io.js';
import { printJson } from './outputs.js';
import { type Wording, WORDING } from './progress.js';
import { ownVersion } from '../version.js';

/**
 * Terraform's machine-readable output: one JSON object a line, with the message types that renderers know. What is ours stands
 * under `virtform`.
 */
export interface MessageWriter {
  readonly message: (type: string, text: string, body?: object) => void;
}

/** Writes messages; the first says which versions speak. */
export function messageWriter(output: Output): MessageWriter {
  const message: MessageWriter['message'] = (type, text, body = {}) => {
    const head = {
      '@level': 'info',
      '@message': text,
      '@module': 'virtform.ui',
      '@timestamp': new Date().toISOString(),
      type,
    };
    output.write(`${printJson({ ...head, ...body }, 0)}\n`);
  };
  message('version', `virtform ${ownVersion()}`, { virtform: ownVersion(), ui: '1.2' });
  return { message };
}

/** What a plan says, as messages. */
export function writePlanMessages(plan: Plan, writer: MessageWriter): void {
  const { message } = writer;
  writePlannedNodes(plan.nodes, plan, writer);
  const { import: imported, add, change, destroy, forget, impact, data } = summarize(plan);
  const importing = imported === 0 ? '' : `${imported} to import, `;
  message('change_summary', `Plan: ${importing}${add} to add, ${change} to change, ${destroy} to destroy.`, {
    changes: { add, change, import: imported, remove: destroy, operation: 'plan' },
    virtform: { impact, data, forget },
  });
  if (plan.outputs.length === 0) return;
  message('outputs', `Outputs: ${plan.outputs.length}`, {
    outputs: Object.fromEntries(
      plan.outputs.map(({ name, action, sensitive }) => [
        name,
        { sensitive, action: action === 'no-op' ? 'noop' : action },
      ]),
    ),
  });
}

/** What is to change, one message a resource: all that the apply of a saved plan says of it. */
export function writePlannedChanges(plan: Plan, writer: MessageWriter): void {
  // Of what only the state learns, Terraform tells when the plan is made, and not again.
  const changing = plan.nodes.filter((node) => {
    if (node.node === 'resource') return node.action !== 'no-op';
    return node.node !== 'refresh' || !isUpToDate(node);
  });
  writePlannedNodes(changing, plan, writer);
}

function writePlannedNodes(nodes: readonly PlanNode[], plan: Plan, { message }: MessageWriter): void {
  const conceal = concealing(secretsOfPlan(plan));
  for (const node of nodes) {
    const drift = driftOf(node);
    if (drift !== undefined) {
      message('resource_drift', `${node.address}: Drift detected (${drift})`, {
        change: { resource: resource(node.address, node.instance), ...previousOf(node), action: drift },
      });
    }
    const action = actionOf(node);
    if (action === undefined) continue;
    message('planned_change', `${node.address}: Plan to ${action}`, {
      change: {
        resource: resource(node.address, node.instance),
        ...previousOf(node),
        action,
        ...reasonOf(node),
        ...importingOf(node, conceal),
      },
      ...(node.node === 'resource' ? { virtform: ownPartOf(node) } : {}),
    });
  }
}

function ownPartOf({ impact, data, provisioners }: ResourceNode): object {
  return {
    impact,
    data,
    ...(provisioners === undefined ? {} : { provisioners: provisioners.map(({ type }) => type) }),
  };
}

/** How an apply goes on, as messages; their texts are Terraform's, since some renderers print nothing else. */
export function messageListener({ message }: MessageWriter): ApplyListener {
  const tell = (type: string, event: HookEvent, text: string, more: object = {}): void => {
    const elapsed = 'elapsed' in event ? { elapsed_seconds: Math.round(event.elapsed / 1000) } : {};
    const hook = { resource: resourceAt(event.address), action: event.action, ...more, ...elapsed };
    message(type, `${event.address}: ${text}`, { hook });
  };
  const provisioning = (type: string, event: ProvisionEvent, text: string, more: object = {}): void => {
    const { address, provisioner } = event;
    message(type, `${address}: ${text}`, { hook: { resource: resourceAt(address), provisioner, ...more } });
  };
  return (event) => {
    switch (event.event) {
      case 'started':
        tell(
          'apply_start',
          event,
          `${MESSAGE_WORDING[event.action].doing}...${shownId(event.id)}`,
          identified(event.id),
        );
        break;
      case 'still':
        tell(
          'apply_progress',
          event,
          `Still ${MESSAGE_WORDING[event.action].still}... [${formatDuration(event.elapsed)} elapsed]`,
        );
        break;
      case 'completed':
        tell(
          'apply_complete',
          event,
          `${MESSAGE_WORDING[event.action].done} complete after ${formatDuration(event.elapsed)}${shownId(event.id)}`,
          identified(event.id),
        );
        break;
      case 'failed':
        tell(
          'apply_errored',
          event,
          `${MESSAGE_WORDING[event.action].done} errored after ${formatDuration(event.elapsed)}`,
        );
        break;
      case 'skipped':
        tell('apply_skipped', event, event.because);
        break;
      case 'provision-started':
        provisioning('provision_start', event, `Provisioning with '${event.provisioner}'...`);
        break;
      case 'provision-output':
        provisioning('provision_progress', event, `(${event.provisioner}): ${event.line}`, {
          output: event.line,
        });
        break;
      case 'provision-completed':
        provisioning('provision_complete', event, `(${event.provisioner}) Provisioning complete`);
        break;
      case 'provision-failed':
        provisioning('provision_errored', event, `(${event.provisioner}) Provisioning errored`);
        break;
      case 'reconnecting':
      case 'stopping':
        message(
          'log',
          event.event === 'stopping' ? 'Interrupted: nothing new starts' : `Reconnecting to ${event.uri}`,
        );
        break;
      // As in Terraform, the summary alone tells what was imported.
      case 'imported':
      case 'step':
      case 'progress':
        break;
    }
  };
}

/** Terraform's messages name a reading otherwise than its lines do. */
const MESSAGE_WORDING: Readonly<Record<ApplyAction, Wording>> = {
  ...WORDING,
  read: { doing: 'Refreshing', still: 'refreshing', done: 'Refresh' },
};

type HookEvent = Extract<ApplyEvent, { action: ApplyAction }>;
type ProvisionEvent = Extract<ApplyEvent, { provisioner: string }>;

function identified(id: string | undefined): object {
  return id === undefined ? {} : { id_key: 'id', id_value: id };
}

function shownId(id: string | undefined): string {
  return id === undefined ? '' : ` [id=${id}]`;
}

/** The last lines of an apply. */
export function writeResultMessages(
  result: ApplyResult,
  outputs: Readonly<
    Record<string, { readonly value: unknown; readonly type: unknown; readonly sensitive: boolean }>
  >,
  operation: 'apply' | 'destroy',
  { message }: MessageWriter,
): void {
  const { imported, added, changed, destroyed } = result;
  const importing = imported === 0 ? '' : `${imported} imported, `;
  message(
    'change_summary',
    `Apply complete! Resources: ${importing}${added} added, ${changed} changed, ${destroyed} destroyed.`,
    {
      changes: { add: added, change: changed, import: imported, remove: destroyed, operation },
    },
  );
  const shown = Object.entries(outputs).map(([name, { value, type, sensitive }]): [string, object] => [
    name,
    sensitive ? { sensitive, type } : { sensitive, type, value },
  ]);
  message('outputs', `Outputs: ${shown.length}`, { outputs: Object.fromEntries(shown) });
}

function resourceAt(address: string): object {
  const instance = parseAddress(address);
  return instance === undefined ? { addr: address } : resource(address, instance);
}

function resource(address: string, { module, type, name, key }: InstanceAddress): object {
  const inModule = module.length === 0 ? '' : formatModule(module);
  return {
    addr: address,
    module: inModule,
    resource: inModule === '' ? address : address.slice(inModule.length + 1),
    implied_provider: type.split('_')[0],
    resource_type: type,
    resource_name: name,
    resource_key: key ?? null,
  };
}

/** Messages say shorter why something is replaced than plans do. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['replace_because_cannot_update', 'cannot_update'],
  ['replace_because_tainted', 'tainted'],
  ['replace_by_request', 'requested'],
  ['replace_by_triggers', 'replace_triggered_by'],
]);

function reasonOf(node: PlanNode): object {
  const reason = 'reason' in node ? node.reason : undefined;
  return reason === undefined ? {} : { reason: REASONS.get(reason) ?? reason };
}

function actionOf(node: PlanNode): string | undefined {
  switch (node.node) {
    case 'read':
      return node.reason === undefined ? undefined : 'read';
    case 'forget':
      return 'remove';
    case 'refresh':
      return undefined;
    case 'resource':
      if (node.action !== 'no-op') return node.action;
      if (node.importing !== undefined) return 'import';
      return node.movedFrom === undefined ? undefined : 'move';
  }
}

/** Where the object was before. */
function previousOf({ movedFrom }: PlanNode): object {
  return movedFrom === undefined ? {} : { previous_resource: resourceAt(movedFrom) };
}

function importingOf(node: PlanNode, conceal: Conceal): object {
  if (node.node !== 'resource' || node.importing === undefined) return {};
  return { importing: { id: conceal(node.importing.id) } };
}

/** What others did to an object: as Terraform, `delete` where it is gone. */
function driftOf(node: PlanNode): 'update' | 'delete' | 'move' | undefined {
  switch (node.node) {
    case 'resource':
      if (node.drift.length === 0) return undefined;
      return node.drift.some(({ path }) => path.length === 0) ? 'delete' : 'update';
    case 'refresh':
      if (isUpToDate(node)) return node.movedFrom === undefined ? undefined : 'move';
      return node.after === undefined ? 'delete' : 'update';
    case 'forget':
    case 'read':
      return undefined;
  }
}
