import { toNumber } from '@virtform/values';
import type { Diagnostic, Numeric } from '@virtform/values';

/** What became of a stand-in of CDK, and how a program does without. */
export type Trap = Pick<Diagnostic, 'severity' | 'summary' | 'detail' | 'action'>;

/** How great the stand-ins for numbers are; nothing that a configuration is about comes near. */
const NUMBER_STANDS_IN = 1e290;

/** A number that a program calculated from one that is not known while it runs: -8.109562212591381e+298. */
export function trapInNumber(value: Numeric): Trap | undefined {
  return Math.abs(toNumber(value)) < NUMBER_STANDS_IN ? undefined : CALCULATED;
}

const CALCULATED: Trap = {
  severity: 'error',
  summary: 'A number of CDK was calculated with before it was known',
  detail:
    'Numbers such as count.index or numberValue are stand-ins while the program runs; a minus sign, "/" or "*" in the program makes another number of the stand-in.',
  action: 'In the program, write Op.mul(size, 2), Op.negate(size), …: these calculate when it is known.',
};

const JOINED: Trap = {
  severity: 'error',
  summary: 'A number of CDK was joined to a text before it was known',
  detail:
    'Numbers such as count.index are stand-ins while the program runs; next to "-", "." or a digit, or calculated with before that, CDK does not recognise its own in a text.',
  action: 'In the program, write Token.asString(count.index), or use Fn.format("v-%d", [count.index]).',
};

const CHANGED: Trap = {
  severity: 'error',
  summary: 'A text of CDK was changed before it was known',
  detail:
    'Texts such as the id of a resource are stand-ins like ${TfToken[TOKEN.1]} while the program runs; this one was cut, encoded or changed in its case, so that it stands for nothing any more.',
  action:
    'In the program, use the functions that run when the text is known: Fn.upper(…), Fn.substr(…), Fn.urlencode(…), Fn.base64encode(…), Fn.replace(…).',
};

/** No slip of the pen for certain: text may be meant to have backslashes. */
const RAW: Trap = {
  severity: 'warning',
  summary: 'Each quotation mark in this text has a backslash before it',
  detail:
    'The backslashes are part of the value. Fn.rawString leaves them behind where it is used outside of the arguments of a function; there it also leaves "%{" as it is.',
  action: 'In the program, hand over the text itself, with "${" written as "$${" and "%{" as "%%{".',
};

/** Any of the traps may be in a text that this matches: most texts are looked at once. */
const SUSPICIOUS = /e\+(?:29|30)|token|\{tf|jhtuzlrva2vu|r7vgzub2tlb|ke1rmvg9rzw5b|\\"/i;

const TRAPS: readonly (readonly [pattern: RegExp, trap: Trap])[] = [
  [/\d(?:\.\d+)?e\+(?:29|30)\d/, JOINED],
  [/tf_?token(?:\[|%5B)|\bTOKEN\.\d+\]\}|[$#]\{Tf(?![a-z]*_)/i, CHANGED],
  // `${TfToken[` in base64, by where in a group of three bytes it begins.
  [/JHtUZlRva2Vu|R7VGZUb2tlb|ke1RmVG9rZW5b/, CHANGED],
];

/** What a text of a synthesized configuration tells of the program behind it. */
export function trapInText(text: string): Trap | undefined {
  if (!SUSPICIOUS.test(text)) return undefined;
  return TRAPS.find(([pattern]) => pattern.test(text))?.[1] ?? (isRaw(text) ? RAW : undefined);
}

/** What Fn.rawString makes of a text: quotation marks and line ends are escaped, all of them. */
function isRaw(text: string): boolean {
  return !text.includes('\n') && text.includes('\\"') && !/(?<!\\)(?:\\\\)*"/.test(text);
}
