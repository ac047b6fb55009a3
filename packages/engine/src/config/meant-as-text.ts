import type { Diagnostic } from '@virtform/values';

/** What to do about a text that was not meant to be a template. */
export const MEANT_AS_TEXT =
  'Where "${" or "%{" is meant as text, as in a shell script, write "$${" or "%%{"';

/** What is wrong with a text of the native syntax, and how it is written where it was not meant to be a template. */
export function withAdvice(diagnostic: Diagnostic): Diagnostic {
  const { snippet = '', column = 1 } = diagnostic.source ?? {};
  if (diagnostic.action !== undefined || !mayBeMeant(snippet.slice(0, column - 1), snippet.slice(column - 1)))
    return diagnostic;
  return { ...diagnostic, action: `${MEANT_AS_TEXT}.` };
}

/** Whether it begins a sequence of a template, or is in one that the same line opens. */
function mayBeMeant(before: string, rest: string): boolean {
  return /^[$%]\{/.test(rest) || /(?:^|[^$%])[$%]\{[^{}]*$/.test(before);
}
