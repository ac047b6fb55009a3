import { pool } from '@virtform/schema';
import type { Value } from '@virtform/values';
import { recordNamed, type HostView } from '../host-view.js';
import {
  identityText,
  type Actual,
  type Attributes,
  type Proposal,
  type ProposalRequest,
  type Step,
} from '../kind.js';
import { attributeAt, elementsAt, flagAt, textAt } from '../shared/attributes.js';
import { nameClash } from '../shared/clash.js';
import { editArgs } from '../shared/edits.js';
import { judgeChanges } from '../shared/judge.js';
import { changeLine, driftLines, lineOf, type LineContext } from '../shared/lines.js';
import { nothingToDo, questionOf, refusal } from '../shared/proposals.js';
import { redact } from '../shared/secrets.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { compareThreeWays } from '../three-way.js';
import { POOL_FALLBACK, POOL_RULES } from './rules.js';
import { plannedPool, poolToState } from './to-state.js';

/** How a pool gets to where it is wanted. */
export function proposePool(request: ProposalRequest, view: HostView): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return proposeCreate(request, question.wanted, view);
    case 'destroy':
      return proposeDestroy(request, question.actual);
    case 'update':
      return proposeUpdate(request, question.actual, question.wanted);
  }
}

function proposeCreate(request: ProposalRequest, wanted: Attributes, view: HostView): Proposal {
  const { address, identity, sensitive, replaces, allowDataLoss } = request;
  const uuid = identityText(identity, 'uuid') ?? '';
  const planned = plannedPool(wanted, uuid);
  const occupant = recordNamed(view.pools, textAt(wanted, ['name']));
  if (
    occupant !== undefined &&
    (replaces === undefined || identityText(replaces, 'uuid') !== occupant.uuid)
  ) {
    return refusal(planned, nameClash(address, { what: 'pool', name: occupant.name, id: occupant.uuid }));
  }
  if (flagAt(wanted, ['create', 'overwrite']) === true && !allowDataLoss) {
    return refusal(planned, {
      severity: 'error',
      summary: `${address} would be built over what its devices hold`,
      detail: 'create.overwrite tells libvirt to format devices that are in use already.',
      action: `Take create.overwrite out, or permit it with -allow-data-loss=${address}`,
      address,
      path: ['create', 'overwrite'],
    });
  }
  const name = textAt(wanted, ['name']) ?? uuid;
  const { attributes, secrets } = redact(wanted, sensitive);
  const define = step({
    effect: 'define',
    args: { attributes, secrets },
    precondition: { object: 'absent' },
    calls: [['pool-define', 'FILE']],
    why: `define pool ${name}`,
  });
  return nothingToDo(planned, { action: 'create', steps: [define, ...bringUp(name, wanted)] });
}

/** Unless the program says otherwise a pool is built, started, and starts with the host, as Terraform's provider does. */
function bringUp(name: string, wanted: Attributes): readonly Step[] {
  return [
    ...(isBuilt(wanted) ? [buildStep(name, wanted)] : []),
    ...(flagAt(wanted, ['create', 'start']) === false ? [] : [startStep(name)]),
    ...(flagAt(wanted, ['create', 'autostart']) === false ? [] : [autostartStep(name)]),
  ];
}

/** A logical pool without devices takes over a volume group that exists; to build it would mean to make one. */
function isBuilt(wanted: Attributes): boolean {
  const said = flagAt(wanted, ['create', 'build']);
  return said ?? (wanted.type !== 'logical' || elementsAt(wanted, ['source', 'device']).length > 0);
}

function proposeDestroy({ applied }: ProposalRequest, actual: Actual): Proposal {
  const there = actual.stored ?? actual.running ?? {};
  const name = textAt(there, ['name']) ?? '';
  // Deleting a logical pool removes its volume group; only the folder of a dir pool is ever deleted with its pool.
  const removed = there.type === 'dir' && flagAt(applied?.attributes, ['destroy', 'delete']) !== false;
  const active = actual.running !== undefined;
  // One that is not active may be by then: it is started where a volume in it goes first.
  const stop = step({
    effect: 'stop',
    args: { empty: removed },
    calls: active ? [['pool-destroy', ...named('pool', name)]] : [],
    why: removed ? `stop pool ${name}, which has to be empty` : `stop pool ${name}`,
  });
  const deleted = step({
    effect: 'delete',
    calls: [['pool-delete', ...named('pool', name)]],
    why: `remove the folder ${textAt(there, ['target', 'path']) ?? ''} of pool ${name}`,
  });
  const undefine = step({
    effect: 'undefine',
    calls: [['pool-undefine', ...named('pool', name)]],
    why: `remove the definition of pool ${name}`,
  });
  return nothingToDo(undefined, {
    action: 'delete',
    // What an inactive pool holds nobody knows; libvirt removes a folder only when it is empty (rmdir). Without this the folder
    // would stay behind where an earlier destroy was interrupted after the stop.
    steps: [stop, ...(removed ? [deleted] : []), undefine],
  });
}

