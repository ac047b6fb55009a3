import { volume } from '@virtform/schema';
import type { Diagnostic, Value } from '@virtform/values';
import { formatBytes, formatPath } from '@virtform/values';
import type { VolumeUser } from '../host-usage.js';
import { recordNamed, volumeRecord, type HostView } from '../host-view.js';
import {
  identityText,
  type Actual,
  type Applied,
  type Attributes,
  type Proposal,
  type ProposalRequest,
  type Step,
} from '../kind.js';
import { attributeAt, textAt } from '../shared/attributes.js';
import { nameClash } from '../shared/clash.js';
import { judgeChanges } from '../shared/judge.js';
import { changeLine, driftLines, type LineContext } from '../shared/lines.js';
import { nothingToDo, questionOf, refusal } from '../shared/proposals.js';
import { redact } from '../shared/secrets.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { compareThreeWays, type Change } from '../three-way.js';
import { VOLUME_FALLBACK, VOLUME_RULES } from './rules.js';
import { bytesValue, capacityOf } from './size.js';
import { plannedVolume, resizedVolume, volumeToState } from './to-state.js';
import { describeUser, runningGuest, strangersUsing, type RunningGuest } from './users.js';

/** ms that content may take on its way; an upload that moves no byte for a minute is given up long before. */
const UPLOAD_TIMEOUT = 24 * 3_600_000;

/** How a volume gets to where it is wanted. */
export function proposeVolume(request: ProposalRequest, view: HostView): Proposal {
  const question = questionOf(request);
  switch (question.ask) {
    case 'nothing':
      return nothingToDo(undefined);
    case 'create':
      return proposeCreate(request, question.wanted, view);
    case 'destroy':
      return proposeDestroy(request, question.actual, view);
    case 'update':
      return proposeUpdate(request, question.actual, question.wanted, view);
  }
}

function proposeCreate(request: ProposalRequest, wanted: Attributes, view: HostView): Proposal {
  const { address, identity, sensitive, replaces } = request;
  const planned = plannedVolume(wanted);
  const [pool, name] = [textAt(wanted, ['pool']), textAt(wanted, ['name'])];
  const home = recordNamed(view.pools, pool);
  const occupant = home === undefined || name === undefined ? undefined : volumeRecord(view, home.uuid, name);
  const expected =
    replaces !== undefined &&
    identityText(replaces, 'name') === name &&
    identityText(replaces, 'pool') === identityText(identity, 'pool');
  if (occupant !== undefined && !expected) {
    const id = `${occupant.pool}/${occupant.name}`;
    return refusal(planned, nameClash(address, { what: 'volume', name: occupant.name, id }));
  }
  const said = `${name ?? '(known after apply)'} in pool ${pool ?? '(known after apply)'}`;
  const { attributes, secrets } = redact(wanted, sensitive);
  const content = attributeAt(wanted, ['create', 'content', 'url']);
  const capacity = capacityOf(wanted);
  return nothingToDo(planned, {
    action: 'create',
    steps: [
      step({
        effect: 'create',
        args: { attributes, secrets },
        precondition: { object: 'absent' },
        calls: [['vol-create', pool ?? 'POOL', 'FILE']],
        why: `make volume ${said}`,
      }),
      ...(content === undefined ? [] : [uploadStep(wanted, content)]),
      // What was uploaded says itself how large it is: an image may be smaller than the disk that is wanted.
      ...(content === undefined || wanted.capacity === undefined
        ? []
        : [
            resizeStep(wanted, capacity, {
              shrink: false,
              why: `grow volume ${said} to the size that is asked for`,
            }),
          ]),
    ],
  });
}

function uploadStep(wanted: Attributes, content: Value): Step {
  const [pool, name] = [textAt(wanted, ['pool']) ?? 'POOL', textAt(wanted, ['name']) ?? 'VOLUME'];
  const file = typeof content === 'string' ? content : 'FILE';
  return step({
    effect: 'upload',
    args: { url: content },
    calls: [['vol-upload', name, file, '--pool', pool]],
    timeout: UPLOAD_TIMEOUT,
    why: `upload ${file} into volume ${name} in pool ${pool}`,
  });
}

