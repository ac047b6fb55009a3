import { formatVirsh, resourceNodes, secretsOfPlan, waitsForApply } from '@virtform/engine';
import type {
  AttributeChange,
  ForgetNode,
  Impact,
  Plan,
  PlanNode,
  ReadNode,
  ResourceNode,
  Waiting,
} from '@virtform/engine';
import { type Conceal, concealing, formatPath, SENSITIVE, Unknown, Value } from '@virtform/values';
import { withoutSecrets } from './conceal.js';
import { describeObject } from './describe.js';
import { newObjectRows } from './new-object.js';
import { provisionerRows, provisionersText } from './provisioners.js';
import { alignRows, Cell, Row } from './rows.js';
import type { Style } from './style.js';
import { formatSummary } from './summary.js';
import { isLongText, textChangeRows, textRows } from './text-lines.js';
import { formatElement } from './values.js';

export interface PlanReportOptions {
  readonly style: Style;
  /** One line for each resource. */
  readonly concise: boolean;
  /** Under each resource the virsh commands that its steps equal. */
  readonly virsh: boolean;
}

const IMPACT_NAMES: Readonly<Record<Impact, string>> = {
  none: '',
  'next-boot': 'next boot',
  live: 'live',
  pause: 'pause',
  restart: 'restart',
  replace: 'replace',
  destroy: 'destroy',
};

/** The widest that the columns name, value and impact grow. */
const LIMITS = [44, 48, 40];

