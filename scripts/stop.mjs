import { existsSync } from 'node:fs';
import path from 'node:path';
import { runMain } from './setup/command.mjs';
import { root, setup } from './setup/index.mjs';
import { load } from './setup/load.mjs';

await runMain(async () => {
  if (!existsSync(path.join(root, '.virtform'))) {
    console.log('Nothing to stop: npm start has made nothing here.');
    return 0;
  }
  setup();
  const { stop } = await load('scripts/quickstart-stop.ts');
  return stop();
});