function resizeStep(
  attributes: Attributes,
  bytes: bigint | undefined,
  { shrink, why }: { readonly shrink: boolean; readonly why: string },
): Step {
  const [pool, name] = [textAt(attributes, ['pool']) ?? 'POOL', textAt(attributes, ['name']) ?? 'VOLUME'];
  return step({
    effect: 'resize',
    args: { bytes: bytesValue(bytes), shrink },
    calls: [['vol-resize', name, virshBytes(bytes), '--pool', pool, ...(shrink ? ['--shrink'] : [])]],
    data: shrink ? 'lost' : 'kept',
    why,
  });
}

function proposeDestroy(request: ProposalRequest, actual: Actual, view: HostView): Proposal {
  const { identity } = actual;
  const [pool, name] = [identityText(identity, 'pool') ?? '', identityText(identity, 'name') ?? ''];
  // Behind an inactive pool: whether that is to be started for it depends on what becomes of the pool.
  const isInSight = view.volumes.has(identityText(identity, 'poolUuid') ?? '');
  const opening = isInSight ? [] : [['pool-start', ...named('pool', pool)]];
  const strangers = strangersUsing(request, actual, view);
  if (strangers.length > 0) return refusal(undefined, inUse(request.address, `${pool}/${name}`, strangers));
  return nothingToDo(undefined, {
    action: 'delete',
    steps: [
      step({
        effect: 'delete',
        calls: [...opening, ['vol-delete', name, '--pool', pool]],
        data: 'lost',
        why: `delete volume ${name} in pool ${pool}`,
      }),
    ],
  });
}

function proposeUpdate(
  request: ProposalRequest,
  actual: Actual,
  wanted: Attributes,
  view: HostView,
): Proposal {
  const { address, applied, sensitive, allowDataLoss } = request;
  // What lies behind an inactive pool is not seen: it is taken for what it was when it was applied, and looked at at apply.
  if (actual.stored === undefined) {
    if (applied === undefined || applied.intent || applied.tainted)
      return nothingToDo(volumeToState(actual, wanted));
    const proposal = proposeUpdate(
      request,
      { ...actual, stored: applied.attributes, running: undefined },
      wanted,
      view,
    );
    return proposal.action === 'no-op' ? { ...proposal, planned: volumeToState(actual, wanted) } : proposal;
  }
  const there = actual.stored;
  const comparison = compareThreeWays(volume, applied, actual, wanted);
  const told = comparison.changes.filter((change) => !isSettled(change, applied, wanted));
  const { changes } = judgeChanges({ changes: told }, VOLUME_RULES, VOLUME_FALLBACK, {
    active: false,
    stores: 'recreate',
  });
  const context: LineContext = { schema: volume, actual: there, wanted: comparison.wanted, sensitive };
  const drift = driftLines(
    comparison.drift.filter((difference) => !isSettled(difference, applied, wanted)),
    context,
    applied,
  );
  if (changes.length === 0) return nothingToDo(volumeToState(actual, wanted), { drift });
  // Looks through every guest of the host, for the sake of the few volumes that change.
  const guest = runningGuest(actual, there, view);
  const lines = changes.map(({ change, rule }) =>
    changeLine(change, context, {
      impact: rule.effect === 'resize' && guest === undefined ? 'none' : rule.impact,
      ...(rule.why === undefined || (rule.effect === 'resize' && guest === undefined)
        ? {}
        : { why: rule.why }),
      ...(rule.effect === 'resize' ? {} : { forcesReplacement: true }),
    }),
  );
  const losing = changes.find(({ rule }) => rule.effect === 'recreate-losing');
  if (losing !== undefined && !allowDataLoss) {
    return {
      ...refusal(volumeToState(actual, wanted), wouldBeRemade(address, losing.change)),
      changes: lines,
      drift,
    };
  }
  if (changes.some(({ rule }) => rule.effect !== 'resize')) {
    return nothingToDo(plannedVolume(wanted), { action: 'replace', changes: lines, drift });
  }
  return proposeResize(request, actual, wanted, guest, { changes: lines, drift });
}

