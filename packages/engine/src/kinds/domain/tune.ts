import { type Domain, libvirt } from '@virtform/libvirt';
import { isList, isObject, isUnknown } from '@virtform/values';
import type { Step, StepContext } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import type { JudgedChange } from '../shared/judge.js';
import type { LineContext } from '../shared/lines.js';
import { step } from '../shared/steps.js';
import { named } from '../shared/virsh.js';
import { affect } from './handle.js';
import type { DomainRule } from './rules.js';
import { sideFlags, sidesOf } from './steps.js';
import { isEditedOut, plainText, tuningsOf, typedParameter, type Parameter, type Tuner } from './tunables.js';

type Judged = JudgedChange<DomainRule>;

/** How virsh and a reader call what a tuner sets. */
const SAID: Readonly<Record<Tuner, { readonly command: string; readonly what: string }>> = {
  scheduler: { command: 'schedinfo', what: 'share of CPU time' },
  memory: { command: 'memtune', what: 'limits of memory' },
  blkio: { command: 'blkiotune', what: 'share of disk bandwidth' },
  numa: { command: 'numatune', what: 'NUMA nodes' },
};

/**
 * One step for each call. What goes, and what libvirt would keep in the definition as the value that stands for none, is taken
 * out there by a redefinition: of such a change only the running guest is told here.
 */
export function tuneSteps(name: string, changes: readonly Judged[], context: LineContext): readonly Step[] {
  const [liveOnly, others] = [true, false].map((out) =>
    changes.filter(({ change }) => isEditedOut(change) === out),
  );
  return [
    ...tune(name, others ?? [], context, sidesOf(others ?? [])),
    ...tune(name, liveOnly ?? [], context, { live: true, stored: false }),
  ];
}

function tune(
  name: string,
  judged: readonly Judged[],
  { wanted }: LineContext,
  sides: ReturnType<typeof sidesOf>,
): readonly Step[] {
  const changes = judged.map(({ change }) => change);
  return tuningsOf(changes, wanted).map(({ tuner, parameters }) => {
    const { command, what } = SAID[tuner];
    return step({
      effect: 'tune',
      args: { tuner, parameters: parameters.map(({ field, value }) => ({ field, value })), ...sides },
      calls: [[command, ...named('domain', name), ...optionsOf(tuner, parameters), ...sideFlags(sides)]],
      impact: 'live',
      why: `set the ${what} of ${name}`,
    });
  });
}

function optionsOf(tuner: Tuner, parameters: readonly Parameter[]): readonly string[] {
  return parameters.flatMap(({ field, value }) => {
    const said = isUnknown(value) ? 'VALUE' : plainText(value);
    if (tuner === 'scheduler') return ['--set', `${field}=${said}`];
    if (tuner === 'numa') return ['--nodeset', said];
    return [`--${OPTIONS[field] ?? field.replaceAll('_', '-')}`, said];
  });
}

/** virsh says bytes and iops as a person would. */
const OPTIONS: Readonly<Record<string, string>> = { device_weight: 'device-weights' };

export async function tuneGuest({ args }: Step, { host }: StepContext, dom: Domain): Promise<void> {
  const all = args.parameters !== undefined && isList(args.parameters) ? args.parameters : [];
  const parameters = all
    .filter(isObject)
    .map((each) => typedParameter(textAt(each, ['field']) ?? '', each.value ?? null));
  const { domains } = libvirt(host);
  const flags = affect(args);
  switch (args.tuner) {
    case 'scheduler':
      return domains.setSchedulerParameters(dom, parameters, flags);
    case 'memory':
      return domains.setMemoryParameters(dom, parameters, flags);
    case 'blkio':
      return domains.setBlkioParameters(dom, parameters, flags);
    case 'numa':
      return domains.setNumaParameters(dom, parameters, flags);
    default:
      throw new TypeError(`nothing tunes ${JSON.stringify(args.tuner)}`);
  }
}
