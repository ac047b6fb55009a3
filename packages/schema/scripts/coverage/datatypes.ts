import { childElements, textOf, type XmlElement } from '@virtform/schema';

/** Which texts something takes. */
export type Takes = (text: string) => boolean;

const UNSIGNED = { unsignedShort: 16n, unsignedInt: 32n, unsignedLong: 64n } as const;
const SIGNED = { short: 16n, int: 32n, long: 64n } as const;

type Limits = readonly [least: bigint | undefined, most: bigint | undefined];

/** Smallest and largest number of the whole-number types of XML Schema; undefined: no end. */
const LIMITS: ReadonlyMap<string, Limits> = new Map<string, Limits>([
  ['integer', [undefined, undefined]],
  ['positiveInteger', [1n, undefined]],
  ...Object.entries(UNSIGNED).map(([name, bits]) => [name, [0n, (1n << bits) - 1n]] as const),
  ...Object.entries(SIGNED).map(
    ([name, bits]) => [name, [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]] as const,
  ),
]);

const BOUNDS = ['minInclusive', 'maxInclusive'] as const;

/** Which texts a `<data>` of a RELAX NG schema takes. Of types other than texts and whole numbers all are. */
export function takesOf(data: XmlElement): Takes {
  const pattern = parameters(data, 'pattern').map((text) => new RegExp(`^(?:${javaScriptOf(text)})$`));
  const limits = LIMITS.get(data.attributes.get('type') ?? '');
  const [least, most] = BOUNDS.map((name) => parameters(data, name).map(BigInt)[0]);
  return (text) => {
    if (!pattern.every((one) => one.test(text))) return false;
    if (limits === undefined) return true;
    if (!/^[+-]?\d+$/.test(text)) return false;
    const number = BigInt(text);
    return (
      [limits[0], least].every((min) => min === undefined || number >= min) &&
      [limits[1], most].every((max) => max === undefined || number <= max)
    );
  };
}

/** The numbers at which a `<data>` begins and ends to take numbers, as far as it names them. */
export function boundsOf(data: XmlElement): readonly bigint[] {
  return BOUNDS.flatMap((name) => parameters(data, name)).map(BigInt);
}

function parameters(data: XmlElement, name: string): readonly string[] {
  return childElements(data, 'param')
    .filter((part) => part.attributes.get('name') === name)
    .map(textOf);
}

/** In XML Schema a dollar sign and a circumflex in the middle of a pattern stand for themselves. */
function javaScriptOf(pattern: string): string {
  return pattern.replace(/\$/g, '\\$');
}
