import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandLab, type CommandLab } from './commands/lab.js';
import { compare, type Difference } from './golden/compare.js';
import { DIFFERENCES } from './golden/differences.js';
import { runScenario } from './golden/run.js';
import type { Scenario } from './golden/scenario.js';
import { SCENARIOS } from './golden/scenarios.js';

// What Terraform 1.11.4 said, recorded by golden/record.ts, against what virtform says of the same: plans, states and messages.

function recorded({ name }: Scenario): readonly unknown[] {
  const text = readFileSync(path.join(__dirname, 'golden', `${name}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

/** Run once, for all that is asked of them. */
const differences = new Map<string, Promise<readonly Difference[]>>();

function differencesIn(scenario: Scenario): Promise<readonly Difference[]> {
  const known = differences.get(scenario.name) ?? findDifferences(scenario);
  differences.set(scenario.name, known);
  return known;
}

async function findDifferences(scenario: Scenario): Promise<readonly Difference[]> {
  const lab = commandLab();
  try {
    const ours = await runScenario(scenario, {
      write: (file, content) => lab.write(file, content),
      read: (file) => lab.read(file),
      run: (...words) => answer(lab, words, 0),
      fail: (...words) => answer(lab, words, 1),
    });
    return recorded(scenario).flatMap((theirs, index) => compare(`${index}`, ours[index], theirs));
  } finally {
    lab.remove();
  }
}

async function answer(lab: CommandLab, words: readonly string[], expected: number): Promise<string> {
  const approving = words[0] === 'apply' ? ['-auto-approve'] : [];
  const { code, out, error } = await lab.run(...words.slice(0, 1), ...approving, ...words.slice(1));
  if (code !== expected) throw new Error(`virtform ${words.join(' ')}: ${error}${out}`);
  return out;
}

test.each(SCENARIOS)('$name: answers as Terraform does, but for what is known', async (scenario) => {
  const found = await differencesIn(scenario);
  const known = DIFFERENCES.filter((one) => one.in?.test(scenario.name) !== false);
  const unexplained = found.filter((one) => !known.some(({ where }) => where.test(one.path)));
  expect(unexplained).toEqual([]);
});

test.each(DIFFERENCES)('a known difference is still one: $why', async (difference) => {
  const { where } = difference;
  const shown = SCENARIOS.filter(({ name }) => difference.in?.test(name) !== false);
  const found = (await Promise.all(shown.map(differencesIn))).flat();
  expect(found.some(({ path: place }) => where.test(place))).toBe(true);
});
