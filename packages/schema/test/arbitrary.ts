import { isObject, type ValueObject } from '@virtform/values';
import * as fc from 'fast-check';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from '../src/index';
import type { Condition, Step } from '../src/location';

/** Values as a document can say them: everything in the schema that is XML, branches one at a time. */
export function valuesOf(schema: ResourceSchema): fc.Arbitrary<ValueObject> {
  return objectOf(schema.attributes, 6);
}

/** How many attributes of an object are set at most; fewer the deeper it lies. */
function objectOf(attributes: Attributes, most: number): fc.Arbitrary<ValueObject> {
  const names = Object.keys(attributes).filter((name) => {
    const attribute = attributes[name];
    if (attribute?.at === undefined || attribute.refused !== undefined) return false;
    // What libvirt pays no heed to is not written, unless it fills it in.
    return attribute.idle !== 'everywhere' || attribute.filled === true;
  });
  return fc
    .subarray(names, { maxLength: Math.min(most, names.length) })
    .map((chosen) => withoutRivals(attributes, chosen))
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.flatMap((name) => {
            const attribute = attributes[name];
            return attribute === undefined ? [] : [[name, valueOf(attribute, Math.max(2, most - 1))]];
          }),
        ),
      ),
    )
    .map((value) => settled(attributes, dropNothing(attributes, value)));
}

function valueOf(attribute: Attribute, most: number): fc.Arbitrary<unknown> {
  switch (attribute.kind) {
    case 'scalar':
      return scalarOf(attribute);
    case 'object':
      return objectOf(attribute.attributes, most);
    case 'list':
      return listOf(attribute, most);
  }
}

function listOf(list: ListAttribute, most: number): fc.Arbitrary<unknown> {
  const item: fc.Arbitrary<unknown> =
    list.element === 'string'
      ? text
      : objectOf(list.element, most)
          .filter((value) => list.initially.length === 0 || !isBarePty(value))
          // Where elements bear several names, each has to say its own.
          .filter((value) => !hasSeveralNames(list) || Object.keys(value).length > 0);
  return fc.array(item, { minLength: 1, maxLength: 2 });
}

function hasSeveralNames(list: ListAttribute): boolean {
  return list.at?.path.at(-1)?.others !== undefined;
}

/** A pseudo-terminal without a path is what a serial port is anyway, so that reading does not tell it. */
function isBarePty({ source }: ValueObject): boolean {
  const pty = isObject(source) ? source.pty : undefined;
  return isObject(pty) && Object.keys(pty).length === 0;
}

/** Text that XML can carry and that says something; layout and quotes included. */
const text = fc
  .string({
    unit: fc.constantFrom('a', 'Z', '7', ' ', '&', '<', '>', "'", '"', '\n', '\t', '\r', ']', 'ä', '€', '𝒳'),
    minLength: 1,
  })
  .filter((value) => value.trim() !== '');

const number = (digits: ScalarAttribute): fc.Arbitrary<number | bigint> => {
  const { min, max } = digits.range ?? {};
  const signed = digits.form.as === 'hexadecimal' ? 0 : -1000;
  const small = fc.integer({ min: min ?? signed, max: Math.min(max ?? 1e9, 2e9) });
  return max === undefined ? fc.oneof(small, fc.bigInt(2n ** 53n, 2n ** 64n - 1n)) : small;
};

function scalarOf(attribute: ScalarAttribute): fc.Arbitrary<unknown> {
  if (attribute.form.as === 'presence' || attribute.form.as === 'branch') return fc.constant(true);
  if (attribute.form.as === 'inner-xml') {
    return fc
      .constantFrom(
        '<a:b xmlns:a="urn:one">x &amp; y</a:b>',
        '<note xmlns="urn:two">\n  <inner deep="1"/>\n</note>',
      )
      .map((xml) => xml.replaceAll('"', "'"));
  }
  if (attribute.form.as === 'xml') {
    const name = attribute.at?.path.at(-1)?.name ?? '';
    return fc.constantFrom(
      `<${name}/>`,
      `<${name} type='kvm' xmlns:q='urn:q'>\n  <uuid>1</uuid><q:x a='&lt;'/></${name}>`,
    );
  }
  if (attribute.type === 'bool') return fc.boolean();
  if (attribute.type === 'number') return number(attribute);
  if (attribute.meaning?.as === 'unit-of') return fc.constantFrom('B', 'KiB', 'MB', 'GiB');
  return attribute.enumeration === undefined ? text : fc.constantFrom(...attribute.enumeration);
}

function switchOf(condition: Condition): string {
  return `${condition.path.map((step: Step) => step.name).join('/')}@${condition.attribute}`;
}

/** Of attributes that want different values in one place, the first. */
function withoutRivals(attributes: Attributes, names: readonly string[]): readonly string[] {
  const taken = new Map<string, string | undefined>();
  return names.filter((name) => {
    const conditions = attributes[name]?.when ?? [];
    const free = conditions.every((condition) => {
      const key = switchOf(condition);
      return !taken.has(key) || taken.get(key) === condition.value;
    });
    if (free) for (const condition of conditions) taken.set(switchOf(condition), condition.value);
    return free;
  });
}

/** An object without an element of its own and without content says nothing. */
function dropNothing(attributes: Attributes, value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name, part]) => {
      const attribute = attributes[name];
      if (attribute?.kind !== 'object' || attribute.at?.path.length !== 0) return true;
      const chosen = attribute.when.some((condition) => condition.value !== undefined);
      return chosen || Object.keys(part as object).length > 0;
    }),
  );
}

/** Where a plain attribute and branches say the same thing (`type = "usb"` and `usb = {}`), both say it. */
function settled(attributes: Attributes, value: Record<string, unknown>): ValueObject {
  const result: Record<string, unknown> = { ...value };
  for (const [name, attribute] of Object.entries(attributes)) {
    if (attribute.kind !== 'scalar' || attribute.at?.attribute === undefined) continue;
    const own = `${attribute.at.path.map((step) => step.name).join('/')}@${attribute.at.attribute}`;
    const branches = Object.entries(attributes).filter(
      ([, other]) => other.kind === 'object' && other.when.some((condition) => switchOf(condition) === own),
    );
    const chosen = branches.find(([branch]) => branch in result);
    const wanted = chosen?.[1].when.find((condition) => switchOf(condition) === own)?.value;
    if (wanted !== undefined) result[name] = wanted;
    for (const [branch, other] of branches) {
      const says = other.when.every((condition) => condition.value === result[name]);
      if (says && !(branch in result)) result[branch] = {};
    }
  }
  return result as ValueObject;
}
