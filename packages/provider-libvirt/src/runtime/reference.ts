import type { Attribute, Attributes } from '@virtform/schema';
import { ComplexList, ComplexObject } from 'cdktf';
import { defineAccessors, setValue, type ValueHolder, valueOf, VALUES } from './accessors.js';

/** Where the value behind a reference stands: a property of its holder, or an element of a list. */
interface Cell {
  get(): unknown;
  set(value: unknown): void;
}

function propertyCell(holder: ValueHolder, property: string): Cell {
  return {
    get: () => valueOf(holder, property),
    set: (value) => {
      setValue(holder, property, value);
    },
  };
}

function elementCell(list: Cell, index: number): Cell {
  const elements = (): readonly unknown[] => {
    const value = list.get();
    return Array.isArray(value) ? value : [];
  };
  return {
    get: () => elements()[index],
    set: (value) => {
      list.set(Object.assign([...elements()], { [index]: value }));
    },
  };
}

/** An object within a resource: what the program said of it, and what it will be after apply. */
class ObjectReference extends ComplexObject implements ValueHolder {
  readonly #cell: Cell;

  constructor(holder: ValueHolder, name: string, cell: Cell, index?: number) {
    super(holder, name, false, index);
    this.#cell = cell;
  }

  get [VALUES](): unknown {
    return this.#cell.get();
  }

  set [VALUES](values: unknown) {
    this.#cell.set(values);
  }

  get internalValue(): unknown {
    return this.#cell.get();
  }

  set internalValue(value: unknown) {
    this.#cell.set(value);
  }
}

/** A list of objects within a resource. */
class ListReference extends ComplexList {
  readonly #holder: ValueHolder;
  readonly #name: string;
  readonly #element: Attributes;
  readonly #cell: Cell;

  constructor(holder: ValueHolder, name: string, element: Attributes, cell: Cell) {
    super(holder, name, false);
    this.#holder = holder;
    this.#name = name;
    this.#element = element;
    this.#cell = cell;
  }

  get internalValue(): unknown {
    return this.#cell.get();
  }

  set internalValue(value: unknown) {
    this.#cell.set(value);
  }

  get(index: number): ObjectReference {
    const Reference = referenceClass(this.#element);
    return new Reference(this.#holder, this.#name, elementCell(this.#cell, index), index);
  }
}

const classes = new WeakMap<Attributes, typeof ObjectReference>();

/** The class of references to objects of one shape, made at the first use. */
function referenceClass(attributes: Attributes): typeof ObjectReference {
  const known = classes.get(attributes);
  if (known !== undefined) return known;
  const Reference = class extends ObjectReference {};
  defineAccessors(Reference.prototype, attributes, 'object', makeReference);
  classes.set(attributes, Reference);
  return Reference;
}

/** The reference that stands for a nested attribute of a holder. */
export function makeReference(
  holder: ValueHolder,
  name: string,
  property: string,
  attribute: Attribute,
): ObjectReference | ListReference | undefined {
  const cell = propertyCell(holder, property);
  if (attribute.kind === 'object') {
    const Reference = referenceClass(attribute.attributes);
    return new Reference(holder, name, cell);
  }
  if (attribute.kind === 'list' && attribute.element !== 'string') {
    return new ListReference(holder, name, attribute.element, cell);
  }
  return undefined;
}