/** A plan as a person reads it: what was read, each change with what a guest notices of it, the summary last. */
export function formatPlan(plan: Plan, options: PlanReportOptions): string {
  const { style } = options;
  const conceal = concealing(secretsOfPlan(plan));
  const hosts = plan.hosts.map(
    ({ uri, objects, elapsed }) => `${conceal(uri)} · ${objects} resources read in ${Math.round(elapsed)} ms`,
  );
  const changed = plan.nodes.filter(isWorthShowing);
  const rows = alignRows(
    changed.flatMap((node) => nodeRows(node, options, conceal)),
    LIMITS,
  );
  const sections = [
    hosts.map(style.faint).join('\n'),
    changesReport(
      'Changed outside of virtform since the last apply:',
      plan.nodes.flatMap(driftedNode),
      style,
    ),
    changesReport(
      'Done by an earlier apply that was interrupted:',
      plan.nodes.flatMap(interruptedNode),
      style,
    ),
    rows.join('\n'),
    outputReport(plan, style),
    changesReport(
      'Stored, and waiting for the next boot:',
      resourceNodes(plan).map(({ address, waiting }) => ({ address, changes: waiting })),
      style,
    ),
    formatSummary(plan, style),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function isWorthShowing(node: PlanNode): node is ShownNode {
  switch (node.node) {
    case 'resource':
      return node.action !== 'no-op' || node.importing !== undefined || node.movedFrom !== undefined;
    case 'forget':
      return true;
    case 'read':
      return waitsForApply(node);
    case 'refresh':
      return false;
  }
}

type ShownNode = Exclude<PlanNode, { readonly node: 'refresh' }>;

function nodeRows(node: ShownNode, options: PlanReportOptions, conceal: Conceal): readonly Row[] {
  const { style } = options;
  if (node.node === 'forget') {
    const why =
      node.why === 'object-is-gone'
        ? 'gone from its host; leaves the state'
        : 'leaves the state, stays on its host';
    const forgotten = { cells: [{ text: `  . ${node.address}`, paint: style.faint }, { text: why }] };
    return [forgotten, ...originRows(node, style, conceal)];
  }
  if (node.node === 'read') return readRows(node, options);
  if (node.action === 'no-op') return [takenRow(node, style, conceal)];
  const { provisioners = [] } = node;
  const impact = node.action === 'create' ? '' : impactText(node.impact, reasonText(node));
  const sign = SIGNS[node.action](style, node);
  const described =
    node.wanted === undefined
      ? withoutSecrets(node.before, node.sensitive.before)
      : withoutSecrets(node.wanted, node.sensitive.after);
  const head: Row = {
    cells: [
      { text: `  ${sign.text} ${node.address}`, ...(sign.paint === undefined ? {} : { paint: sign.paint }) },
      {
        text:
          node.action === 'update' || described === undefined
            ? ''
            : describeObject(node.instance.type, described),
      },
      { text: [impact, options.concise ? provisionersText(provisioners) : ''].filter(Boolean).join('; ') },
    ],
  };
  const details = options.concise
    ? []
    : [...detailRows(node, style), ...noticeRows(node, style), ...provisionerRows(provisioners, style)];
  const commands = options.virsh ? virshRows(node, style, conceal) : [];
  return [head, ...originRows(node, style, conceal), ...details, ...commands];
}

/** An object of which only the state learns something: that it has it, or where. */
function takenRow(node: ResourceNode, style: Style, conceal: Conceal): Row {
  const { address, importing, movedFrom } = node;
  const text =
    importing === undefined
      ? { text: `    ${movedFrom ?? ''} has moved to ${address}` }
      : { text: `    ${address} will be imported` };
  const from = importing === undefined ? [] : [{ text: `from ${JSON.stringify(conceal(importing.id))}` }];
  return { cells: [{ ...text, paint: style.changed }, ...from] };
}

/** Below what happens to an object, where it comes from. */
function originRows(node: ResourceNode | ForgetNode, style: Style, conceal: Conceal): readonly Row[] {
  const row = (text: string): Row => ({ cells: [{ text: `      (${text})`, paint: style.faint }] });
  const importing = node.node === 'resource' ? node.importing : undefined;
  return [
    ...(node.movedFrom === undefined ? [] : [row(`moved from ${node.movedFrom}`)]),
    ...(importing === undefined ? [] : [row(`imported from ${JSON.stringify(conceal(importing.id))}`)]),
  ];
}

const READ_LATER: Readonly<Record<NonNullable<ReadNode['reason']>, string>> = {
  read_because_config_unknown: 'it is not known yet what to read',
  read_because_dependency_pending: 'something that it depends on changes',
  read_because_check_nested: 'its check is asked again when all is done',
};

/** A data source that is read during the apply: why, and what it is asked for. */
function readRows(
  { address, instance: { type }, reason, after = {}, sensitive }: ReadNode,
  { style, concise }: PlanReportOptions,
): readonly Row[] {
  const why = reason === undefined ? '' : READ_LATER[reason];
  const asked = Object.entries(after).filter(([, value]) => !(value instanceof Unknown));
  return [
    {
      cells: [{ text: `  <= ${address}`, paint: style.read }, { text: `(read during apply: ${why})` }],
    },
    ...(concise
      ? []
      : newObjectRows({ type, wanted: Object.fromEntries(asked), sensitive: sensitive.after }, style)),
  ];
}

const SIGNS: Readonly<Record<ResourceNode['action'], (style: Style, node: ResourceNode) => Cell>> = {
  'no-op': () => ({ text: ' ' }),
  create: (style) => ({ text: '+', paint: style.added }),
  update: (style) => ({ text: '~', paint: style.changed }),
  replace: (style, node) => ({ text: node.createBeforeDestroy ? '+/-' : '-/+', paint: style.removed }),
  delete: (style) => ({ text: '-', paint: style.removed }),
};

function reasonText(node: ResourceNode): string | undefined {
  if (node.resumes) return 'finishes what an interrupted apply began';
  switch (node.reason) {
    case 'replace_because_tainted':
      return 'is tainted: its creation failed';
    case 'replace_by_request':
      return 'asked for by -replace';
    case 'replace_by_triggers':
      return 'something in its replace_triggered_by changes';
    case 'delete_because_no_resource_config':
      return 'no longer in the program';
    case 'delete_because_no_move_target':
      return 'moved to what is not in the program';
    case 'delete_because_no_module':
      return 'no longer among the instances of its module';
    case 'delete_because_count_index':
    case 'delete_because_each_key':
      return 'no longer among the instances';
    default:
      return undefined;
  }
}

function detailRows(node: ResourceNode, style: Style): readonly Row[] {
  switch (node.action) {
    case 'create':
      return node.wanted === undefined
        ? []
        : newObjectRows(
            { type: node.instance.type, wanted: node.wanted, sensitive: node.sensitive.after },
            style,
          );
    case 'update':
    case 'replace':
      return node.changes.flatMap((change) => changeRows(change, style));
    case 'delete':
    case 'no-op':
      return [];
  }
}

/** The guests that are without an object while it is away: until it is there again, or until they get another. */
function noticeRows({ missedBy = [], action }: ResourceNode, style: Style): readonly Row[] {
  const what = action === 'replace' ? 'is without it until it is there again' : 'goes on without it';
  return missedBy.map((guest) => ({
    cells: [{ text: `      ! guest ${guest}`, paint: style.removed }, { text: what }],
  }));
}

function changeRows(change: AttributeChange, style: Style): readonly Row[] {
  const { before, after, impact, sensitive } = change;
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const paint = sign === '+' ? style.added : sign === '-' ? style.removed : style.changed;
  const why = change.forcesReplacement === true ? (change.why ?? 'forces replacement') : change.why;
  const name: Cell = { text: `      ${sign} ${change.label ?? formatPath(change.path)}`, paint };
  const cost: Cell = { text: impactText(impact, why) };
  const text = textRowsOf(name, before, after, sensitive === true, style);
  if (text === undefined) return [{ cells: [name, { text: changeText(change) }, cost] }];
  const [first, ...others] = text;
  return first === undefined ? [] : [{ cells: [...first.cells, cost] }, ...others];
}

/** A text of several lines, new or changed; undefined where a column has room for the values. */
function textRowsOf(
  name: Cell,
  before: Value | undefined,
  after: Value | undefined,
  sensitive: boolean,
  style: Style,
): readonly Row[] | undefined {
  if (sensitive || !(isLongText(before) || isLongText(after))) return undefined;
  if (before === undefined) return isLongText(after) ? textRows(name, after) : undefined;
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  return textChangeRows(name, before, after, style);
}

/** `before → after`, or the one side that there is. */
function changeText({
  label,
  before,
  after,
  sensitive,
}: Pick<AttributeChange, 'label' | 'before' | 'after' | 'sensitive'>): string {
  const show = (value: Value | undefined): string =>
    sensitive === true ? SENSITIVE : formatElement(value, label);
  if (before === undefined) return show(after);
  if (after === undefined) return show(before);
  return `${show(before)} → ${show(after)}`;
}

function impactText(impact: Impact, why: string | undefined): string {
  return [IMPACT_NAMES[impact], why].filter((part) => part !== undefined && part !== '').join(': ');
}

function virshRows(node: ResourceNode, style: Style, conceal: Conceal): readonly Row[] {
  const host = node.host === undefined ? undefined : conceal(node.host);
  return node.steps.flatMap((step) =>
    step.calls.map((call) => ({
      cells: [{ text: `        ${formatVirsh(call, host)}`, paint: style.faint }],
    })),
  );
}

/** Below a title the changes of each resource that are apart from what was asked for. */
function changesReport(
  title: string,
  objects: readonly { readonly address: string; readonly changes: readonly Waiting[] }[],
  style: Style,
): string {
  const rows = objects.flatMap(({ address, changes }) => {
    if (changes.length === 0) return [];
    const lines = changes.flatMap((change): readonly Row[] => {
      if (isGone(change)) return [{ cells: [{ text: '      gone from its host' }] }];
      const { label, path, before, after, sensitive } = change;
      const name: Cell = { text: `      ${label ?? formatPath(path)}` };
      return (
        textRowsOf(name, before, after, sensitive === true, style) ?? [
          { cells: [name, { text: changeText(change) }] },
        ]
      );
    });
    return [{ cells: [{ text: `  ${address}` }] }, ...lines];
  });
  return rows.length === 0 ? '' : [style.strong(title), ...alignRows(rows, LIMITS)].join('\n');
}

/** What of an object's changes is neither to be made nor somebody else's. */
function interruptedNode(
  node: PlanNode,
): readonly { readonly address: string; readonly changes: readonly Waiting[] }[] {
  return 'interrupted' in node ? [{ address: node.address, changes: node.interrupted }] : [];
}

/** What others did to an object. */
function driftedNode(
  node: PlanNode,
): readonly { readonly address: string; readonly changes: readonly Waiting[] }[] {
  switch (node.node) {
    case 'resource':
    case 'refresh':
      return [{ address: node.address, changes: node.drift }];
    case 'forget':
    case 'read':
      return [];
  }
}

/** Not one attribute: all of the object. */
function isGone({ path, after }: Waiting): boolean {
  return path.length === 0 && after === undefined;
}

function outputReport(plan: Plan, style: Style): string {
  const rows = plan.outputs
    .filter((output) => output.action !== 'no-op')
    .map(({ name, before, after, sensitive, action }) => {
      const [sign, paint] =
        action === 'create'
          ? ['+', style.added]
          : action === 'delete'
            ? ['-', style.removed]
            : ['~', style.changed];
      return {
        cells: [{ text: `  ${sign} ${name}`, paint }, { text: changeText({ before, after, sensitive }) }],
      };
    });
  return rows.length === 0 ? '' : [style.strong('Outputs:'), ...alignRows(rows, LIMITS)].join('\n');
}
