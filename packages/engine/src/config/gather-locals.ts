import { invalidName } from './check-names.js';
import type { Expression } from './language/expression.js';
import { positionOf } from './language/source.js';
import { NAME } from './provider-reference.js';
import type { BlockBody, Report } from './syntax.js';

/** The local values of all files; those of override files take the place of the ones that they override. */
export function localsOf(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): ReadonlyMap<string, Expression> {
  const locals = new Map<string, Expression>();
  const bodiesOf = (files: readonly BlockBody[]): readonly BlockBody[] =>
    files.flatMap((file) => file.blocks('locals', report));
  for (const { name, expression, within } of bodiesOf(primary).flatMap((body) => valuesOf(body, report)))
    if (locals.has(name))
      within({
        severity: 'error',
        summary: `Duplicate local value "${name}"`,
        detail: 'It was declared already.',
        source: positionOf(expression.span),
      });
    else locals.set(name, expression);
  for (const { name, expression, within } of bodiesOf(overriding).flatMap((body) => valuesOf(body, report)))
    if (locals.has(name)) locals.set(name, expression);
    else
      within({
        severity: 'error',
        summary: 'Missing base local value definition to override',
        detail: `There is no local value "${name}" that this override file could change.`,
        action: 'An override file can only change what another file declares.',
        source: positionOf(expression.span),
      });
  return locals;
}

interface LocalValue {
  readonly name: string;
  readonly expression: Expression;
  readonly within: Report;
}

function valuesOf(body: BlockBody, report: Report): readonly LocalValue[] {
  return body.names().flatMap(({ text: name, span }) => {
    if (!NAME.test(name)) report({ ...invalidName('local value'), source: positionOf(span) });
    const within: Report = ({ path = [], ...diagnostic }) => {
      // The address says all of the way that leads to the value.
      const inside = path.slice(path.indexOf(name) + 1);
      report({ address: `local.${name}`, ...diagnostic, ...(inside.length === 0 ? {} : { path: inside }) });
    };
    const expression = body.expression(name, within);
    return expression === undefined ? [] : [{ name, expression, within }];
  });
}
