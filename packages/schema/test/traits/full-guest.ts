import { isInList, type Placed } from './compose';
import type { Element } from './elements';
import { gather } from './gather';
import { groupedBy, nameOf, oneOf, ranked, takes, type Kitchen } from './kitchen';
import type { Pairs } from './pairs';

/** Of an element that is refused so many of its attributes are tried alone, before it is left. */
const PATIENCE = 3;
/** An element is worth its while for one pair to so many attributes. */
const LEAST_GAIN = 50;
/** Elements that one list has in one guest. */
const MOST_ELEMENTS = 14;

/**
 * A guest that says as much as goes: it begins with what has met the fewest others, and goes on with what has not met these.
 * `trials` are about the guest itself, `elements` about its devices and other parts.
 */
export async function fullGuest(
  kitchen: Kitchen,
  trials: readonly Placed[],
  elements: readonly Element[],
  pairs: Pairs,
): Promise<readonly Placed[]> {
  const { random } = kitchen;
  const alone = [...groupedBy(trials, nameOf)].flatMap(([name, its]) =>
    oneOf(its, random).map((trial): Element => ({ place: '', placed: [trial], names: [name] })),
  );
  const lacks = new Map([...alone, ...elements].map((element) => [element, lackOf(element, pairs)]));
  const lack = (element: Element): number => lacks.get(element) ?? 0;
  const most = Math.max(...lacks.values());
  const isLeading = (element: Element): boolean => lack(element) > most / 2;
  const order = (those: readonly Element[]): readonly Element[] =>
    ranked(those, (element) => lack(element) * (0.5 + random()));
  const lists = [...groupedBy(order(elements), ({ place }) => place).values()];

  const begun = await added(kitchen, [], order(alone.filter(isLeading)));
  const leading = lists.flatMap((list) =>
    worthiest(kitchen, list.filter(isLeading), { least: 1, worth: (name) => pairs.open(name) }),
  );
  const led = await added(kitchen, begun, leading);
  const said = await added(kitchen, led, order(alone.filter((element) => !isLeading(element))));
  // What comes into the guest by one list, those after it are chosen for.
  const names = new Set(said.map(nameOf));
  const further = lists.flatMap((list) => {
    const before = [...names].map((name) => pairs.numberOf(name));
    const others = list.filter(({ placed }) => !placed.some((one) => said.includes(one)));
    const chosen = worthiest(kitchen, others, {
      least: pairs.names.length / LEAST_GAIN,
      worth: (name) => (names.has(name) ? 0 : pairs.openAmong(name, before)),
    });
    for (const name of chosen.flatMap((element) => element.names)) names.add(name);
    return chosen;
  });
  return added(kitchen, said, further);
}

/** With as many elements as go, and of the others with the attributes that go and are new. */
async function added(
  kitchen: Kitchen,
  there: readonly Placed[],
  elements: readonly Element[],
): Promise<readonly Placed[]> {
  const whole = await gather(elements, (those) =>
    takes(kitchen, [...there, ...those.flatMap(({ placed }) => placed)]),
  );
  let full = [...there, ...whole.flatMap(({ placed }) => placed)];
  for (const { placed } of elements.filter((element) => !whole.includes(element))) {
    const before = full;
    const names = new Set(before.map(nameOf));
    const missing = placed.length === 1 ? [] : placed.filter((one) => !names.has(nameOf(one)));
    const own = await gather(missing, (those) => takes(kitchen, [...before, ...those]), PATIENCE);
    full = [...before, ...own];
  }
  return full;
}

/** How many others an attribute of an element has not met, on average. */
function lackOf({ names }: Element, pairs: Pairs): number {
  return names.reduce((sum, name) => sum + pairs.open(name), 0) / names.length;
}

/** Elements of one list of which each adds the most by attributes that those before it do not have. */
function worthiest(
  kitchen: Kitchen,
  elements: readonly Element[],
  { least, worth }: { readonly least: number; readonly worth: (name: string) => number },
): readonly Element[] {
  const chosen: Element[] = [];
  const names = new Set<string>();
  while (chosen.length < MOST_ELEMENTS) {
    const [best] = ranked(
      elements.map((element) => ({
        element,
        gain: element.names.reduce((sum, name) => (names.has(name) ? sum : sum + worth(name)), 0),
      })),
      ({ gain }) => gain,
    );
    const first = best?.element.placed[0];
    if (best === undefined || first === undefined || best.gain < least) break;
    chosen.push(best.element);
    for (const name of best.element.names) names.add(name);
    if (!isInList(kitchen.schema, first)) break;
  }
  return chosen;
}
