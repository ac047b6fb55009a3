import { hasChanges, isUpToDate } from '@virtform/engine';
import type { AttributeChange, Impact, Plan, ResourceNode } from '@virtform/engine';
import { formatPath, samePath } from '@virtform/values';
import type { Style } from './style.js';

/** The last lines of a plan: how many resources change, and what guests notice of it. */
export function formatSummary(plan: Plan, style: Style): string {
  if (plan.options.refreshOnly) return style.strong(refreshSentence(plan));
  const resources = plan.nodes.filter((node) => node.node === 'resource');
  const changing = resources.filter((node) => node.action !== 'no-op');
  const onlyOutputs = plan.outputs.some((output) => output.action !== 'no-op');
  const forgotten = plan.nodes.some((node) => node.node === 'forget');
  if (changing.length === 0 && !onlyOutputs && !forgotten) {
    return style.strong('No changes. Your infrastructure matches the configuration.');
  }
  const counted = (actions: readonly ResourceNode['action'][]): number =>
    changing.filter((node) => actions.includes(node.action)).length;
  const counts = [
    `${counted(['create', 'replace'])} to add`,
    `${counted(['update'])} to change`,
    `${counted(['delete', 'replace'])} to destroy`,
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

/** How a sentence tells what a guest notices. */
const NOTICES: readonly {
  readonly impact: Impact;
  readonly says: (guest: string, what: readonly string[]) => string;
}[] = [
  { impact: 'live', says: (guest) => `${guest} changes while it runs` },
  {
    impact: 'next-boot',
    says: (guest, what) => `${list(what)} of ${guest} ${verb(what, 'waits', 'wait')} for the next boot`,
  },
  { impact: 'pause', says: (guest, what) => `${guest} pauses for a moment (${list(what)})` },
];

function guestSentence(nodes: readonly ResourceNode[]): string {
  const guests = nodes.filter((node) => node.instance.type === 'libvirt_domain');
  const lost = nodes.filter((node) => node.data === 'lost').map((node) => node.address);
  const noticed = guests.filter((node) => node.action === 'update').flatMap(noticesOf);
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

function noticesOf(node: ResourceNode): readonly string[] {
  return NOTICES.flatMap(({ impact, says }) => {
    const changes = node.changes.filter((change) => change.impact === impact);
    return changes.length === 0 ? [] : [says(guestName(node), changes.map(changeName))];
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

function list(names: readonly string[]): string {
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function verb(subjects: readonly string[], singular: string, plural?: string): string {
  if (plural !== undefined) return subjects.length === 1 ? singular : plural;
  return subjects.length === 1 ? `${singular}s` : singular;
}
