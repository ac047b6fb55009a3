import { suggest } from '@virtform/values';
import { readStateFile } from '../app/state-file.js';
import { currentWorkspace, selectWorkspace } from '../app/workspace.js';
import { EXIT, type Invocation, type Runner } from '../command.js';
import { usage } from '../options.js';
import { openUnits, stateAccess } from '../session.js';

/** Lists the workspaces; a star marks the one that is worked in. */
export const list: Runner = async (invocation) => {
  const { io, json } = invocation;
  const current = currentOf(invocation);
  const all = await existing(invocation);
  const shown = all.includes(current) ? all : [...all, current];
  io.out.write(
    json
      ? `${JSON.stringify({ current, workspaces: shown })}\n`
      : shown.map((name) => `${name === current ? '*' : ' '} ${name}\n`).join(''),
  );
  return EXIT.done;
};

/** Prints the name of the one that is worked in. */
export const show: Runner = async (invocation) => {
  invocation.io.out.write(`${currentOf(invocation)}\n`);
  return EXIT.done;
};

/** Makes a workspace and goes to it. */
export const create: Runner = async (invocation) => {
  const { io, options, json } = invocation;
  const name = nameOf(invocation);
  refuseWhereFixed(invocation);
  const from = options.text('state');
  const content = from === undefined ? undefined : readStateFile(invocation.folder, from).text;
  for (const { unit } of await openUnits(invocation, [])) {
    await (await unit.states(name)).createWorkspace(stateAccess(invocation, 'workspace-new'), content);
  }
  selectWorkspace(invocation.folder, io.environment, name);
  if (!json)
    io.out.write(`Made the workspace "${name}" and went to it. It holds nothing of what others hold.\n`);
  return EXIT.done;
};

/** Goes to a workspace. */
export const select: Runner = async (invocation) => {
  const { io, options, json } = invocation;
  const name = nameOf(invocation);
  refuseWhereFixed(invocation);
  const all = await existing(invocation);
  if (!all.includes(name)) {
    if (options.flag('or-create')) return create(invocation);
    const meant = suggest(name, all);
    throw usage(
      `There is no workspace "${name}"`,
      meant === undefined
        ? `There are: ${all.join(', ')}. virtform workspace new ${name} makes it.`
        : `Did you mean "${meant}"?`,
    );
  }
  selectWorkspace(invocation.folder, io.environment, name);
  if (!json) io.out.write(`Went to the workspace "${name}".\n`);
  return EXIT.done;
};

/** Removes a workspace with its state. */
export const remove: Runner = async (invocation) => {
  const { io, options, json } = invocation;
  const name = nameOf(invocation);
  if (name === currentOf(invocation)) {
    throw usage(
      `The workspace "${name}" is the one that is worked in`,
      'Go to another first: virtform workspace select default.',
    );
  }
  for (const { unit } of await openUnits(invocation, [])) {
    await (
      await unit.states(name)
    ).removeWorkspace(options.flag('force'), stateAccess(invocation, 'workspace-delete'));
  }
  if (!json) io.out.write(`Removed the workspace "${name}".\n`);
  return EXIT.done;
};

/** Those that any of the units has. */
async function existing(invocation: Invocation): Promise<readonly string[]> {
  const units = await openUnits(invocation, []);
  const all = await Promise.all(units.map(async ({ unit }) => (await unit.states()).workspaces()));
  return [...new Set(['default', ...all.flat()])];
}

function currentOf({ folder, io }: Invocation): string {
  return currentWorkspace(folder, io.environment);
}

/** Names are parts of paths and URLs. */
function nameOf({ names, command }: Invocation): string {
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw usage(
      `virtform ${command} wants the name of one workspace`,
      `virtform ${command} -help says more.`,
    );
  }
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) {
    throw usage(
      `"${name}" cannot be the name of a workspace`,
      'Take letters, digits, "-", "_" and ".", and begin with a letter or a digit.',
    );
  }
  return name;
}

function refuseWhereFixed({ io }: Invocation): void {
  const fixed = io.environment.TF_WORKSPACE ?? '';
  if (fixed === '') return;
  throw usage(
    `TF_WORKSPACE is set to "${fixed}", which counts more than what is selected`,
    'Unset it first, or set it to the workspace to work in.',
  );
}
