import { runMain } from './setup/command.mjs';
import { setup } from './setup/index.mjs';
import { load } from './setup/load.mjs';

await runMain(async () => {
  setup();
  const { start } = await load('scripts/quickstart.ts');
  return start();
});
