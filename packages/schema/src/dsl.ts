import type { Fact, Facts } from './facts.js';
import { Condition, ELEMENT_NAME, Location, parseCondition, parseLocation } from './location.js';

/** How a scalar is written where it stands. */
export type Form =
  /** As attribute value or text; numbers in decimal, booleans as yes and no, or where it is switched as on and off. */
  | { readonly as: 'plain'; readonly isSwitched?: true }
  /** A number as libvirt writes addresses: `0x0000:0x1f`. */
  | { readonly as: 'hexadecimal'; readonly digits: number }
  /** A boolean that says whether the element is there. */
  | { readonly as: 'presence' }
  /** A boolean that says whether the branch is the one that is set; its conditions are all it writes. */
  | { readonly as: 'branch' }
  /** Everything inside the element, as XML. */
  | { readonly as: 'inner-xml' }
  /** The element itself with all that it holds, as XML. */
  | { readonly as: 'xml' };

interface Placed extends Facts {
  /** Where it stands in XML; undefined for what is not XML: `running`, `create`, … */
  readonly at: Location | undefined;
  /** What must hold for it to be set; setting it makes that hold. */
  readonly when: readonly Condition[];
}

/** A single value. */
export interface ScalarAttribute extends Placed {
  readonly kind: 'scalar';
  /** `dynamic`: whatever is given, with its own type; never in XML. */
  readonly type: 'string' | 'number' | 'bool' | 'dynamic';
  readonly form: Form;
}

/** An object with its own attributes. Its location is an element, or `.`: then its attributes stand in the parent's element. */
export interface ObjectAttribute extends Placed {
  readonly kind: 'object';
  /** Built at the first use: a guest that has no TPM never pays for what may be said of one. */
  readonly attributes: Attributes;
}

/** Key paths by which elements of a list are known, best first: `[['target.dev'], ['source.volume.pool', 'source.volume.volume']]`. */
export type Identity = readonly (readonly string[])[];

/** A repeated element. Without identity the elements are known by their place. */
export interface ListAttribute extends Placed {
  readonly kind: 'list';
  /** The attributes of one element, built at the first use; `string`: a list of texts. */
  readonly element: Attributes | 'string';
  readonly identity: Identity;
  /** Keys in which two elements must agree to be matched by place: libvirt adds inputs and controllers of its own. */
  readonly alike: readonly string[];
  /** Key of which libvirt puts the element before the others that says `yes`. */
  readonly leading?: string;
  /** What a new element says where no branch says otherwise: libvirt's schemas want a kind even where libvirt has a default. */
  readonly initially: readonly Condition[];
}

/** One attribute of an object. */
export type Attribute = ScalarAttribute | ObjectAttribute | ListAttribute;

/** The attributes of an object by name, in the order in which libvirt's schemas want their XML. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** A resource type, a data source or the provider: what may be said of it, and its root element. */
export interface ResourceSchema {
  /** `libvirt_domain`; the provider's is `libvirt`, a document's the name of what it describes: `secret`. */
  readonly type: string;
  /** `document`: something of libvirt's that is no resource of the provider's, such as a secret. */
  readonly kind: 'resource' | 'data' | 'provider' | 'document';
  readonly description: string;
  /** The XML element; undefined where there is none (the provider, files). */
  readonly root: string | undefined;
  /** Built at the first use, so that loading a schema costs nothing until it is used. */
  readonly attributes: Attributes;
  /** The attributes that the host always fills and that are unknown until then: `uuid`, `id`, … */
  readonly computed: readonly string[];
}

/** Facts, and beside them a condition (`@type=file`) under which the attribute is the one that is set. */
export type Extra = Fact & { readonly when?: string | readonly string[] };

/** Later facts win over earlier ones. */
function merged<T extends object>(parts: readonly T[]): T | Record<string, never> {
  return parts.reduce<T | Record<string, never>>((all, part) => ({ ...all, ...part }), {});
}

const NO_CONDITION: readonly Condition[] = [];

function placed(at: string | undefined, description: string, extras: readonly Extra[]): Placed {
  const { when, ...facts } = merged(extras);
  return {
    description,
    presence: 'optional',
    ...facts,
    at: at === undefined ? undefined : parseLocation(at),
    when: when === undefined ? NO_CONDITION : [when].flat().map(parseCondition),
  };
}

const PLAIN: Form = { as: 'plain' };
const PRESENCE: Form = { as: 'presence' };
const BRANCH: Form = { as: 'branch' };
const INNER_XML: Form = { as: 'inner-xml' };
const XML: Form = { as: 'xml' };

/** A text. `at` is where it stands (see `parseLocation`); undefined: not in XML. */
export function str(
  at: string | undefined,
  description: string,
  ...extras: readonly Extra[]
): ScalarAttribute {
  return { kind: 'scalar', type: 'string', form: PLAIN, ...placed(at, description, extras) };
}

/** A number. */
export function num(
  at: string | undefined,
  description: string,
  ...extras: readonly Extra[]
): ScalarAttribute {
  return { kind: 'scalar', type: 'number', form: PLAIN, ...placed(at, description, extras) };
}

/** A number that libvirt writes in hexadecimal, with so many digits. */
export function hex(
  digits: number,
  at: string,
  description: string,
  ...extras: readonly Extra[]
): ScalarAttribute {
  return {
    kind: 'scalar',
    type: 'number',
    form: { as: 'hexadecimal', digits },
    ...placed(at, description, extras),
  };
}

