import type { State } from '@virtform/engine';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Invocation, Runner } from '../command.js';
import { usage } from '../options.js';
import { printJson } from '../report/outputs.js';
import { formatPlan } from '../report/plan.js';
import { formatState } from '../report/state.js';
import type { Style } from '../report/style.js';
import { openUnits } from '../session.js';

/** Shows the state, a saved plan or a state file. */
export const show: Runner = async (invocation) => {
  const [name] = invocation.names;
  const file = name === undefined ? undefined : path.resolve(invocation.folder, name);
  if (file !== undefined && existsSync(file)) {
    await (isStateFile(file) ? showStateFile(file, invocation) : showPlanFile(file, invocation));
    return EXIT.done;
  }
  if (file !== undefined && invocation.names.some((text) => /[./]/.test(text))) {
    throw usage(
      `There is no file ${file}`,
      'Name a saved plan (virtform plan -out=FILE writes one) or a state file; without a name virtform show shows the state.',
    );
  }
  await showStates(invocation);
  return EXIT.done;
};

async function showPlanFile(file: string, { io, style, options, json }: Invocation): Promise<void> {
  const { planJson, readPlanFile, realEffects } = await import('@virtform/engine');
  const plan = await readPlanFile(realEffects().files, file);
  io.out.write(
    json
      ? `${printJson(planJson(plan), 0)}\n`
      : formatPlan(plan, { style, concise: options.flag('concise'), virsh: options.flag('virsh') }),
  );
}

/** States are JSON, plans are packed. */
function isStateFile(file: string): boolean {
  return statSync(file).isFile() && /^\s*\{/.test(readFileSync(file, 'latin1'));
}

async function showStateFile(file: string, { io, style, json }: Invocation): Promise<void> {
  const { readStateFile, realEffects, stateJson } = await import('@virtform/engine');
  const state = await readStateFile(realEffects().files, file);
  io.out.write(json ? `${printJson(stateJson(state), 0)}\n` : describeState(state, style));
}

function describeState(state: State | undefined, style: Style): string {
  return state === undefined || (state.resources.length === 0 && state.outputs.size === 0)
    ? 'The state is empty.\n'
    : formatState(state, style);
}

async function showStates(invocation: Invocation): Promise<void> {
  const { io, style, json, names } = invocation;
  const { stateJson } = await import('@virtform/engine');
  const units = await openUnits(invocation, names);
  if (json && units.length > 1) {
    throw usage(
      `There are ${units.length} stacks, and -json shows one state`,
      `Name one: ${units.map(({ found }) => found.name).join(', ')}.`,
    );
  }
  for (const { found, unit } of units) {
    const state = await unit.state();
    if (json) {
      io.out.write(`${printJson(stateJson(state), 0)}\n`);
      continue;
    }
    if (units.length > 1) io.out.write(`${style.strong(found.name ?? '')}\n`);
    io.out.write(describeState(state, style));
  }
}
