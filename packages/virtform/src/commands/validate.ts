import { hasErrors } from '@virtform/values';
import { EXIT, Runner } from '../command.js';
import { diagnosticMessage, reportDiagnostics } from '../report/failure.js';
import { openUnits } from '../session.js';

/** Checks everything that needs no host. */
export const validate: Runner = async (invocation) => {
  const { io, json, style } = invocation;
  const units = await openUnits(invocation, invocation.names);
  const found = (await Promise.all(units.map(({ unit }) => unit.validate()))).flat();
  const wrong = hasErrors(found);
  if (json) {
    const count = (severity: 'error' | 'warning'): number =>
      found.filter((diagnostic) => diagnostic.severity === severity).length;
    const body = {
      format_version: '1.0',
      valid: !wrong,
      error_count: count('error'),
      warning_count: count('warning'),
      diagnostics: found.map((diagnostic) => diagnosticMessage(diagnostic).diagnostic),
    };
    io.out.write(`${JSON.stringify(body, null, 2)}\n`);
  } else {
    reportDiagnostics(found, io, invocation);
    if (!wrong) io.out.write(`${style.added('Success!')} The configuration is valid.\n`);
  }
  return wrong ? EXIT.error : EXIT.done;
};
