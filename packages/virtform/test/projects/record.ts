// Records what Terraform makes of the projects: `npx jiti packages/virtform/test/projects/record.ts [FAMILY…]`. Its built-in
// provider is all that is needed, so nothing is downloaded. projects.test.ts holds our answers against these.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ask, problemsIn } from './ask';
import { FAMILIES } from './families';
import type { Answer, Problem, Project } from './project';

async function answerOf(project: Project): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'virtform-project-'));
  const terraform = (...words: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      execFile(
        'terraform',
        words,
        {
          cwd: folder,
          env: {
            ...process.env,
            TF_CLI_CONFIG_FILE: '/dev/null',
            CHECKPOINT_DISABLE: '1',
            ...project.environment,
          },
        },
        (_, stdout) => resolve(stdout),
      );
    });
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  try {
    for (const [file, content] of Object.entries(project.files)) write(file, content);
    // Terraform wants to be told of modules and backends before it plans with them.
    const initialised = (await terraform('init', '-json', '-input=false')).split('\n').flatMap(problemsIn);
    if (initialised.some(({ severity }) => severity === 'error')) return { problems: each(initialised) };
    const answer = await ask(project, { run: terraform, write });
    return { ...answer, problems: each(answer.problems) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `init` tells twice is told once, without the words around it. */
function each(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...found.values()].filter(({ summary }) => !summary.startsWith('Terraform encountered problems'));
}

void (async () => {
  const chosen = process.argv.slice(2);
  for (const [family, projects] of Object.entries(FAMILIES)) {
    if (chosen.length > 0 && !chosen.includes(family)) continue;
    const lines: string[] = [];
    for (const project of projects)
      lines.push(`${JSON.stringify({ name: project.name, ...(await answerOf(project)) })}\n`);
    writeFileSync(join(__dirname, 'recorded', `${family}.jsonl`), lines.join(''));
  }
})();
