import { runMain, SetupError } from './setup/command.mjs';
import { setup } from './setup/index.mjs';
import { load } from './setup/load.mjs';

// npm run bench -- [-rounds=N] [FIGURE…]
await runMain(async () => {
  const words = process.argv.slice(2);
  const given = words.find((word) => /^--?rounds=/.test(word))?.split('=')[1];
  const rounds = given === undefined ? undefined : Number(given);
  if (rounds !== undefined && (!Number.isInteger(rounds) || rounds < 1)) {
    throw new SetupError('-rounds takes a whole number of at least 1', 'npm run bench -- -rounds=5');
  }
  setup({ packages: ['python3-libvirt'] });
  const { bench } = await load('bench/run.ts');
  return bench(
    words.filter((word) => !word.startsWith('-')),
    rounds,
  );
});
