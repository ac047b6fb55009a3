import {
  type CalledFunction,
  Diagnostic,
  DiagnosticsError,
  formatDiagnostic,
  type SourcePosition,
} from '@virtform/values';
import type { Io } from '../io.js';
import type { Style } from './style.js';

interface FailureOptions {
  readonly json: boolean;
  readonly style: Style;
}

/** Reports what ended a command: diagnostics as they are, anything else as a defect that should be told us. */
export function reportFailure(error: unknown, io: Io, options: FailureOptions): void {
  reportDiagnostics(diagnosticsOf(error), io, options);
  // The last resort of a state that could be written nowhere: whoever reads this can keep it.
  if (error instanceof Error && 'content' in error && typeof error.content === 'string') {
    io.error.write(`\n${error.content}\n`);
  }
}

/** What ended a command, as problems to show. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  const action = error instanceof Error && 'action' in error ? error.action : undefined;
  if (error instanceof Error && typeof action === 'string') {
    // The engine's typed errors say what to do next.
    return [{ severity: 'error', summary: error.message, action, cause: error }];
  }
  const fault = faultOf(error);
  if (error instanceof Error && fault !== undefined) {
    return [
      {
        severity: 'error',
        summary: `libvirt: ${error.message}`,
        ...('procedure' in error && typeof error.procedure === 'string'
          ? { detail: `That is the answer to ${error.procedure}.` }
          : {}),
        action: NEXT[fault],
        cause: error,
      },
    ];
  }
  return [unexpected(error)];
}

/** What to do about an error of the libvirt client, by who is at fault. */
const NEXT = {
  caller: 'Look at the URI and at what was asked for.',
  host: "Mend what libvirt names; its daemon's log on the host may say more.",
  connection: 'See that the daemon runs and can be reached (virsh -c URI list), then run the command again.',
  'unknown-outcome': 'Nobody knows whether it was done: look at the host, then run the command again.',
  unsupported: 'A newer libvirt on the host may know how.',
} as const;

/** The label of an error of the libvirt client, which is loaded only by commands that speak to a host. */
function faultOf(error: unknown): keyof typeof NEXT | undefined {
  if (!(error instanceof Error) || error.name !== 'LibvirtError' || !('fault' in error)) return undefined;
  const { fault } = error;
  return Object.keys(NEXT).find((known): known is keyof typeof NEXT => known === fault);
}

/** Prints problems: for a person on the error stream, as Terraform's `diagnostic` messages with -json. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  io: Io,
  { json, style }: FailureOptions,
): void {
  for (const diagnostic of diagnostics) {
    if (json) {
      io.out.write(`${JSON.stringify(diagnosticMessage(diagnostic))}\n`);
    } else {
      const paint = diagnostic.severity === 'error' ? style.removed : style.changed;
      const [first = '', ...rest] = formatDiagnostic(diagnostic).split('\n');
      io.error.write(`\n${[paint(first), ...rest].join('\n')}\n`);
    }
  }
}

interface DiagnosticMessage {
  readonly type: 'diagnostic';
  readonly diagnostic: object;
  readonly [field: `@${string}`]: string;
}

/** One line of Terraform's machine-readable output. */
export function diagnosticMessage(diagnostic: Diagnostic): DiagnosticMessage {
  const { severity, summary, detail, action, address, source } = diagnostic;
  return {
    '@level': severity === 'error' ? 'error' : 'warn',
    '@message': `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`,
    '@module': 'virtform.ui',
    '@timestamp': new Date().toISOString(),
    type: 'diagnostic',
    diagnostic: {
      severity,
      summary,
      detail: [detail, action].filter((part) => part !== undefined).join('\n\n'),
      ...(address === undefined ? {} : { address }),
      ...(source === undefined
        ? {}
        : {
            range: rangeOf(source),
            ...(source.snippet === undefined ? {} : { snippet: snippetOf(diagnostic, source.snippet) }),
          }),
    },
  };
}

function rangeOf({ file, line = 1, column = 1, byte = 0, end }: SourcePosition): object {
  const start = { line, column, byte };
  return { filename: file, start, ...(end === undefined ? {} : { end }) };
}

/** The line itself; what is meant in it is told in bytes. */
function snippetOf({ address, values = [], called, source }: Diagnostic, code: string): object {
  const { line = 1, column = 1, end } = source ?? {};
  const offset = (at: number): number => Buffer.byteLength(code.slice(0, at - 1));
  return {
    context: contextOf(address),
    code,
    start_line: line,
    highlight_start_offset: offset(column),
    highlight_end_offset: end?.line === line ? offset(end.column) : Buffer.byteLength(code),
    // By name, as Terraform has them.
    values: [...values].sort((left, right) => (left.traversal < right.traversal ? -1 : 1)),
    ...(called === undefined ? {} : { function_call: callOf(called) }),
  };
}

function callOf({ calledAs, name, parameters, rest, returns }: CalledFunction): object {
  return {
    called_as: calledAs,
    signature: {
      name,
      params: parameters,
      ...(rest === undefined ? {} : { variadic_param: rest }),
      return_type: returns,
    },
  };
}

/** The head of the block that an address stands for: `check "health"`; null where there is none. */
function contextOf(address: string | undefined): string | null {
  const steps = (address ?? '').replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '').split('.');
  const [type, name] = steps.slice(-2);
  if (type === undefined || name === undefined || type === 'var' || type === 'local') return null;
  if (type === 'check' || type === 'output' || type === 'module') return `${type} ${JSON.stringify(name)}`;
  const block = steps.at(-3) === 'data' ? 'data' : 'resource';
  return `${block} ${JSON.stringify(type)} ${JSON.stringify(name)}`;
}

function unexpected(error: unknown): Diagnostic {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    severity: 'error',
    summary: error instanceof Error ? error.message : 'Something went wrong inside virtform',
    detail,
    action:
      'This is not how virtform should fail. The lines above say where it happened; please report them.',
    cause: error,
  };
}
