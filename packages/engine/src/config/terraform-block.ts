import type { BackendBlock, RequiredProviders } from './configuration.js';
import { decodeBackend, decoding, onlyKnown } from './decode.js';
import { evaluate } from './evaluate.js';
import { fulfils, LANGUAGE_VERSION, namesPrerelease } from './language-version.js';
import type { Expression } from './language/expression.js';
import { positionOf } from './language/source.js';
import { literalProblems, LITERALS_ONLY } from './literals.js';
import { requiredProviders } from './required-providers.js';
import type { BlockBody, LabelledBody, Report } from './syntax.js';

/** What the blocks `terraform` of a module say. */
export interface TerraformParts {
  readonly backend: BackendBlock | undefined;
  readonly requiredProviders: RequiredProviders;
}

const KNOWN = ['required_version', 'required_providers', 'backend', 'cloud', 'experiments', 'provider_meta'];

/** Reads what a module asks of the tool that reads it, and where the state is. */
export function gatherTerraform(
  primary: readonly BlockBody[],
  overriding: readonly BlockBody[],
  report: Report,
): TerraformParts {
  const files = [primary, overriding].map((several) =>
    several.map((file) => file.blocks('terraform', report)),
  );
  const [below = [], above = []] = files;
  for (const body of files.flat(2)) {
    onlyKnown(decoding(body, 'terraform', report), KNOWN);
    refuse(body, report);
  }
  checkVersions(below.flat(), above, report);
  return {
    backend: backendOf(below.flat(), above, report),
    requiredProviders: requiredProviders(below.flat(), above.flat(), report),
  };
}

function refuse(body: BlockBody, report: Report): void {
  for (const { text, span } of body.names()) {
    if (text === 'cloud')
      report({
        severity: 'error',
        summary: 'A cloud block is not supported',
        detail: 'State is not kept with HCP Terraform.',
        action: 'Take the block out; state is then kept in a file, or where a "backend" block says.',
        source: positionOf(span),
      });
    if (text === 'experiments')
      report({
        severity: 'error',
        summary: 'Module uses experimental features',
        detail: 'Experiments are for what Terraform may become, and are not in any release of it.',
        action: 'Take the argument out.',
        source: positionOf(span),
      });
  }
}

/** The versions that an override file asks for take the place of all others. */
function checkVersions(
  primary: readonly BlockBody[],
  overriding: readonly (readonly BlockBody[])[],
  report: Report,
): void {
  const asked = (bodies: readonly BlockBody[]): readonly Expression[] =>
    bodies.flatMap((body) => body.expression('required_version', report) ?? []);
  const last = overriding.map(asked).findLast((file) => file.length > 0);
  for (const expression of last ?? asked(primary)) checkVersion(expression, report);
}

function checkVersion(expression: Expression, report: Report): void {
  const problems = literalProblems(expression);
  problems.forEach(report);
  const value = problems.length === 0 ? evaluate(expression, LITERALS_ONLY, {}).value : null;
  if (value === null) return;
  const constraint = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const fulfilled = constraint === undefined ? undefined : fulfils(LANGUAGE_VERSION, constraint);
  const source = positionOf(expression.span);
  if (constraint === undefined || fulfilled === undefined)
    report({
      severity: 'error',
      summary: 'Invalid version constraint',
      detail: `${constraint === undefined ? 'This' : JSON.stringify(constraint)} is no constraint such as ">= 1.5, < 2.0".`,
      source,
    });
  else if (namesPrerelease(constraint))
    report({
      severity: 'error',
      summary: 'Invalid required_version constraint',
      detail: `${JSON.stringify(constraint)} names a version that was not released.`,
      action: 'Name releases, such as ">= 1.5, < 2.0".',
      source,
    });
  else if (!fulfilled)
    report({
      severity: 'error',
      summary: 'Unsupported Terraform Core version',
      detail: `The configuration requires ${constraint}; it is read here as Terraform ${LANGUAGE_VERSION} would.`,
      action: 'Where it means the same to that version, widen the constraint.',
      source,
    });
}

/** An override file's backend takes the place of the other whole. */
function backendOf(
  primary: readonly BlockBody[],
  overriding: readonly (readonly BlockBody[])[],
  report: Report,
): BackendBlock | undefined {
  const files = [primary, ...overriding].map((bodies) =>
    bodies.flatMap((body) => body.labelled('backend', 1, report)),
  );
  for (const [, second] of files)
    if (second !== undefined)
      report({
        severity: 'error',
        summary: 'Duplicate backend configuration',
        detail: 'A configuration has one backend.',
        source: positionOf(second.body.span),
      });
  const last: LabelledBody | undefined = files.findLast((file) => file.length > 0)?.[0];
  return last === undefined ? undefined : decodeBackend(last.labels[0] ?? '', last.body, report);
}
