import { formatPath, Path } from './path.js';
import type { Json } from './value.js';

/** Where in a file something stands; lines and columns count from 1, bytes from 0. */
export interface SourcePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte?: number;
  /** Behind its last character. */
  readonly end?: { readonly line: number; readonly column: number; readonly byte: number };
  /** The line itself, to be shown below the message. */
  readonly snippet?: string;
}

/** A value that an expression worked on: `var.size`, `is 9`. */
export interface UsedValue {
  readonly traversal: string;
  readonly statement: string;
}

/** A parameter, with its type as Terraform's JSON writes types. */
export interface CalledParameter {
  readonly name: string;
  readonly type: Json;
}

/** A function that was being called when something went wrong. */
export interface CalledFunction {
  /** As the call has it: `core::file`. */
  readonly calledAs: string;
  readonly name: string;
  readonly parameters: readonly CalledParameter[];
  /** What all further arguments are. */
  readonly rest?: CalledParameter;
  readonly returns: Json;
}

/**
 * One thing that is wrong, or worth knowing. Problems are values, so that all of them can be collected and reported at once
 * instead of the first one thrown.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One line: what failed and where. */
  readonly summary: string;
  /** What was attempted, on what, and what came back. */
  readonly detail?: string;
  /** Of what failed while it was evaluated: the values it worked on. */
  readonly values?: readonly UsedValue[];
  /** Of what went wrong in a call of a function, or with an argument of one. */
  readonly called?: CalledFunction;
  /** What to do next. */
  readonly action?: string;
  /** The resource, output or block it concerns: `libvirt_domain.web`. */
  readonly address?: string;
  /** Where inside that. */
  readonly path?: Path;
  /** The path of the construct that caused it: `quickstart/web`. */
  readonly construct?: string;
  readonly source?: SourcePosition;
  /** The error behind it, where one was caught. */
  readonly cause?: unknown;
}

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Carries diagnostics where work has to stop; thrown at the doors, never used to steer the inside. */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
    super(
      diagnostics.map(formatDiagnostic).join('\n\n'),
      first?.cause === undefined ? undefined : { cause: first.cause },
    );
    this.name = 'DiagnosticsError';
    this.diagnostics = diagnostics;
  }
}

/** A diagnostic as plain text: the first line says what failed and where, the last one what to do. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { severity, summary, detail, values = [], action, address, path, construct, source } = diagnostic;
  const used = [
    ...(diagnostic.called === undefined ? [] : [`  while calling ${formatCall(diagnostic.called)}`]),
    ...values.map(({ traversal, statement }) => `  ${traversal} ${statement}`),
  ];
  const body = [...(detail?.split('\n') ?? []), ...used];
  const where = [
    address === undefined
      ? undefined
      : `  in ${address}${path === undefined || path.length === 0 ? '' : `, at ${formatPath(path)}`}`,
    address === undefined && path !== undefined && path.length > 0 ? `  at ${formatPath(path)}` : undefined,
    construct === undefined ? undefined : `  from construct ${construct}`,
    source === undefined ? undefined : `  ${formatPosition(source)}`,
  ];
  const lines = [
    `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`,
    ...where,
    ...(body.length === 0 ? [] : ['', ...body]),
    ...(action === undefined ? [] : ['', action]),
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** `format(format, args...)`, as Terraform writes it. */
function formatCall({ calledAs, parameters, rest }: CalledFunction): string {
  const names = [...parameters.map(({ name }) => name), ...(rest === undefined ? [] : [`${rest.name}...`])];
  return `${calledAs}(${names.join(', ')})`;
}

function formatPosition(source: SourcePosition): string {
  const place = [source.file, source.line, source.column].filter((part) => part !== undefined).join(':');
  return source.snippet === undefined
    ? place
    : `${place}\n    ${around(source.snippet, (source.column ?? 1) - 1).trim()}`;
}

/** How much of a line is shown; all of a file may stand on one. */
const LONGEST_LINE = 160;

/** A line, or what of a long one is around the place that is meant. */
function around(line: string, at: number): string {
  if (line.length <= LONGEST_LINE) return line;
  const start = Math.max(0, Math.min(at - LONGEST_LINE / 2, line.length - LONGEST_LINE));
  const end = start + LONGEST_LINE;
  return `${start === 0 ? '' : '…'}${line.slice(start, end)}${end < line.length ? '…' : ''}`;
}
