import { pathOf } from './language/environment.js';
import { inside, jsonExpression, jsonList, jsonRest, JsonPlace } from './json-expression.js';
import { JsonMember, JsonNode, JsonObjectNode, JsonSyntaxError, readJson } from './language/json-text.js';
import { positionOf, SourceText } from './language/source.js';
import type { BlockBody, LabelledBody, Report, Word, Written } from './syntax.js';

/** Reads a `*.tf.json` file; undefined where it is no JSON object, which has been reported then. */
export function readJsonFile(source: SourceText, report: Report): BlockBody | undefined {
  try {
    const node = readJson(source.text);
    if (node.type === 'object') return jsonBody({ source, at: undefined, bound: [] }, node);
    report({
      severity: 'error',
      summary: `${source.file} is no configuration`,
      detail: 'The outermost value of a configuration in JSON must be an object.',
      source: source.position(node.start),
    });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    report({
      severity: 'error',
      summary: `${source.file} is no JSON`,
      detail: `While reading JSON: ${error.message}.`,
      source: source.position(error.offset),
      cause: error,
    });
  }
  return undefined;
}

/** What CDK writes about the construct that a block comes from. */
function constructOf(node: JsonObjectNode): string | undefined {
  const comment = member(node, '//');
  const metadata = comment?.type === 'object' ? member(comment, 'metadata') : undefined;
  const path = metadata?.type === 'object' ? member(metadata, 'path') : undefined;
  return path?.type === 'text' ? path.value : undefined;
}

function member(node: JsonObjectNode, name: string): JsonNode | undefined {
  return node.members.findLast((each) => each.name.value === name)?.value;
}

/** An object as the body of a block. Comments (`"//"`) are no part of it. */
function jsonBody(place: JsonPlace, node: JsonObjectNode): BlockBody {
  const members = node.members.filter(({ name }) => name.value !== '//');
  const find = (name: string): JsonMember | undefined => members.findLast((each) => each.name.value === name);
  const span = (at: { readonly start: number; readonly end: number }): Word['span'] => ({
    source: place.source,
    start: at.start,
    end: at.end,
  });
  return {
    span: span(node),
    construct: constructOf(node),
    names: () => members.map(({ name }) => ({ text: name.value, span: span(name) })),
    expression: (name, report) => {
      const found = find(name);
      if (found === undefined) return undefined;
      const { value } = found;
      const inner = inside(place, name);
      return value.type === 'array' ? jsonList(inner, value, report) : jsonExpression(inner, value, report);
    },
    words: (name, report) => {
      const found = find(name);
      if (found === undefined) return undefined;
      const nodes = found.value.type === 'array' ? found.value.elements : [found.value];
      return nodes.flatMap((each) => {
        if (each.type === 'text') return [{ text: unwrapped(each.value), span: span(each) }];
        report({
          severity: 'error',
          summary: `Invalid value for ${name}`,
          detail: `Each of its values must be a string, which this is not.`,
          source: positionOf(span(each)),
          path: pathOf(inside(place, name).at),
        });
        return [];
      });
    },
    written: (name) => {
      const found = find(name);
      return found === undefined ? undefined : writtenAs(found.value, place.source);
    },
    blocks: (name, report) =>
      objectsOf(find(name)?.value, name, place, report).map((each) => jsonBody(inside(place, name), each)),
    labelled: (name, labels, report) => {
      const objects = objectsOf(find(name)?.value, name, place, report);
      return objects.flatMap((each) => labelledIn(place, each, labels, [], name, report));
    },
    rest: (except, report) => jsonRest(place, node, except, report),
  };
}

function writtenAs(node: JsonNode, source: SourceText): Written {
  const span = { source, start: node.start, end: node.end };
  switch (node.type) {
    case 'array':
      return { kind: 'list', elements: node.elements.map((each) => writtenAs(each, source)), span };
    case 'object': {
      const members = node.members.filter(({ name }) => name.value !== '//');
      const pairs = members.map(({ name: { value: text, start, end }, value }) => ({
        key: { text, span: { source, start, end } },
        value: writtenAs(value, source),
      }));
      return { kind: 'object', pairs, span };
    }
    case 'text':
      return { kind: 'word', word: { text: unwrapped(node.value), span }, isText: true };
    case 'scalar':
      return {
        kind: 'word',
        word: { text: source.text.slice(node.start, node.end), span },
        isText: false,
      };
  }
}

function labelledIn(
  place: JsonPlace,
  node: JsonObjectNode,
  missing: number,
  labels: readonly string[],
  name: string,
  report: Report,
): readonly LabelledBody[] {
  if (missing === 0) return [{ labels, body: jsonBody(place, node) }];
  return node.members
    .filter((each) => each.name.value !== '//')
    .flatMap((each) =>
      objectsOf(each.value, [name, ...labels, each.name.value].join('.'), place, report).flatMap((inner) =>
        labelledIn(place, inner, missing - 1, [...labels, each.name.value], name, report),
      ),
    );
}

/** A block may be an object, or several in an array. */
function objectsOf(
  node: JsonNode | undefined,
  what: string,
  { source }: JsonPlace,
  report: Report,
): readonly JsonObjectNode[] {
  if (node === undefined || (node.type === 'scalar' && node.value === null)) return [];
  if (node.type === 'object') return [node];
  if (node.type === 'array')
    return node.elements.flatMap((each) =>
      objectsOf(each, what, { source, at: undefined, bound: [] }, report),
    );
  report({
    severity: 'error',
    summary: `Invalid ${what} block`,
    detail: 'In JSON a block is an object, or an array of objects.',
    source: source.position(node.start),
  });
  return [];
}

/** Some names come bare, some wrapped: `libvirt_domain.web` and `${libvirt_domain.web}` mean the same. */
function unwrapped(text: string): string {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1]?.trim() ?? text;
}