function proposeUpdate(request: ProposalRequest, actual: Actual, wanted: Attributes): Proposal {
  const { applied, sensitive, identity } = request;
  const comparison = compareThreeWays(pool, applied, actual, wanted);
  const active = actual.running !== undefined;
  const { changes, waiting } = judgeChanges(comparison, POOL_RULES, POOL_FALLBACK, {
    active,
    stores: 'redefine',
  });
  const stored = actual.stored ?? actual.running ?? {};
  const context: LineContext = { schema: pool, actual: stored, wanted: comparison.wanted, sensitive };
  const lines = changes.map(({ change, rule, impact }) =>
    changeLine(change, context, {
      impact,
      ...(rule.why === undefined ? {} : { why: rule.why }),
      ...(rule.effect === 'recreate' ? { forcesReplacement: true } : {}),
    }),
  );
  const told = {
    waiting: waiting.map((change) => lineOf(change, { ...context, actual: actual.running ?? stored })),
    drift: driftLines(comparison.drift, context, applied),
  };
  const uuid = textAt(stored, ['uuid']) ?? identityText(identity, 'uuid') ?? '';
  if (changes.some(({ rule }) => rule.effect === 'recreate')) {
    return nothingToDo(plannedPool(wanted, uuid), { action: 'replace', changes: lines, ...told });
  }
  const down = !active && flagAt(wanted, ['create', 'start']) !== false;
  const rising = comeUp(textAt(stored, ['name']) ?? '', wanted, {
    active,
    down,
    unfinished: applied?.intent === true,
  });
  if (changes.length === 0 && rising.length === 0) return nothingToDo(poolToState(actual, wanted), told);
  const name = textAt(stored, ['name']) ?? '';
  const differences = changes
    .map(({ change }) => change.stored)
    .filter((difference) => difference !== undefined);
  const redefine = step({
    effect: 'redefine',
    args: { edits: editArgs(differences, { secrets: sensitive, applied: applied?.wanted }) },
    calls: [['pool-define', 'FILE']],
    why: active
      ? `store the definition of pool ${name}; it counts from its next start`
      : `define pool ${name} anew`,
  });
  return nothingToDo(plannedPool(wanted, uuid), {
    action: 'update',
    changes: [
      ...lines,
      ...(down
        ? [{ path: [], label: 'state', before: 'inactive', after: 'active', impact: 'none' } as const]
        : []),
    ],
    steps: [...(differences.length === 0 ? [] : [redefine]), ...rising],
    ...told,
  });
}

/**
 * A pool that somebody stopped is started; one that an interrupted apply only defined is brought up as a new one is, and one that
 * it had started already may still lack what comes after that.
 */
function comeUp(
  name: string,
  wanted: Attributes,
  {
    active,
    down,
    unfinished,
  }: { readonly active: boolean; readonly down: boolean; readonly unfinished: boolean },
): readonly Step[] {
  if (!unfinished) return down ? [startStep(name)] : [];
  if (!active) return bringUp(name, wanted);
  return flagAt(wanted, ['create', 'autostart']) === false ? [] : [autostartStep(name)];
}

function buildStep(name: string, wanted: Attributes): Step {
  const overwrite: Value = attributeAt(wanted, ['create', 'overwrite']) ?? false;
  return step({
    effect: 'build',
    args: { overwrite },
    calls: [['pool-build', ...named('pool', name), ...(overwrite === true ? ['--overwrite'] : [])]],
    data: overwrite === true ? 'lost' : 'kept',
    why: `build pool ${name}`,
  });
}

function startStep(name: string): Step {
  return step({
    effect: 'start',
    calls: [['pool-start', ...named('pool', name)]],
    why: `start pool ${name}`,
  });
}

function autostartStep(name: string): Step {
  return step({
    effect: 'set-autostart',
    args: { value: true },
    calls: [['pool-autostart', ...named('pool', name)]],
    why: `pool ${name} starts with the host`,
  });
}
