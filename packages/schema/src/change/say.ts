import type { ChangeCost, Impact } from './cost.js';
import type { AttributeCosts } from './index.js';

/** As a plan says it. */
const WORDS: Readonly<Record<Impact, string>> = {
  none: 'none',
  'next-boot': 'next boot',
  live: 'live',
  pause: 'pause',
  restart: 'restart',
  replace: 'replace',
  destroy: 'destroy',
};

/** `live where a PCI port is free for it, otherwise next boot`. */
export function sayCost(costs: readonly ChangeCost[]): string {
  return costs
    .map(({ impact, when, why }) =>
      [WORDS[impact], ...(when === undefined ? [] : [when]), ...(why === undefined ? [] : [`(${why})`])].join(
        ' ',
      ),
    )
    .join(', otherwise ');
}

const ANOTHER = 'another value is another element: one is removed, one is added';

/** What a change of an attribute costs, in words; without a full stop, as it stands in a table or after a colon. */
export function sayCosts(costs: AttributeCosts): string {
  switch (costs.of) {
    case 'value':
      return inside(costs);
    case 'list':
      return `added: ${sayCost(costs.add)}; changed: ${inside(costs)}; removed: ${sayCost(costs.remove)}`;
    case 'identity': {
      const { unless } = costs;
      if (unless === undefined) return ANOTHER;
      const keys = unless.keys.map((key) => `\`${key}\``).join(' and ');
      return `${sayCost(unless.change)}; without ${keys}, ${ANOTHER}`;
    }
  }
}

function inside({
  change,
  varies,
}: Pick<AttributeCosts & { readonly of: 'value' }, 'change' | 'varies'>): string {
  return varies ? `${sayCost(change)}, unless its attributes say otherwise` : sayCost(change);
}
