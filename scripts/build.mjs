import { runMain } from './setup/command.mjs';
import { ensureBuild } from './setup/build.mjs';
import { ensureModules } from './setup/npm.mjs';
import { root } from './setup/index.mjs';

await runMain(() => {
  ensureModules(root);
  if (!ensureBuild(root)) console.log('Nothing changed since the last build.');
  return 0;
});
