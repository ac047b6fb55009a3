import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commandLab } from './commands/lab.js';
import { ask } from './projects/ask.js';
import { differences } from './projects/compare.js';
import { DIFFERENCES } from './projects/differences.js';
import { FAMILIES } from './projects/families.js';
import type { Answer, Project } from './projects/project.js';

// What Terraform 1.11.4 makes of small projects, recorded by projects/record.ts, against what virtform makes of them: how their
// files are put together, where variables get their values, which versions and providers are asked for.

interface Question {
  readonly title: string;
  readonly project: Project;
  readonly theirs: Answer;
}

const QUESTIONS = Object.entries(FAMILIES).flatMap(([family, projects]): readonly Question[] => {
  const text = readFileSync(path.join(__dirname, 'projects', 'recorded', `${family}.jsonl`), 'utf8');
  const recorded = text
    .trim()
    .split('\n')
    .map((line): Answer => JSON.parse(line) as Answer);
  return projects.map((project, index) => {
    const theirs = recorded[index];
    if (theirs === undefined) throw new Error(`${family}: nothing is recorded of ${project.name}`);
    return { title: `${family}: ${project.name}`, project, theirs };
  });
});

async function ours(project: Project): Promise<Answer> {
  const lab = commandLab();
  Object.assign(lab.environment, project.environment);
  try {
    // Nothing is in the folder but what the project says.
    lab.delete('main.tf');
    return await ask(project, {
      run: async (...words) => (await lab.run(...words)).out,
      write: (file, content) => lab.write(file, content),
    });
  } finally {
    lab.remove();
  }
}

const met = new Set<object>();

test.each(QUESTIONS)('$title', async ({ title, project, theirs }) => {
  const unknown = differences(await ours(project), theirs).filter((line) => {
    const known = DIFFERENCES.filter((one) => one.what.test(line) && one.in?.test(title) !== false);
    known.forEach((one) => met.add(one));
    return known.length === 0;
  });
  expect(unknown).toEqual([]);
});

test.each(DIFFERENCES)('a known difference is still one: $why', (difference) => {
  expect([...met]).toContain(difference);
});
