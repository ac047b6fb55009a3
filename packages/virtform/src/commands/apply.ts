import type { ApplyResult, Plan, Run, Unit } from '@virtform/engine';
import { hasErrors } from '@virtform/values';
import path from 'node:path';
import { existsSync, statSync } from 'node:fs';
import { confirmed } from '../confirm.js';
import { EXIT, Invocation, Runner } from '../command.js';
import { PLANNING } from '../option-tables.js';
import { parseImpact, refuseImpact } from '../impact.js';
import { usage } from '../options.js';
import { reportDiagnostics } from '../report/failure.js';
import {
  messageListener,
  messageWriter,
  type MessageWriter,
  writePlannedChanges,
  writePlanMessages,
  writeResultMessages,
} from '../report/messages.js';
import { formatOutputs, outputRecord } from '../report/outputs.js';
import { progressPrinter } from '../report/progress.js';
import { openUnits, type OpenUnit, planMode, type PlanMode, planOptions, withRun } from '../session.js';
import { stateFilesOf } from '../state-files.js';
import { showPlan } from './plan.js';

/** Brings the hosts into line with the program. */
export const apply: Runner = async (invocation) => {
  const file = savedPlan(invocation);
  return file === undefined ? applyUnits(invocation, planMode(invocation)) : applySaved(file, invocation);
};

/** Destroys what was made. */
export const destroy: Runner = (invocation) => applyUnits(invocation, 'destroy');

/** Brings the state up to date with what is there. */
export const refresh: Runner = (invocation) => applyUnits(invocation, 'refresh-only');

/** What the state's lock says a run is for. */
const OPERATIONS = { normal: 'apply', destroy: 'destroy', 'refresh-only': 'refresh' } as const;

async function applyUnits(invocation: Invocation, mode: PlanMode): Promise<number> {
  const { names, json, io } = invocation;
  const found = await openUnits(invocation, names, { stateFiles: stateFilesOf(invocation) });
  // What depends on others goes first.
  const units = mode === 'destroy' ? [...found].reverse() : found;
  const messages = json ? messageWriter(io.out) : undefined;
  for (const open of units) {
    const code = await withRun(open.unit, invocation, OPERATIONS[mode], (run) =>
      planAndApply(run, open, { invocation, messages, mode, several: units.length > 1 }),
    );
    if (code !== EXIT.done) return code;
  }
  return EXIT.done;
}

interface ApplyContext {
  readonly invocation: Invocation;
  readonly messages: MessageWriter | undefined;
  readonly mode: PlanMode;
  readonly several: boolean;
}

async function planAndApply(run: Run, { found, unit }: OpenUnit, context: ApplyContext): Promise<number> {
  const { invocation, messages, mode, several } = context;
  const maxImpact = parseImpact(invocation.options);
  const { hasChanges } = await import('@virtform/engine');
  const plan = await run.plan(
    planOptions(invocation, mode),
    messages === undefined ? undefined : messageListener(messages),
  );
  reportDiagnostics(plan.diagnostics, invocation.io, invocation);
  if (hasErrors(plan.diagnostics)) return EXIT.error;
  if (messages === undefined) showPlan(plan, found.name, several, invocation);
  else writePlanMessages(plan, messages);
  if (maxImpact !== undefined && refuseImpact(plan, maxImpact, invocation)) return EXIT.refused;
  if (hasChanges(plan)) {
    if (!(await approved(mode, invocation))) return EXIT.error;
  }
  return carryOut(run, unit, plan, context);
}

const QUESTIONS: Readonly<Record<PlanMode, string>> = {
  normal: 'Do you want to make these changes?',
  destroy: 'Do you want to destroy everything above?',
  'refresh-only': 'Do you want to bring the state up to date?',
};

async function approved(mode: PlanMode, invocation: Invocation): Promise<boolean> {
  // As in Terraform, `refresh` asks nothing: it is older than -refresh-only, and scripts run it.
  if (invocation.command === 'refresh') return true;
  return confirmed(
    {
      question: QUESTIONS[mode],
      option: 'auto-approve',
      otherwise: 'Give -auto-approve, or save the plan with virtform plan -out=FILE and apply that.',
    },
    invocation,
  );
}

async function carryOut(run: Run, unit: Unit, plan: Plan, context: ApplyContext): Promise<number> {
  const { invocation, messages } = context;
  const { io, style } = invocation;
  const destroying = context.mode === 'destroy';
  const [stop, kill] = [new AbortController(), new AbortController()];
  const release = io.onInterrupt(() => (stop.signal.aborted ? kill : stop).abort());
  let result: ApplyResult;
  try {
    result = await run.apply(plan, {
      onEvent: messages === undefined ? progressPrinter(io.out, style) : messageListener(messages),
      atOnce: invocation.options.flag('auto-approve'),
      stop: stop.signal,
      kill: kill.signal,
    });
  } finally {
    release();
  }
  reportDiagnostics(result.diagnostics, io, invocation);
  if (result.unfinished.length > 0) {
    io.error.write(
      `\nNobody knows how far these came: ${result.unfinished.join(', ')}.\nThe next apply looks and goes on from there.\n`,
    );
  }
  if (result.stopped || result.unfinished.length > 0) return EXIT.interrupted;
  if (hasErrors(result.diagnostics)) return EXIT.error;
  const state = await unit.state();
  const outputs = state === undefined ? {} : outputRecord(state);
  if (messages !== undefined) {
    writeResultMessages(result, outputs, destroying ? 'destroy' : 'apply', messages);
    return EXIT.done;
  }
  const { imported, added, changed, destroyed } = result;
  const importing = imported === 0 ? '' : `${imported} imported, `;
  const ending = destroying
    ? `Destroy complete! Resources: ${destroyed} destroyed.`
    : `Apply complete! Resources: ${importing}${added} added, ${changed} changed, ${destroyed} destroyed.`;
  io.out.write(`\n${style.added(style.strong(ending))}\n`);
  const shown = formatOutputs(outputs);
  if (shown !== '' && !destroying) io.out.write(`\nOutputs:\n\n${shown}`);
  return EXIT.done;
}

/** The saved plan that the command line names, if it names a file instead of stacks. */
function savedPlan({ names, folder, options }: Invocation): string | undefined {
  const [name] = names;
  if (names.length !== 1 || name === undefined) return undefined;
  const file = path.resolve(folder, name);
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  const given = options.sequence(...PLANNING.map((option) => option.name), 'var-file')[0];
  if (given !== undefined) {
    throw usage(
      `-${given.name} cannot go with a saved plan: it is fixed already`,
      'Leave the option out, or make a new plan with it.',
    );
  }
  return file;
}

async function applySaved(file: string, invocation: Invocation): Promise<number> {
  const { readPlanFile, realEffects } = await import('@virtform/engine');
  const plan = await readPlanFile(realEffects().files, file);
  const messages = invocation.json ? messageWriter(invocation.io.out) : undefined;
  const units = await openUnits(invocation, [], { planned: plan, stateFiles: stateFilesOf(invocation) });
  for (const { unit } of units) {
    const state = await unit.state();
    if (units.length > 1 && state?.lineage !== plan.lineage) continue;
    if (messages !== undefined) writePlannedChanges(plan, messages);
    // As in Terraform, whatever a saved plan does ends as an apply.
    return withRun(unit, invocation, 'apply', (run) =>
      carryOut(run, unit, plan, { invocation, messages, mode: 'normal', several: false }),
    );
  }
  throw usage(
    `No stack here has the state that ${file} was made for`,
    'Run it where the plan was made, or make a new plan.',
  );
}
