import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fn } from 'cdktf';
import { commandLab, type CommandLab } from './commands/lab.js';
import { at, compare, type Difference } from './golden/compare.js';
import { DIFFERENCES } from './golden/differences.js';
import { functions, NOT_TERRAFORM } from './golden/functions.js';
import { runScenario } from './golden/run.js';
import type { Scenario } from './golden/scenario.js';
import { SCENARIOS } from './golden/scenarios.js';
import { EVERYTHING } from './golden/synthesized.js';

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

describe('a program that uses everything', () => {
  test('says all functions that there are', () => {
    const names = new Set<string>();
    for (let of: object = Fn; of !== Function.prototype; of = Object.getPrototypeOf(of) as object)
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of)))
        if (typeof value === 'function' && !name.startsWith('_')) names.add(name);
    expect([...Object.keys(functions()), ...NOT_TERRAFORM].sort()).toEqual([...names].sort());
  });

  test('means to Terraform what the same means in the native syntax', () => {
    const [synthesized = [], native = []] = EVERYTHING.map(recorded);
    expect(native.map(meaning)).toEqual(synthesized.map(meaning));
    expect(native).toHaveLength(2);
  });
});

/** What is planned and stored, without how it was said and what differs from run to run. */
function meaning(step: unknown): object {
  const parts = [
    'plan.planned_values',
    'plan.resource_changes',
    'plan.output_changes',
    'state.outputs',
    'state.resources',
  ];
  return Object.fromEntries(parts.map((path) => [path, at(step, path.split('.'))]));
}
