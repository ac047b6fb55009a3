import path from 'node:path';
import { isApp, synthesize } from '../app/synth.js';
import { shownPath } from '../app/units.js';
import { EXIT, Runner } from '../command.js';
import { usage } from '../options.js';

/** Runs the app and says where its files are. */
export const synth: Runner = async ({ io, folder, json }) => {
  if (!isApp(folder)) {
    throw usage(
      `There is no app in ${folder}`,
      'A folder with cdktf.json is one; -chdir=DIR names another folder.',
    );
  }
  const stacks = await synthesize(folder, io.environment);
  if (json) {
    io.out.write(`${JSON.stringify({ stacks }, null, 2)}\n`);
    return EXIT.done;
  }
  for (const stack of stacks) {
    io.out.write(`${stack.name}: ${shownPath(folder, path.join(stack.folder, 'cdk.tf.json'))}\n`);
  }
  return EXIT.done;
};
