import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needsInit, type Scenario } from '../../packages/virtform/test/golden/scenario.js';
import { SCENARIOS } from '../../packages/virtform/test/golden/scenarios.js';

// Both tools on one folder, in turns: what the one applied, the other plans nothing for.

/** The real Terraform is no dependency of this project; where it is missing there is nobody to swap with. */
const hasTerraform = ((): boolean => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const withTerraform = hasTerraform ? describe : describe.skip;
if (!hasTerraform) console.warn('terraform is not installed: no state is swapped with it');

const BIN = path.resolve(__dirname, '../../packages/virtform/bin/virtform.js');

type Tool = 'terraform' | 'virtform';
const COMMANDS: Readonly<Record<Tool, readonly [command: string, ...words: readonly string[]]>> = {
  terraform: ['terraform'],
  virtform: [process.execPath, BIN],
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'virtform-swap-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The exit code: with `-detailed-exitcode` 2 where there are changes. */
function run(
  tool: Tool,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const [command, ...first] = COMMANDS[tool];
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', NO_COLOR: '1' };
  return new Promise((resolve, reject) => {
    execFile(command, [...first, ...words], { cwd: folder, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, said: stdout + stderr });
      else reject(new Error(`${tool} did not run`, { cause: error }));
    });
  });
}

async function succeed(tool: Tool, ...words: readonly string[]): Promise<void> {
  const { code, said } = await run(tool, ...words);
  if (code !== 0) throw new Error(`${tool} ${words.join(' ')}: ${said}`);
}

const state = (): string => readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8');

/**
 * Without those at whose end something is left to do (what their targets left out, what is another time or name whenever it is asked),
 * and those with a step that is to fail.
 */
const WHOLE = SCENARIOS.filter(
  ({ name, steps }) =>
    !/^(?:target|data-sources-target|modules-target|everything-.*)$/.test(name) &&
    !steps.some(({ failing }) => failing === true),
);

/** Terraform plans to read the data source of a check every time, and calls that a change. */
function onlyLooksAgain(said: string): boolean {
  return (
    said.includes('(config will be reloaded to verify a check block)') &&
    said.includes('Plan: 0 to add, 0 to change, 0 to destroy.') &&
    !said.includes('Changes to Outputs')
  );
}

withTerraform('a state that goes from tool to tool', () => {
  /** Applies every step with one tool, each time with `after` behind it. */
  async function applyAll(tool: Tool, scenario: Scenario, after: () => Promise<void>): Promise<void> {
    const { steps, state: initial, files = {} } = scenario;
    rmSync(path.join(folder, 'terraform.tfstate'), { force: true });
    if (initial !== undefined) writeFileSync(path.join(folder, 'terraform.tfstate'), initial);
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    for (const { configuration, plan = [], before } of steps) {
      writeFileSync(path.join(folder, 'main.tf'), configuration);
      // Terraform wants to be told of modules and backends before it plans with them.
      if (needsInit(scenario)) await succeed('terraform', 'init');
      if (before !== undefined) await succeed(tool, ...before);
      await succeed(tool, 'apply', '-auto-approve', ...plan);
      if (!plan.includes('-destroy')) await after();
    }
  }

  const planNothing = async (tool: Tool): Promise<void> => {
    const { code, said } = await run(tool, 'plan', '-no-color', '-detailed-exitcode');
    if (tool === 'terraform' && onlyLooksAgain(said)) return;
    expect({ code, said }).toEqual({ code: 0, said: expect.any(String) });
  };

  test.each(WHOLE)(
    '$name: what virtform applied, Terraform plans nothing for',
    (scenario) => applyAll('virtform', scenario, () => planNothing('terraform')),
    120_000,
  );

  test.each(WHOLE)(
    '$name: what Terraform applied, virtform plans nothing for, nor Terraform once virtform has written the state',
    (scenario) =>
      applyAll('terraform', scenario, async () => {
        await planNothing('virtform');
        await succeed('virtform', 'apply', '-auto-approve');
        await planNothing('terraform');
      }),
    120_000,
  );

  test('what one of them destroyed is gone for the other', async () => {
    const update = SCENARIOS.find(({ name }) => name === 'update');
    writeFileSync(path.join(folder, 'main.tf'), update?.steps[0]?.configuration ?? '');
    await succeed('virtform', 'apply', '-auto-approve');
    await succeed('terraform', 'destroy', '-auto-approve');
    await succeed('terraform', 'apply', '-auto-approve');
    await succeed('virtform', 'destroy', '-auto-approve');
    expect(JSON.parse(state())).toMatchObject({ resources: [] });
    expect(await run('terraform', 'plan', '-destroy', '-detailed-exitcode')).toMatchObject({ code: 0 });
  }, 120_000);

  test('our bookkeeping survives what Terraform does, and is not trusted where Terraform changed the values', async () => {
    const write = (input: string): void =>
      writeFileSync(path.join(folder, 'main.tf'), `resource "terraform_data" "x" { input = "${input}" }\n`);
    write('one');
    await succeed('virtform', 'apply', '-auto-approve');
    expect(state()).toContain('"private"');
    write('two');
    await succeed('terraform', 'apply', '-auto-approve');
    expect(await run('virtform', 'plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
    write('three');
    await succeed('virtform', 'apply', '-auto-approve');
    expect(await run('terraform', 'plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  }, 120_000);
});
