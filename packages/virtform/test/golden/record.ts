// Records what Terraform says of the scenarios: `npx jiti packages/virtform/test/golden/record.ts [NAME…]`. Its built-in provider
// is all that is needed, so nothing is downloaded. golden.test.ts holds our answers against these.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runScenario } from './run';
import { needsInit } from './scenario';
import { SCENARIOS } from './scenarios';

async function record(name: string): Promise<void> {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'virtform-golden-'));
  try {
    const terraform = (failing: boolean, words: readonly string[]): Promise<string> => {
      const { stdout, stderr, status } = spawnSync('terraform', words, {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
      });
      if ((status !== 0) !== failing) throw new Error(`terraform ${words.join(' ')}: ${stderr}${stdout}`);
      return Promise.resolve(stdout);
    };
    const answers = await runScenario(scenario, {
      run: async (...words) => {
        // Terraform wants to be told of modules and backends before it plans with them.
        if (words[0] === 'plan' && needsInit(scenario)) await terraform(false, ['init']);
        return terraform(false, words);
      },
      fail: (...words) => terraform(true, words),
      write: (file, content) => {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), content);
      },
      read: (file) => readFileSync(join(folder, file), 'utf8'),
    });
    writeFileSync(
      join(__dirname, `${name}.jsonl`),
      answers.map((step) => `${JSON.stringify(step)}\n`).join(''),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void (async () => {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : SCENARIOS.map((scenario) => scenario.name))
    await record(name);
})();
