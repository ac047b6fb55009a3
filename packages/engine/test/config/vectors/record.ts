// Records what Terraform makes of the expressions in *.hcl: `npx jiti packages/engine/test/config/vectors/record.ts [NAME…]`.
// All of a file go into one configuration, as inputs of terraform_data and as outputs; what Terraform complains about is taken
// out, line by line, until the rest can be applied. The answers stand in *.jsonl, one a line, which vectors.test.ts replays.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Value, type ValueObject } from '@virtform/values';
import { jsonValue, readJson } from '../../../src/config/language/json-text';
import { toJson } from '../../../src/config/language/functions/encoding';
import { expressionsIn } from './vectors';

type Answers = Map<number, ValueObject>;

function terraform(folder: string, ...words: readonly string[]): Value {
  const { stdout, stderr } = spawnSync('terraform', words, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', TZ: 'UTC' },
  });
  if (stdout.trim() === '') throw new Error(`terraform ${words.join(' ')} said nothing: ${stderr}`);
  // Progress comes as one object a line.
  return words[0] === 'plan' || words[0] === 'apply'
    ? stdout
        .trim()
        .split('\n')
        .map((line) => jsonValue(readJson(line)))
    : jsonValue(readJson(stdout));
}

function at(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((part, step) => {
    if (Array.isArray(part)) return (part as readonly Value[])[Number(step)];
    return isObject(part) ? part[step] : undefined;
  }, value);
}

/** Writes one vector a file, so that a complaint's file name says whom it concerns. */
function write(folder: string, expressions: readonly string[], answers: Answers): void {
  for (const name of readdirSync(folder)) if (/^v\d+\.tf$/.test(name)) rmSync(join(folder, name));
  for (const [index, expression] of expressions.entries()) {
    if (answers.has(index)) continue;
    const text = `resource "terraform_data" "v${index}" {\n  input = ${expression}\n}\noutput "v${index}" {\n  value = ${expression}\n  sensitive = true\n}\n`;
    writeFileSync(join(folder, `v${index}.tf`), text);
  }
}

/** The complaints about single vectors; how many there were. */
function collect(diagnostics: readonly (Value | undefined)[], answers: Answers): number {
  let found = 0;
  for (const diagnostic of diagnostics) {
    if (at(diagnostic, 'severity') !== 'error') continue;
    const file = at(diagnostic, 'range', 'filename');
    const summaryText = at(diagnostic, 'summary');
    const index = [file, summaryText, at(diagnostic, 'detail')]
      .filter((text) => typeof text === 'string')
      .map((text) => /^v(\d+)\.tf$|terraform_data\.v(\d+)|output value "v(\d+)"/.exec(text))
      .map((match) => match?.[1] ?? match?.[2] ?? match?.[3])
      .find((number) => number !== undefined);
    if (index === undefined) throw new Error(`Terraform: ${JSON.stringify(diagnostic)}`);
    const summary = summaryText ?? null;
    if (!answers.has(Number(index))) found += 1;
    answers.set(Number(index), { error: summary, detail: at(diagnostic, 'detail') ?? null });
  }
  return found;
}

function record(name: string): void {
  const expressions = expressionsIn(name);
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const answers: Answers = new Map();
  try {
    cpSync(join(__dirname, 'files'), join(folder, 'files'), { recursive: true });
    writeFileSync(join(folder, 'main.tf'), 'resource "terraform_data" "unknown" {\n  input = "x"\n}\n');
    const settle = (complaints: () => readonly (Value | undefined)[]): void => {
      do write(folder, expressions, answers);
      while (collect(complaints(), answers) > 0);
    };
    settle(() => {
      const said = at(terraform(folder, 'validate', '-json'), 'diagnostics');
      return Array.isArray(said) ? (said as readonly Value[]) : [];
    });
    spawnSync('terraform', ['init'], {
      cwd: folder,
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' },
    });
    settle(() => {
      const said = terraform(folder, 'plan', '-json', '-out=plan');
      return Array.isArray(said) ? (said as readonly Value[]).map((line) => at(line, 'diagnostic')) : [];
    });
    const plan = terraform(folder, 'show', '-json', 'plan');
    const changes = at(plan, 'resource_changes');
    const types = new Map<string, Value>();
    terraform(folder, 'apply', '-json', '-auto-approve', 'plan');
    const outputs = terraform(folder, 'output', '-json');
    if (isObject(outputs))
      for (const [key, value] of Object.entries(outputs)) types.set(key, at(value, 'type') ?? null);
    for (const change of Array.isArray(changes) ? (changes as readonly Value[]) : []) {
      const key = at(change, 'name');
      if (typeof key !== 'string' || !/^v\d+$/.test(key)) continue;
      const unknown = at(change, 'change', 'after_unknown', 'input') ?? false;
      const sensitive = at(change, 'change', 'after_sensitive', 'input') ?? false;
      answers.set(Number(key.slice(1)), {
        value: at(change, 'change', 'after', 'input') ?? null,
        type: types.get(key) ?? null,
        ...(toJson(unknown).includes('true') ? { unknown } : {}),
        ...(toJson(sensitive).includes('true') ? { sensitive } : {}),
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const lines = expressions.map((expression, index) => {
    const answer = answers.get(index);
    if (answer === undefined) throw new Error(`Terraform said nothing about ${expression}`);
    return `{"expression":${toJson(expression)},${toJson(answer).slice(1)}\n`;
  });
  writeFileSync(join(__dirname, `${name}.jsonl`), lines.join(''));
  process.stdout.write(`${name}: ${lines.length}\n`);
}

const all = readdirSync(__dirname)
  .filter((name) => name.endsWith('.hcl'))
  .map((name) => name.replace(/\.hcl$/, ''));
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : all) record(name);
