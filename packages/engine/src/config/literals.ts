import type { Diagnostic } from '@virtform/values';
import type { Scope } from './configuration.js';
import { NO_FILES } from './files.js';
import type { Expression } from './language/expression.js';
import { positionOf } from './language/source.js';
import { visit } from './language/walk.js';

/** For what may refer to nothing: defaults of variables, and values from the command line. */
export const LITERALS_ONLY: Scope = {
  module: [],
  surroundings: {
    folder: '/',
    files: NO_FILES,
    started: new Date(0),
    phase: 'plan',
  },
  lookup: () => undefined,
  names: () => [],
};

/** What is asked for in an expression that may neither refer to anything nor call functions. */
export function literalProblems(expression: Expression): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  visit(expression, (part) => {
    if (part.kind === 'reference')
      problems.push({
        severity: 'error',
        summary: 'Variables not allowed',
        detail: 'Nothing has a value yet where this is read, so that it cannot refer to anything.',
        action: 'Write the value itself; where a text is meant, put it in quotes.',
        source: positionOf(part.span),
      });
    else if (part.kind === 'call')
      problems.push({
        severity: 'error',
        summary: 'Function calls not allowed',
        detail: `${part.name}(…) is a function, and functions cannot be called here.`,
        action: 'Write the value itself, or call the function where the value is used.',
        source: positionOf(part.span),
      });
  });
  return problems;
}
