import { isNumeric, UNKNOWN, type Value } from '@virtform/values';
import { type Trap, trapInNumber, trapInText } from './cdk-traps.js';
import { pathOf, Place } from './language/environment.js';
import type { Body, Dynamic, Expression, ListNode, ObjectItem } from './language/expression.js';
import {
  JsonArray,
  JsonMember,
  JsonNode,
  JsonObjectNode,
  JsonScalar,
  JsonText,
  locateInText,
} from './language/json-text.js';
import { parseTemplate } from './language/parser.js';
import { MEANT_AS_TEXT } from './meant-as-text.js';
import { positionOf, SourceText, type Span } from './language/source.js';
import type { Report } from './syntax.js';

/** Where a JSON value stands. */
export interface JsonPlace {
  readonly source: SourceText;
  /** The way into its block, innermost step first. */
  readonly at: Place | undefined;
  /** Iterators of the dynamic blocks around it. */
  readonly bound: readonly string[];
}

/** The place one step further in. */
export function inside(place: JsonPlace, step: string | number): JsonPlace {
  const { source, at, bound } = place;
  return { source, at: { step, outer: at }, bound };
}

/**
 * A JSON value as an expression: strings are templates, also those that name the attributes of an object. What says the same
 * whatever is around it is one literal, however much it holds: most of a configuration does, and nothing in it needs to be walked.
 */
export function jsonExpression(place: JsonPlace, node: JsonNode, report: Report): Expression {
  const span = { source: place.source, start: node.start, end: node.end };
  switch (node.type) {
    case 'scalar':
      tellTrap(trapInScalar(node), place, span, report);
      return { kind: 'literal', value: node.value, span };
    case 'text':
      return textExpression(place, node, report);
    case 'array': {
      const value = constantOf(node);
      return value === undefined ? jsonList(place, node, report) : { kind: 'literal', value, span };
    }
    case 'object': {
      const value = constantOf(node);
      if (value !== undefined) return { kind: 'literal', value, span };
      if (node.members.some(isDynamic)) return jsonRest(place, node, NONE, report);
      return { kind: 'object', items: node.members.map((member) => itemOf(place, member, report)), span };
    }
  }
}

/** What a JSON value says the same whatever is around it; undefined where it may say something else, or where something is wrong with it. */
function constantOf(node: JsonNode): Value | undefined {
  switch (node.type) {
    case 'scalar':
      return trapInScalar(node) === undefined ? node.value : undefined;
    case 'text':
      return isTemplate(node.value) || trapInText(node.value) !== undefined
        ? undefined
        : node.value.normalize('NFC');
    case 'array': {
      const elements: Value[] = [];
      for (const element of node.elements) {
        const value = constantOf(element);
        if (value === undefined) return undefined;
        elements.push(value);
      }
      return elements;
    }
    case 'object': {
      const members: [string, Value][] = [];
      for (const { name, value: member } of node.members) {
        // It may hold blocks. A name is a text like every other.
        const key = name.value === 'dynamic' ? undefined : constantOf(name);
        const value = typeof key === 'string' ? constantOf(member) : undefined;
        if (typeof key !== 'string' || value === undefined) return undefined;
        members.push([key, value]);
      }
      return Object.fromEntries(members);
    }
  }
}

function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

function trapInScalar({ value }: JsonScalar): Trap | undefined {
  return isNumeric(value) ? trapInNumber(value) : undefined;
}

function tellTrap(trap: Trap | undefined, place: JsonPlace, span: Span, report: Report): void {
  if (trap !== undefined) report({ ...trap, path: pathOf(place.at), source: positionOf(span) });
}

/** An array as a list whose elements are told apart, whatever they say. */
export function jsonList(place: JsonPlace, node: JsonArray, report: Report): ListNode {
  return {
    kind: 'list',
    elements: node.elements.map((element, index) => jsonExpression(inside(place, index), element, report)),
    span: { source: place.source, start: node.start, end: node.end },
  };
}

const NONE: ReadonlySet<string> = new Set();

function itemOf(place: JsonPlace, { name, value }: JsonMember, report: Report): ObjectItem {
  const inner = inside(place, name.value);
  return { key: textExpression(inner, name, report), value: jsonExpression(inner, value, report) };
}

