import { hasChanges, isUpToDate, summarize } from '@virtform/engine';
import type { AttributeChange, Impact, Plan, ResourceNode } from '@virtform/engine';
import { formatPath, samePath } from '@virtform/values';
import type { Style } from './style.js';

/** The last lines of a plan: how many resources change, and what guests notice of it. */
export function formatSummary(plan: Plan, style: Style): string {
  if (plan.options.refreshOnly) return style.strong(refreshSentence(plan));
  const resources = plan.nodes.filter((node) => node.node === 'resource');
  const changing = resources.filter((node) => node.action !== 'no-op');
  const { import: imported, forget } = summarize(plan);
  if (!hasChanges(plan)) {
    return style.strong('No changes. Your infrastructure matches the configuration.');
  }
  const counted = (actions: readonly ResourceNode['action'][]): number =>
    changing.filter((node) => actions.includes(node.action)).length;
  const counts = [
    ...(imported === 0 ? [] : [`${imported} to import`]),
    `${counted(['create', 'replace'])} to add`,
    `${counted(['update'])} to change`,
    `${counted(['delete', 'replace'])} to destroy`,
    ...(forget === 0 ? [] : [`${forget} to forget`]),
  ];
  return [style.strong(`Plan: ${counts.join(', ')}.`), guestSentence(changing)]
    .filter((line) => line !== '')
    .join('\n');
}

/** What a plan tells the state, which changes nothing else. */
function refreshSentence(plan: Plan): string {
  if (!hasChanges(plan)) return 'No changes. The state has everything as it is.';
  const refreshed = plan.nodes.filter((node) => node.node === 'refresh').filter((node) => !isUpToDate(node));
  const gone = refreshed.filter(({ after }) => after === undefined).length;
  const counts = [`${refreshed.length - gone} to bring up to date`, `${gone} to forget`];
  return `Refresh: ${counts.join(', ')}. Only the state changes; nothing on a host does.`;
}

/** How a sentence tells what guests notice. */
const NOTICES: readonly {
  readonly impact: Impact;
  readonly says: (guests: readonly string[], what: readonly string[]) => string;
}[] = [
  {
    impact: 'live',
    says: (guests) =>
      guests.length === 1 ? `${list(guests)} changes while it runs` : `${list(guests)} change while they run`,
  },
  {
    impact: 'next-boot',
    says: (guests, what) =>
      `${list(what)} of ${list(guests)} ${verb([...what, ...guests.slice(1)], 'waits', 'wait')} for the next boot`,
  },
  {
    impact: 'pause',
    says: (guests, what) => `${list(guests)} ${verb(guests, 'pause')} for a moment (${list(what)})`,
  },
];

function guestSentence(nodes: readonly ResourceNode[]): string {
  const guests = nodes.filter((node) => node.instance.type === 'libvirt_domain');
  const lost = nodes.filter((node) => node.data === 'lost').map((node) => node.address);
  const noticed = noticesOf(guests.filter((node) => node.action === 'update'));
  const named = (action: ResourceNode['action'][], impact: Impact): readonly string[] =>
    guests
      .filter((node) => action.includes(node.action) || (node.action === 'update' && node.impact === impact))
      .map(guestName);
  const stopped = guests.filter(isStopped).map(guestName);
  const restarted = named([], 'restart').filter((name) => !stopped.includes(name));
  const replaced = named(['replace'], 'replace');
  const destroyed = named(['delete'], 'destroy');
  // Who is destroyed does not restart either, but nobody wants to hear it put like that.
  const spared = replaced.length + destroyed.length + stopped.length === 0 ? 'None restarts.' : '';
  const data = lost.length === 0 ? 'No data is destroyed.' : `Data is destroyed: ${lost.join(', ')}.`;
  if (guests.every((node) => node.action === 'create')) {
    return lost.length === 0 && nodes.every((node) => node.action === 'create' || node.action === 'no-op')
      ? ''
      : data;
  }
  return [
    noticed.length === 0 ? 'Guests:' : `Guests: ${noticed.join('; ')}.`,
    stopped.length === 0 ? '' : `${list(stopped)} ${verb(stopped, 'is', 'are')} shut down.`,
    restarted.length > 0 ? `${list(restarted)} ${verb(restarted, 'restart')}.` : spared,
    replaced.length === 0 ? '' : `${list(replaced)} ${verb(replaced, 'is', 'are')} replaced.`,
    destroyed.length === 0 ? '' : `${list(destroyed)} ${verb(destroyed, 'is', 'are')} destroyed.`,
    data,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Its impact is that of a restart, and the start is not to come. */
function isStopped({ action, changes }: ResourceNode): boolean {
  return action === 'update' && changes.some(({ path, after }) => path[0] === 'running' && after === false);
}

/** Guests that notice the same are told of in one breath. */
function noticesOf(nodes: readonly ResourceNode[]): readonly string[] {
  return NOTICES.flatMap(({ impact, says }) => {
    const alike = new Map<string, { readonly what: readonly string[]; readonly guests: string[] }>();
    for (const node of nodes) {
      const what = node.changes.filter((change) => change.impact === impact).map(changeName);
      if (what.length === 0) continue;
      // What changes live is not told by name, so that all of those guests are alike.
      const key = impact === 'live' ? '' : what.join('\n');
      const found = alike.get(key);
      if (found === undefined) alike.set(key, { what, guests: [guestName(node)] });
      else found.guests.push(guestName(node));
    }
    return [...alike.values()].map(({ what, guests }) => says(guests, what));
  });
}

function changeName(change: AttributeChange): string {
  return change.label ?? formatPath(change.path);
}

/** The guest by the name that libvirt knows it by, unless that is a secret. */
function guestName({ before, wanted, sensitive, address }: ResourceNode): string {
  const name = before?.name ?? wanted?.name;
  const secret = [...sensitive.before, ...sensitive.after].some((path) => samePath(path, ['name']));
  return typeof name === 'string' && !secret ? name : address;
}

/** Names in a sentence; of a long row only the first ones, and how many there are. */
const MOST_NAMES = 8;

function list(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  const shown = names.length <= MOST_NAMES ? names.slice(0, -1) : names.slice(0, MOST_NAMES - 1);
  const rest = names.length - shown.length;
  return `${shown.join(', ')} and ${rest === 1 ? (names.at(-1) ?? '') : `${rest} more`}`;
}

function verb(subjects: readonly string[], singular: string, plural?: string): string {
  if (plural !== undefined) return subjects.length === 1 ? singular : plural;
  return subjects.length === 1 ? `${singular}s` : singular;
}
