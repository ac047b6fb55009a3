import { changeTable } from '../../src/change/index.js';
import {
  changeCosts,
  sayCost,
  sayCosts,
  type AttributeCosts,
  type ChangeCost,
  type ResourceSchema,
} from '../../src/index.js';

/** What costs this much in one place costs something else in another. */
export const DEPENDS = 'depends on where it stands';

/** What a change costs, at an attribute that stands in several places; empty where it cannot be changed. */
export function changeAt(schema: ResourceSchema, places: readonly (readonly string[])[]): string {
  const said = new Set(
    places.map((place) => {
      const costs = changeCosts(schema, place);
      return costs === undefined ? '' : sayCosts(brief(costs, schema));
    }),
  );
  const [only = ''] = said;
  return said.size > 1 ? DEPENDS : only;
}

/** What it costs to change a list, a line each; none where that is the same for all of it. */
export function listChanges(schema: ResourceSchema, place: readonly string[]): readonly string[] {
  const costs = changeCosts(schema, place);
  if (costs?.of !== 'list') return [];
  return [
    `added: ${sayCost(costs.add)}`,
    `changed: ${sayCosts({ ...costs, of: 'value' })}`,
    `removed: ${sayCost(costs.remove)}`,
  ];
}

/** What counts for everything of which nothing else is said, with its reason; undefined where that has none. */
export function usualChange(schema: ResourceSchema): string | undefined {
  const usual = changeTable(schema.type)?.otherwise;
  return usual?.why === undefined ? undefined : sayCost([usual]);
}

/** Without the reason of what is usual: a page says that once. */
function brief(costs: AttributeCosts, schema: ResourceSchema): AttributeCosts {
  const usual = changeTable(schema.type)?.otherwise;
  const short = (all: readonly ChangeCost[]): readonly ChangeCost[] =>
    all.map((cost) => (cost === usual ? { impact: cost.impact } : cost));
  switch (costs.of) {
    case 'value':
      return { ...costs, change: short(costs.change) };
    case 'list':
      return { ...costs, add: short(costs.add), change: short(costs.change), remove: short(costs.remove) };
    case 'identity':
      return costs.unless === undefined
        ? costs
        : { ...costs, unless: { ...costs.unless, change: short(costs.unless.change) } };
  }
}