/** The members of an object as the body of a block, dynamic blocks included; comments are left out. */
export function jsonRest(
  place: JsonPlace,
  node: JsonObjectNode,
  except: ReadonlySet<string>,
  report: Report,
): Body {
  const attributes = new Map<string, Expression>();
  const dynamics: Dynamic[] = [];
  for (const member of node.members) {
    const name = member.name.value;
    if (name === '//' || except.has(name)) continue;
    if (isDynamic(member)) dynamics.push(...dynamicsOf(place, member.value, report));
    else attributes.set(name, jsonExpression(inside(place, name), member.value, report));
  }
  return {
    kind: 'body',
    attributes,
    dynamics,
    span: { source: place.source, start: node.start, end: node.end },
  };
}

/** Whether a member holds dynamic blocks; an attribute that happens to be called so does not look like one. */
function isDynamic({ name, value }: JsonMember): boolean {
  if (name.value !== 'dynamic') return false;
  const groups = objectsIn(value);
  return (
    groups.length > 0 &&
    groups.every(
      (group) =>
        group.members.length > 0 &&
        group.members.every(({ value: blocks }) => {
          const found = objectsIn(blocks);
          return (
            found.length > 0 &&
            found.every((block) =>
              ['for_each', 'content'].every((wanted) =>
                block.members.some((each) => each.name.value === wanted),
              ),
            )
          );
        }),
    )
  );
}

function objectsIn(node: JsonNode): readonly JsonObjectNode[] {
  if (node.type === 'object') return [node];
  return node.type === 'array' ? node.elements.flatMap(objectsIn) : [];
}

function dynamicsOf(place: JsonPlace, node: JsonNode, report: Report): readonly Dynamic[] {
  return objectsIn(node).flatMap((group) =>
    group.members.flatMap(({ name, value }) =>
      objectsIn(value).flatMap((block) => dynamicOf(place, name.value, block, report)),
    ),
  );
}

function dynamicOf(
  place: JsonPlace,
  name: string,
  block: JsonObjectNode,
  report: Report,
): readonly Dynamic[] {
  const find = (wanted: string): JsonNode | undefined =>
    block.members.find((member) => member.name.value === wanted)?.value;
  const named = find('iterator');
  const iterator = named?.type === 'text' ? named.value : name;
  const forEach = find('for_each');
  const content = find('content');
  if (forEach === undefined || content === undefined) return [];
  const inner = inside(place, name);
  const bound = { ...inner, bound: [...place.bound, iterator] };
  return objectsIn(content).map((each) => ({
    name,
    iterator,
    forEach: jsonExpression(inner, forEach, report),
    content: jsonRest(bound, each, NONE, report),
    span: { source: place.source, start: block.start, end: block.end },
  }));
}

function textExpression(place: JsonPlace, node: JsonText, report: Report): Expression {
  const span = { source: place.source, start: node.start, end: node.end };
  const trap = trapInText(node.value);
  if (trap?.severity === 'error') {
    tellTrap(trap, place, span, report);
    return { kind: 'literal', value: UNKNOWN, span };
  }
  if (!isTemplate(node.value)) {
    tellTrap(trap, place, span, report);
    return { kind: 'literal', value: node.value.normalize('NFC'), span };
  }
  const locate = locateInText(place.source.text, node);
  const parsed = parseTemplate(node.value, { source: place.source, bound: place.bound, locate });
  for (const diagnostic of parsed.diagnostics)
    report({ ...diagnostic, path: pathOf(place.at), ...advice(node.value) });
  if (parsed.diagnostics.length === 0 && parsed.expression.kind === 'literal')
    tellTrap(trap, place, span, report);
  return parsed.expression;
}

/** What most often is behind a text that does not read as a template. */
function advice(text: string): { readonly action: string } {
  const escape = `${MEANT_AS_TEXT}; in a program, text with "\${" has to be escaped before it is handed to a construct.`;
  return {
    action: text.includes('\\"')
      ? `${escape} Fn.rawString is for arguments of functions only: as an attribute it leaves "\\"" and "%{" behind.`
      : escape,
  };
}