/**
 * A capacity that the program no longer gives stays what it is. The provider keeps the one that was configured beside content,
 * whatever the content made of it. What a volume was made from that was taken over, nobody knows: it counts when one is made, and what is in
 * this one is not given away for it.
 */
function isSettled(
  { path, after }: Pick<Change, 'path' | 'after'>,
  applied: Applied | undefined,
  wanted: Attributes,
): boolean {
  if (path[0] === 'create')
    return applied !== undefined && applied.wanted === undefined && applied.attributes.create === undefined;
  if (path[0] !== 'capacity') return false;
  return after === undefined || (applied?.wanted === undefined && wanted.create !== undefined);
}

function proposeResize(
  { address, allowDataLoss }: ProposalRequest,
  actual: Actual,
  wanted: Attributes,
  guest: RunningGuest | undefined,
  told: Pick<Proposal, 'changes' | 'drift'>,
): Proposal {
  const there = actual.stored ?? {};
  const [now, then] = [capacityOf(there) ?? 0n, capacityOf(wanted)];
  const shrink = then !== undefined && then < now;
  if (shrink && !allowDataLoss) {
    return { ...refusal(volumeToState(actual, wanted), wouldShrink(address, now, then)), ...told };
  }
  const name = textAt(there, ['name']) ?? '';
  const resize =
    guest === undefined
      ? resizeStep({ ...wanted, name }, then, {
          shrink,
          why: `${shrink ? 'cut' : 'grow'} volume ${name} to ${sayBytes(then)}`,
        })
      : step({
          // The same effect as of a volume that nobody uses: whether the guest still runs when it is carried out is seen then.
          effect: 'resize',
          args: { bytes: bytesValue(then), shrink },
          calls: [['blockresize', guest.name, guest.disk, virshBytes(then)]],
          impact: 'live',
          data: shrink ? 'lost' : 'kept',
          why: `${shrink ? 'cut' : 'grow'} disk ${guest.disk} of ${guest.name} to ${sayBytes(then)} while it runs`,
        });
  return nothingToDo(resizedVolume(actual, wanted), { action: 'update', ...told, steps: [resize] });
}

function virshBytes(bytes: bigint | undefined): string {
  return bytes === undefined ? 'SIZE' : `${bytes}B`;
}

function sayBytes(bytes: bigint | undefined): string {
  return bytes === undefined ? 'a size that is known after apply' : formatBytes(bytes);
}

function inUse(address: string, volumeName: string, users: readonly VolumeUser[]): Diagnostic {
  const names = users.map(describeUser).join(', ');
  return {
    severity: 'error',
    summary: `volume ${volumeName} is in use by ${names}`,
    detail: 'libvirt deletes a file under a running guest without asking; virtform does not.',
    action: 'Take the disk out of that guest, or destroy the guest first.',
    address,
  };
}

function wouldBeRemade(address: string, change: Change): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} would lose its content`,
    detail: `libvirt cannot change ${formatPath(change.path)} of a volume that exists; it would have to be deleted and made anew.`,
    action: `Take the change back, or permit it with -allow-data-loss=${address}`,
    address,
    path: change.path,
  };
}

function wouldShrink(address: string, now: bigint, then: bigint): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} would be cut from ${formatBytes(now)} to ${formatBytes(then)}`,
    detail: 'What lies behind the new end would be lost, and most file systems with it.',
    action: `Keep the capacity at ${formatBytes(now)} or more, or permit it with -allow-data-loss=${address}`,
    address,
    path: ['capacity'],
  };
}
