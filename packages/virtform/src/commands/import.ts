import { EXIT, type Runner } from '../command.js';
import { usage } from '../options.js';
import { openOne, withRun } from '../session.js';
import { stateFilesOf } from '../state-files.js';

/** Takes an object that is there into the state, under a lock; nothing of it is changed. The words are Terraform's. */
export const importObject: Runner = async (invocation) => {
  const { io, names, json, style } = invocation;
  const [address, id] = names;
  if (address === undefined || id === undefined || names.length > 2) {
    throw usage(
      'The import command expects two arguments',
      'Write virtform import ADDRESS ID: the address of a resource of the program, and a UUID or a name on the host.',
    );
  }
  const { unit } = await openOne(invocation, stateFilesOf(invocation));
  const imported = await withRun(unit, invocation, 'import', async (run) => {
    if (!json) io.out.write(`${style.strong(`${address}:`)} Importing from ID ${JSON.stringify(id)}...\n`);
    return run.import(address, id);
  });
  if (json) {
    io.out.write(`${JSON.stringify({ address: imported.address, type: imported.type, id })}\n`);
    return EXIT.done;
  }
  io.out.write(
    `${style.strong(`${imported.address}:`)} Import prepared!\n  Prepared ${imported.type} for import\n\n` +
      `${style.added(style.strong('Import successful!'))}\n\n` +
      'The resource that was imported is shown above. It is in the state now, and belongs to the program from now on.\n' +
      'Run "virtform plan" to see what the program would change about it.\n',
  );
  return EXIT.done;
};
