import { Lazy } from 'cdktf';
import type { Values } from './mapping.js';

/**
 * Each attribute for cdktf's HCL renderer. It is told that no attribute is a block, and gets texts as it writes them unchanged: what
 * it makes of others loses line breaks, and takes one that begins with a bracket for an expression. Tokens are resolved first.
 */
export function toHcl(attributes: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      {
        value: Lazy.anyValue({ produce: (context) => literal(context.resolve(value)) }),
        isBlock: false,
        type: 'any',
        storageClassType: 'any',
      },
    ]),
  );
}

/** The renderer has no null; a template that is nothing but an expression has the expression's value. */
const NULL = '${null}';

function literal(value: unknown): unknown {
  if (value === null) return NULL;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, literal(part)]));
}

/** The renderer puts a text with an expression into quotes itself, and leaves one alone that has them. */
function text(value: string): string {
  const escaped = escape(value);
  return value.includes('${') ? escaped : `"${escaped}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Escapes what stands outside of expressions and directives, which are HCL already. */
function escape(template: string): string {
  let escaped = '';
  for (let at = 0; at < template.length;) {
    const end = expressionEnd(template, at);
    if (end > at) {
      escaped += template.slice(at, end);
      at = end;
    } else {
      // A doubled mark stands for itself: what follows is no expression.
      const length = isMark(template, at + 1) && template[at] === template[at + 1] ? 3 : 1;
      const plain = template.slice(at, at + length);
      escaped += ESCAPES[plain] ?? plain;
      at += length;
    }
  }
  return escaped;
}

function isMark(template: string, at: number): boolean {
  return (template[at] === '$' || template[at] === '%') && template[at + 1] === '{';
}

/** Where the expression or directive ends that begins here; the beginning itself where none does. */
function expressionEnd(template: string, start: number): number {
  if (!isMark(template, start)) return start;
  let depth = 0;
  for (let at = start + 1; at < template.length; at++) {
    const character = template[at];
    if (character === '{') depth++;
    else if (character === '"') at = stringEnd(template, at);
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return start;
}

/** Where the text within an expression ends that begins here: its closing quote. */
function stringEnd(template: string, start: number): number {
  for (let at = start + 1; at < template.length; at++) {
    if (template[at] === '"') return at;
    if (template[at] === '\\') at++;
    else if (template[at] !== template[at - 1] && isMark(template, at))
      at = Math.max(at, expressionEnd(template, at) - 1);
  }
  return template.length;
}
