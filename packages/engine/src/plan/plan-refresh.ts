import { formatAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { AttributeChange, Kind } from '../kinds/kind.js';
import { isIntent, uuidFor } from '../state/intents.js';
import type { StateInstance, StateResource } from '../state/state.js';
import type { KindOnHost, PlanContext } from './context.js';
import { markFor } from './context.js';
import { examine } from './examine.js';
import type { Examined } from './examine.js';
import type { RefreshNode } from './plan.js';
import { proposeDecision } from './propose.js';
import { doneBefore, resumed } from './resume-update.js';
import { secretsOfExamined, withSecretsOf } from './secrets.js';

/** An object of the state, and where it is. */
export interface RefreshQuestion extends KindOnHost {
  readonly resource: StateResource;
  readonly prior: StateInstance;
  readonly construct: string | undefined;
}

/**
 * What has become of one object of the state; undefined for what an intent announced, which is left to the next apply: it finds
 * out what became of it.
 */
export function planRefresh(context: PlanContext, question: RefreshQuestion): RefreshNode | undefined {
  const { kind, host, resource, prior, construct } = question;
  if (isIntent(prior)) return undefined;
  const instance: InstanceAddress =
    prior.key === undefined ? resource.address : { ...resource.address, key: prior.key };
  const examined = resumed(resource, kind, examine(kind, host.view, prior));
  const address = formatAddress(instance);
  const movedFrom = context.movedFrom(address);
  const looked = { kind, view: host.view, address, examined };
  const drift = driftOf(context, looked);
  const { interrupted: applied } = examined;
  const before =
    applied === undefined ? [] : driftOf(context, { ...looked, examined: { ...examined, applied } });
  const interrupted = doneBefore(before, drift);
  return {
    node: 'refresh',
    address,
    instance,
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(prior.deposed === undefined ? {} : { deposed: prior.deposed }),
    provider: resource.provider,
    ...(construct === undefined ? {} : { construct }),
    dependencies: prior.dependencies,
    prior: { dependencies: prior.dependencies, tainted: prior.tainted },
    before: prior.attributes,
    after: examined.refreshed,
    sensitive: secretsOfExamined(resource.address, examined),
    drift,
    ...(interrupted.length === 0 ? {} : { interrupted }),
  };
}

interface Drifted {
  readonly kind: Kind<unknown>;
  readonly view: unknown;
  readonly address: string;
  readonly examined: Examined;
}

/** The kind tells what others changed where it is asked for exactly what was applied last. */
function driftOf(
  context: PlanContext,
  { kind, view, address, examined }: Drifted,
): readonly AttributeChange[] {
  const { prior, applied, actual } = examined;
  if (actual === undefined) {
    return [{ path: [], before: prior.attributes, after: undefined, impact: 'none' }];
  }
  return proposeDecision(
    { decide: 'in-place', resumes: false },
    {
      kind,
      view,
      address,
      mark: markFor(context, address),
      examined,
      wanted: applied.wanted ?? prior.attributes,
      sensitive: withSecretsOf(kind.schema, prior.attributes, prior.sensitive),
      reserved: uuidFor(context.lineage, address, context.serial),
      allowDataLoss: false,
      restart: false,
      createBeforeDestroy: false,
    },
  ).drift;
}
