import type { Plan } from '@virtform/engine';
import { hasErrors } from '@virtform/values';
import path from 'node:path';
import { shownPath } from '../app/units.js';
import { EXIT, Invocation, Runner } from '../command.js';
import { parseImpact, refuseImpact } from '../impact.js';
import { usage } from '../options.js';
import { reportDiagnostics } from '../report/failure.js';
import { messageListener, messageWriter, writePlanMessages } from '../report/messages.js';
import { formatPlan } from '../report/plan.js';
import { openUnits, planMode, planOptions, withRun } from '../session.js';
import { stateFilesOf } from '../state-files.js';

/** Shows what would change. Only reads. */
export const plan: Runner = async (invocation) => {
  const { io, options, names, json } = invocation;
  const maxImpact = parseImpact(options);
  const mode = planMode(invocation);
  const units = await openUnits(invocation, names, { stateFiles: stateFilesOf(invocation) });
  const out = options.text('out');
  if (out !== undefined && units.length > 1) {
    throw usage(
      `-out=${out} takes one stack's plan, and there are ${units.length} stacks`,
      `Name one: virtform plan -out=${out} ${units[0]?.found.name ?? 'STACK'}.`,
    );
  }
  const messages = json ? messageWriter(io.out) : undefined;
  const { hasChanges, writePlanFile, realEffects } = await import('@virtform/engine');
  let changes = false;
  for (const { found, unit } of units) {
    const made = await withRun(unit, invocation, 'plan', (run) =>
      run.plan(planOptions(invocation, mode), messages === undefined ? undefined : messageListener(messages)),
    );
    reportDiagnostics(made.diagnostics, io, invocation);
    if (hasErrors(made.diagnostics)) return EXIT.error;
    if (messages === undefined) showPlan(made, found.name, units.length > 1, invocation);
    else writePlanMessages(made, messages);
    if (maxImpact !== undefined && refuseImpact(made, maxImpact, invocation)) return EXIT.refused;
    if (out !== undefined)
      await savePlan(made, out, invocation, (file) => writePlanFile(realEffects().files, file, made));
    changes ||= hasChanges(made);
  }
  return changes && options.flag('detailed-exitcode') ? EXIT.changes : EXIT.done;
};

/** Prints a plan, under its stack's name where there are several. */
export function showPlan(
  made: Plan,
  name: string | undefined,
  several: boolean,
  { io, options, style }: Invocation,
): void {
  if (several && name !== undefined) io.out.write(`${style.strong(name)}\n`);
  io.out.write(formatPlan(made, { style, concise: options.flag('concise'), virsh: options.flag('virsh') }));
}

async function savePlan(
  made: Plan,
  out: string,
  { io, folder, json }: Invocation,
  write: (file: string) => Promise<void>,
): Promise<void> {
  const file = path.resolve(folder, out);
  await write(file);
  if (json) return;
  const shown = shownPath(folder, file);
  io.out.write(
    `\nSaved the plan to ${shown} (of state serial ${made.serial}). To carry out exactly this:\n    virtform apply ${shown}\n`,
  );
}