/** A boolean that is written as yes or no; undefined: not in XML. */
export function bool(
  at: string | undefined,
  description: string,
  ...extras: readonly Extra[]
): ScalarAttribute {
  return { kind: 'scalar', type: 'bool', form: PLAIN, ...placed(at, description, extras) };
}

/** A boolean that is written as on or off. */
export function onOff(at: string, description: string, ...extras: readonly Extra[]): ScalarAttribute {
  const form: Form = { as: 'plain', isSwitched: true };
  return { kind: 'scalar', type: 'bool', form, ...placed(at, description, extras) };
}

/** A value of any type, lists and objects included, that is kept as it is given. It has no place in XML. */
export function dynamic(description: string, ...extras: readonly Extra[]): ScalarAttribute {
  return { kind: 'scalar', type: 'dynamic', form: PLAIN, ...placed(undefined, description, extras) };
}

/** A boolean that says whether an empty element is there. */
export function flag(at: string, description: string, ...extras: readonly Extra[]): ScalarAttribute {
  return { kind: 'scalar', type: 'bool', form: PRESENCE, ...placed(at, description, extras) };
}

/** A branch without content: `source.null`. */
export function branch(
  when: string | readonly string[],
  description: string,
  ...extras: readonly Extra[]
): ScalarAttribute {
  return { kind: 'scalar', type: 'bool', form: BRANCH, ...placed('.', description, [...extras, { when }]) };
}

/** All that stands inside an element, as XML text. */
export function innerXml(at: string, description: string, ...extras: readonly Extra[]): ScalarAttribute {
  return { kind: 'scalar', type: 'string', form: INNER_XML, ...placed(at, description, extras) };
}

/** An element with all that it holds, as XML text: attributes and namespaces of its own are kept as well. */
export function xml(at: string, description: string, ...extras: readonly Extra[]): ScalarAttribute {
  return { kind: 'scalar', type: 'string', form: XML, ...placed(at, description, extras) };
}

/** Makes the attributes of an object when they are first asked for. */
export type MakeAttributes = () => Attributes;

/** An object in an element of its own; with `.`, one whose attributes stand in the parent's element; undefined: not in XML. */
export function obj(
  at: string | undefined,
  description: string,
  attributes: MakeAttributes,
  ...extras: readonly Extra[]
): ObjectAttribute {
  const made = once(attributes);
  return {
    kind: 'object',
    ...placed(at, description, extras),
    get attributes() {
      return made();
    },
  };
}

/** The object that is set when a condition holds: `variant('@type=file', …, () => ({file: str('source@file', …)}))`. */
export function variant(
  when: string | readonly string[],
  description: string,
  attributes: MakeAttributes,
  ...extras: readonly Extra[]
): ObjectAttribute {
  return obj('.', description, attributes, ...extras, { when });
}

/**
 * What an element of one name says, in a list whose elements bear several: of `list('filterref|rule', …)` each element holds one
 * of `named('filterref', …)` and `named('rule', …)`.
 */
export function named(
  name: string,
  description: string,
  attributes: MakeAttributes,
  ...extras: readonly Extra[]
): ObjectAttribute {
  return variant(`@${ELEMENT_NAME}=${name}`, description, attributes, ...extras);
}

/** What a list may say beside facts. */
export type ListExtra = Extra & {
  readonly identity?: Identity;
  readonly alike?: readonly string[];
  readonly leading?: string;
  readonly initially?: string;
};

/** A repeated element, or, with several names (`filterref|rule`), elements of different kinds of which the order counts. */
export function list(
  at: string | undefined,
  description: string,
  element: MakeAttributes,
  ...extras: readonly ListExtra[]
): ListAttribute {
  const { identity = [], alike = [], leading, initially, ...facts } = merged(extras);
  const made = once(element);
  return {
    kind: 'list',
    identity,
    alike,
    ...(leading === undefined ? {} : { leading }),
    initially: initially === undefined ? NO_CONDITION : [parseCondition(initially)],
    ...placed(at, description, [facts]),
    get element() {
      return made();
    },
  };
}

/** A repeated element that holds nothing but text. */
export function strings(
  at: string | undefined,
  description: string,
  ...extras: readonly Extra[]
): ListAttribute {
  return {
    kind: 'list',
    element: 'string',
    identity: [],
    alike: [],
    initially: NO_CONDITION,
    ...placed(at, description, extras),
  };
}

/** Elements of a list are known by these keys; several alternatives are tried in order. Keys of one alternative are joined by a space. */
export function knownBy(...alternatives: readonly string[]): { readonly identity: Identity } {
  return { identity: alternatives.map((alternative) => alternative.split(' ')) };
}

/** Elements of a list are matched by place only where these agree. */
export function alikeIn(...keys: readonly string[]): { readonly alike: readonly string[] } {
  return { alike: keys };
}

/** A schema whose attributes are built when they are first asked for. */
export function resource(
  type: string,
  about: Omit<ResourceSchema, 'type' | 'attributes' | 'kind'> & { readonly kind?: ResourceSchema['kind'] },
  attributes: MakeAttributes,
): ResourceSchema {
  const made = once(attributes);
  return {
    type,
    kind: 'resource',
    ...about,
    get attributes() {
      return made();
    },
  };
}

/** A value that is made at the first call: shapes that recur are built once, and only when a schema is used. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
