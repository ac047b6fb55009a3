import {
  type ApplyAction,
  type ApplyEvent,
  type ApplyListener,
  type ApplyResult,
  formatModule,
  isUpToDate,
  type Plan,
  type PlanNode,
  summarize,
} from '@virtform/engine';
import type { Output } from '../io.js';
import { printJson } from './outputs.js';
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
export function writePlanMessages(plan: Plan, { message }: MessageWriter): void {
  for (const node of plan.nodes) {
    const drift = driftOf(node);
    if (drift !== undefined) {
      message('resource_drift', `${node.address}: Drift detected (${drift})`, {
        change: { resource: resource(node), action: drift },
      });
    }
    const action = actionOf(node);
    if (action === undefined) continue;
    message('planned_change', `${node.address}: Plan to ${action}`, {
      change: { resource: resource(node), action, ...('reason' in node ? { reason: node.reason } : {}) },
      ...(node.node === 'resource' ? { virtform: { impact: node.impact, data: node.data } } : {}),
    });
  }
  const { add, change, destroy, impact, data } = summarize(plan);
  message('change_summary', `Plan: ${add} to add, ${change} to change, ${destroy} to destroy.`, {
    changes: { add, change, import: 0, remove: destroy, operation: 'plan' },
    virtform: { impact, data },
  });
  message('outputs', `Outputs: ${plan.outputs.length}`, {
    outputs: Object.fromEntries(
      plan.outputs.map(({ name, action, sensitive }) => [name, { sensitive, action }]),
    ),
  });
}

/** How an apply goes on, as messages. */
export function messageListener({ message }: MessageWriter): ApplyListener {
  const hook = (event: Extract<ApplyEvent, { action: ApplyAction }>, more: object = {}): object => ({
    hook: {
      resource: { addr: event.address },
      action: event.action,
      ...('elapsed' in event ? { elapsed_seconds: Math.round(event.elapsed / 1000) } : {}),
      ...more,
    },
  });
  return (event) => {
    switch (event.event) {
      case 'started':
        message('apply_start', `${event.address}: started (${event.action})`, hook(event));
        break;
      case 'still':
        message('apply_progress', `${event.address}: still going on`, hook(event));
        break;
      case 'completed':
        message(
          'apply_complete',
          `${event.address}: done`,
          hook(event, event.id === undefined ? {} : { id_key: 'id', id_value: event.id }),
        );
        break;
      case 'failed':
        message('apply_errored', `${event.address}: failed`, hook(event));
        break;
      case 'skipped':
        message('apply_skipped', `${event.address}: ${event.because}`, hook(event));
        break;
      case 'reconnecting':
      case 'stopping':
        message(
          'log',
          event.event === 'stopping' ? 'Interrupted: nothing new starts' : `Reconnecting to ${event.uri}`,
        );
        break;
      case 'step':
      case 'progress':
        break;
    }
  };
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
  const { added, changed, destroyed } = result;
  message(
    'change_summary',
    `Apply complete! Resources: ${added} added, ${changed} changed, ${destroyed} destroyed.`,
    {
      changes: { add: added, change: changed, import: 0, remove: destroyed, operation },
    },
  );
  const shown = Object.entries(outputs).map(([name, { value, type, sensitive }]): [string, object] => [
    name,
    sensitive ? { sensitive, type } : { sensitive, type, value },
  ]);
  message('outputs', `Outputs: ${shown.length}`, { outputs: Object.fromEntries(shown) });
}

function resource(node: PlanNode): object {
  const { module, type, name, key } = node.instance;
  const inModule = module.length === 0 ? '' : formatModule(module);
  return {
    addr: node.address,
    module: inModule,
    resource: inModule === '' ? node.address : node.address.slice(inModule.length + 1),
    implied_provider: type.split('_')[0],
    resource_type: type,
    resource_name: name,
    resource_key: key ?? null,
  };
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
      return node.action === 'no-op' ? undefined : node.action;
  }
}

/** What others did to an object: as Terraform, `delete` where it is gone. */
function driftOf(node: PlanNode): 'update' | 'delete' | undefined {
  switch (node.node) {
    case 'resource':
      if (node.drift.length === 0) return undefined;
      return node.drift.some(({ path }) => path.length === 0) ? 'delete' : 'update';
    case 'refresh':
      if (isUpToDate(node)) return undefined;
      return node.after === undefined ? 'delete' : 'update';
    case 'forget':
    case 'read':
      return undefined;
  }
}
