import { readFileSync } from 'node:fs';
import { isNumeric, isObject, type Json, type JsonObject, parseType } from '@virtform/values';
import { readJson, type JsonNode } from '../../../src/config/language/json-text';
import type { Type } from '../../../src/config/language/types';
import { numberText } from './answer';
import type { Question } from './question';
import { answersOf } from './vectors';

/** A question, and what Terraform answers. */
export interface Recorded {
  readonly question: Question;
  /** An error, or the value and what of it is unknown and sensitive; numbers as text. */
  readonly told: JsonObject;
  /** Not of an error, nor where the console's answer could not be read. */
  readonly type: Type | undefined;
}

/** Everything that is recorded of a subject. */
export function recordedOf(subject: string): readonly Recorded[] {
  const lines = readFileSync(answersOf(subject), 'utf8').trim().split('\n');
  return lines.map((line) => readLine(withNumberTexts(line, readJson(line))));
}

/** JSON with every number as the text that it is. */
function withNumberTexts(text: string, node: JsonNode): Json {
  switch (node.type) {
    case 'scalar':
      return isNumeric(node.value) ? numberText(text.slice(node.start, node.end)) : node.value;
    case 'text':
      return node.value;
    case 'array':
      return node.elements.map((element) => withNumberTexts(text, element));
    case 'object':
      return Object.fromEntries(
        node.members.map(({ name, value }) => [name.value, withNumberTexts(text, value)]),
      );
  }
}

function readLine(line: Json): Recorded {
  if (!isObject(line) || typeof line.expression !== 'string') throw new Error('A line is no vector.');
  const { expression, variable, type, ...told } = line;
  return {
    question: { expression, ...(typeof variable === 'string' ? { variable } : {}) },
    told,
    type: typeof type === 'string' || Array.isArray(type) ? parseType(type) : undefined,
  };
}
